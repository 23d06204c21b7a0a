import { copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { apart, baked, ownIds, standIns } from "./esbuildPlugins.mjs";
import { plotlyParts } from "./esbuildPlotly.mjs";
import { RENDERER_FRAME } from "./rooms.mjs";
import { thirdPartyNotices } from "./scripts/vsix/notices.mjs";

process.chdir(fileURLToPath(new URL(".", import.meta.url)));

/** Options of the programs that run on a plain Node: CommonJS packages inside an ES module still call `require`. */
const PROGRAM = {
  platform: "node",
  format: "esm",
  target: "node20",
  external: ["onnxruntime-node"],
  mainFields: ["module", "main"],
  plugins: [standIns],
  banner: {
    js: 'import { createRequire as createRequireHere } from "node:module"; const require = createRequireHere(import.meta.url);',
  },
};

const BUNDLES = [
  {
    entry: "src/extension/main.ts",
    outfile: "dist/extension.cjs",
    options: {
      platform: "node",
      format: "cjs",
      target: "node20",
      external: ["vscode"],
      mainFields: ["module", "main"],
      minify: true,
    },
  },
  { entry: "src/worker/main.ts", outfile: "dist/hgl.mjs", options: { ...PROGRAM, plugins: [standIns, apart] } },
  { entry: "node_modules/pdfkit/js/pdfkit.node.mjs", outfile: "dist/pdfkit.mjs", options: PROGRAM },
  { entry: "src/worker/loading/loaderThread.ts", outfile: "dist/loaderThread.mjs", options: PROGRAM },
  { entry: "src/worker/importing/importThread.ts", outfile: "dist/importThread.mjs", options: PROGRAM },
  { entry: "src/worker/embedding/embeddingThread.ts", outfile: "dist/embeddingThread.mjs", options: PROGRAM },
  { entry: "src/worker/attention/mapsThread.ts", outfile: "dist/mapsThread.mjs", options: PROGRAM },
  { entry: "src/worker/text/encoders/onnxTextThread.ts", outfile: "dist/onnxTextThread.mjs", options: PROGRAM },
  {
    entry: "src/worker/text/encoders/embeddedThread.ts",
    outfile: "dist/embeddedThread.mjs",
    // Its tensor library looks for its WebAssembly beside itself.
    options: { ...PROGRAM, define: { __dirname: "import.meta.dirname" } },
  },
  ...rendererFolders().flatMap((folder) => [
    // VS Code imports a renderer as a module; a report, which may be opened from a disk, carries it as a plain script.
    renderer(folder, "esm", ".mjs"),
    renderer(folder, "iife", ".iife.js"),
  ]),
];

function renderer(folder, format, ending) {
  return {
    entry: `src/renderers/${folder}/index.ts`,
    outfile: `dist/renderers/${folder}${ending}`,
    options: {
      platform: "browser",
      format,
      target: "es2022",
      minify: true,
      plugins: [baked, plotlyParts, ownIds(folder)],
    },
  };
}

/** A folder without an index.ts holds what several renderers share. */
function rendererFolders() {
  return readdirSync("src/renderers", { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== RENDERER_FRAME)
    .map((entry) => entry.name);
}

async function bundle({ entry, outfile, options }) {
  const result = await build({
    ...options,
    entryPoints: [entry],
    outfile,
    bundle: true,
    sourcemap: true,
    sourcesContent: false,
    metafile: true,
    legalComments: "linked",
    logLevel: "warning",
  });
  const name = outfile.replace(/^dist\//, "").replaceAll("/", "-");
  writeFileSync(`dist/meta/${name}.json`, JSON.stringify(result.metafile));
  return result.metafile;
}

const missing = BUNDLES.filter(({ entry }) => !existsSync(entry));
for (const { entry, outfile } of missing)
  console.error(`esbuild.mjs: ${entry} does not exist, so ${outfile} is not built.`);

mkdirSync("dist/meta", { recursive: true });
// Programs of their own, read when a picture is first painted and a text first encoded.
copyFileSync("node_modules/@resvg/resvg-wasm/index_bg.wasm", "dist/resvg.wasm");
copyFileSync("node_modules/@energetic-ai/core/dist/tfjs-backend-wasm-simd.wasm", "dist/tfjs-backend-wasm-simd.wasm");
const outcomes = await Promise.allSettled(BUNDLES.filter((one) => !missing.includes(one)).map(bundle));
const failures = outcomes.filter(({ status }) => status === "rejected");
// esbuild has already printed what is wrong with the sources; anything else is worth its own line.
for (const { reason } of failures) if (!Array.isArray(reason?.errors)) console.error(reason);
if (failures.length === 0)
  writeFileSync("dist/THIRD-PARTY-NOTICES.txt", thirdPartyNotices(outcomes.map(({ value }) => value)));
process.exitCode = missing.length + failures.length > 0 ? 1 : 0;
