import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { RENDERER_FRAME, ROOMS } from "../../rooms.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));

interface Metafile {
  inputs: Record<string, unknown>;
  outputs: Record<string, { imports: { path: string; external?: boolean }[]; entryPoint?: string }>;
}

/** What a bundle is made of: rooms, npm packages, and what it still imports when it runs. */
function bundle(file: string) {
  const path = join(root, "dist/meta", `${file.replaceAll("/", "-")}.json`);
  assert.ok(existsSync(path), `dist/${file} is not built: run npm run build first`);
  const { inputs, outputs } = JSON.parse(readFileSync(path, "utf8")) as Metafile;
  const names = Object.keys(inputs);
  return {
    sources: names.filter((name) => name.startsWith("src/")),
    rooms: distinct(names.flatMap((name) => /^src\/([^/]+)\//.exec(name)?.[1] ?? [])),
    packages: distinct(names.flatMap((name) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(name)?.[1] ?? [])),
    externals: distinct(
      Object.values(outputs).flatMap(({ imports }) =>
        imports.filter(({ external }) => external).map(({ path }) => path),
      ),
    ),
  };
}

function distinct(names: string[]): string[] {
  return [...new Set(names)].sort();
}

/** Node's own modules, with or without `node:`. */
function notBuiltIn(names: string[]): string[] {
  return names.filter((name) => !process.getBuiltinModule?.(name));
}

const KILO = 1000;

test("the extension holds the notebook and nothing of the engine, below 700 kB", () => {
  const { rooms, packages, externals } = bundle("extension.cjs");
  assert.deepEqual(rooms, ["common", "extension", "notebook"]);
  assert.deepEqual(packages, ["vscode-jsonrpc", "yaml", "zod"]);
  assert.deepEqual(notBuiltIn(externals), ["vscode"]);
  assert.ok(statSync(join(root, "dist/extension.cjs")).size < 700 * KILO);
});

test("the program holds every room but the editor's two, and leaves only native code and what writes PDF outside", () => {
  const { rooms, externals } = bundle("hgl.mjs");
  assert.deepEqual(rooms, ["common", "engine", "figures", "model", "notebook", "worker"]);
  assert.deepEqual(
    notBuiltIn(externals).filter((name) => name !== "./pdfkit.mjs"),
    ["onnxruntime-node"],
  );
  assert.deepEqual(notBuiltIn(bundle("pdfkit.mjs").externals), []);
});

test("the loader's thread starts without the engine, the network or a tensor library", () => {
  const { rooms, packages, externals } = bundle("loaderThread.mjs");
  assert.deepEqual(rooms, ["common", "model", "worker"]);
  assert.deepEqual(packages, []);
  assert.deepEqual(notBuiltIn(externals), []);
  assert.ok(statSync(join(root, "dist/loaderThread.mjs")).size < 100 * KILO);
});

test("the maps' thread has the network and its engine, and neither data formats, cells nor figures", () => {
  const { rooms, packages, externals } = bundle("mapsThread.mjs");
  assert.deepEqual(rooms, ["common", "engine", "model", "worker"]);
  assert.ok(["pdfkit", "vega", "yaml", "zod"].every((name) => !packages.includes(name)));
  assert.deepEqual(notBuiltIn(externals), ["onnxruntime-node"]);
});

test("plotly.js is bundled without what makes code from text", () => {
  const text = readFileSync(join(root, "dist/renderers/embedding.mjs"), "utf8");
  assert.ok(!/new Function\b|[^.\w$]eval\(/.test(text));
});

test("the text encoder's thread has a tensor library of its own and neither the engine nor the network", () => {
  const { rooms, packages, externals } = bundle("embeddedThread.mjs");
  assert.deepEqual(rooms, ["common", "worker"]);
  assert.deepEqual(packages, ["@energetic-ai/core", "@energetic-ai/embeddings"]);
  assert.deepEqual(notBuiltIn(externals), []);
});

test("the thread of a folder's text model has a tokenizer and ONNX Runtime, and nothing of ours that trains", () => {
  const { rooms, packages, externals } = bundle("onnxTextThread.mjs");
  assert.deepEqual(rooms, ["common", "worker"]);
  assert.deepEqual(packages, ["@huggingface/tokenizers"]);
  assert.deepEqual(notBuiltIn(externals), ["onnxruntime-node"]);
});

test("the thread of the features holds the network and what lays features out, and no figure", () => {
  const { rooms, externals } = bundle("embeddingThread.mjs");
  assert.deepEqual(rooms, ["common", "engine", "model", "worker"]);
  assert.deepEqual(notBuiltIn(externals), ["onnxruntime-node"]);
});

const renderers = readdirSync(join(root, "src/renderers"), { withFileTypes: true }).filter(
  (entry) => entry.isDirectory() && entry.name !== RENDERER_FRAME,
);

/** The packages that renderers may import, and those that these are made of. */
const mayBring = withDependencies(ROOMS.renderers!.packages);

function withDependencies(names: readonly string[]): Set<string> {
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
    packages: Record<string, { dependencies?: Record<string, string> }>;
  };
  const all = new Set(names);
  for (const name of all)
    for (const next of Object.keys(packages[`node_modules/${name}`]?.dependencies ?? {})) all.add(next);
  return all;
}

/** kB, gzipped; the one with plotly.js is larger. */
const mostOf = (name: string): number => (name === "embedding" ? 450 : 400);

for (const { name, file } of renderers.flatMap(({ name }) =>
  ["mjs", "iife.js"].map((ending) => ({ name, file: `renderers/${name}.${ending}` })),
)) {
  test(`${file}: the renderer has but the frame beside it, runs without Node, and stays below ${mostOf(name)} kB gzipped`, () => {
    const { rooms, packages, externals, sources } = bundle(file);
    assert.deepEqual(
      rooms.filter((room) => room !== "common" && room !== "renderers"),
      [],
    );
    assert.deepEqual(
      sources.filter(
        (source) => source.startsWith("src/renderers/") && ![name, RENDERER_FRAME].includes(source.split("/")[2]!),
      ),
      [],
    );
    assert.deepEqual(
      packages.filter((one) => !mayBring.has(one)),
      [],
    );
    assert.deepEqual(externals, []);
    assert.ok(gzipSync(readFileSync(join(root, "dist", file))).length < mostOf(name) * KILO);
  });
}
