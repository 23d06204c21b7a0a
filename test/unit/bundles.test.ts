import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { ROOMS } from "../../rooms.mjs";

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
  assert.deepEqual(packages, ["yaml", "zod"]);
  assert.deepEqual(notBuiltIn(externals), ["vscode"]);
  assert.ok(statSync(join(root, "dist/extension.cjs")).size < 700 * KILO);
});

test("the program holds every room but the editor's two, and leaves only native code outside", () => {
  const { rooms, externals } = bundle("hgl.mjs");
  assert.deepEqual(rooms, ["common", "engine", "figures", "model", "notebook", "worker"]);
  assert.deepEqual(notBuiltIn(externals), ["onnxruntime-node"]);
});

test("the loader's thread starts without the engine, the network or a tensor library", () => {
  const { rooms, packages, externals } = bundle("loaderThread.mjs");
  assert.deepEqual(rooms, ["common", "model", "worker"]);
  assert.deepEqual(packages, []);
  assert.deepEqual(notBuiltIn(externals), []);
  assert.ok(statSync(join(root, "dist/loaderThread.mjs")).size < 100 * KILO);
});

const renderers = readdirSync(join(root, "src/renderers"), { withFileTypes: true }).filter((entry) =>
  entry.isDirectory(),
);

for (const { name, file } of renderers.flatMap(({ name }) =>
  ["mjs", "iife.js"].map((ending) => ({ name, file: `renderers/${name}.${ending}` })),
)) {
  test(`${file}: the renderer is alone in its bundle, runs without Node, and stays below 400 kB gzipped`, () => {
    const { rooms, packages, externals, sources } = bundle(file);
    assert.deepEqual(
      rooms.filter((room) => room !== "common" && room !== "renderers"),
      [],
    );
    assert.deepEqual(
      sources.filter((source) => source.startsWith("src/renderers/") && !source.startsWith(`src/renderers/${name}/`)),
      [],
    );
    assert.deepEqual(
      packages.filter((one) => !ROOMS.renderers!.packages.includes(one)),
      [],
    );
    assert.deepEqual(externals, []);
    assert.ok(gzipSync(readFileSync(join(root, "dist", file))).length < 400 * KILO);
  });
}
