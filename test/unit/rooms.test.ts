import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { ROOMS } from "../../rooms.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const inUse = Object.keys(ROOMS).filter((room) => sourcesOf(room).length > 0);

function sourcesOf(room: string): string[] {
  return readdirSync(join(root, "src", room), { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".ts"),
  );
}

/** Every file TypeScript reads to understand a room, relative to the project, without checking any. */
function programOf(room: string): string[] {
  const folder = join(root, "src", room);
  const { config } = ts.readConfigFile(join(folder, "tsconfig.json"), (path) => ts.sys.readFile(path));
  const { fileNames, options, errors } = ts.parseJsonConfigFileContent(config, ts.sys, folder);
  assert.deepEqual(errors, []);
  const program = ts.createProgram(fileNames, { ...options, incremental: false });
  return program.getSourceFiles().map(({ fileName }) => relative(root, fileName).split(sep).join("/"));
}

/** A room and everything reachable along its arrows, types included. */
function reach(room: string, seen = new Set<string>()): Set<string> {
  if (seen.has(room)) return seen;
  seen.add(room);
  const { rooms, typesOf = [] } = ROOMS[room]!;
  for (const other of [...rooms, ...typesOf]) reach(other, seen);
  return seen;
}

test("the folders of src are the rooms of the table", () => {
  assert.deepEqual(readdirSync(join(root, "src")).sort(), Object.keys(ROOMS).sort());
});

test("arrows point downwards only", () => {
  for (const [room, { rooms, typesOf = [] }] of Object.entries(ROOMS)) {
    for (const other of [...rooms, ...typesOf]) assert.ok(!reach(other).has(room), `${room} <-> ${other}`);
  }
});

test("npm run typecheck covers every room that has sources, and the tests", () => {
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    scripts: { typecheck: string };
  };
  const projects = scripts.typecheck.replace(/^tsc -b /, "").split(" ");
  assert.deepEqual(projects.sort(), [...inUse.map((room) => `src/${room}`), "test"].sort());
});

for (const room of inUse) {
  test(`${room} is understood from the rooms below it, with no library of another runtime`, () => {
    const files = programOf(room);
    const rooms = new Set(files.flatMap((file) => /^src\/([^/]+)\//.exec(file)?.[1] ?? []));
    const allowed = reach(room);
    assert.deepEqual(
      [...rooms].filter((other) => !allowed.has(other)),
      [],
    );
    const { node = false, dom = false, vscode = false } = ROOMS[room]!;
    const foreign = files.filter(
      (file) =>
        (!node && file.includes("node_modules/@types/node/")) ||
        (!dom && /node_modules\/typescript\/lib\/lib\.dom\b/.test(file)) ||
        (!vscode && file.includes("node_modules/@types/vscode/")),
    );
    assert.deepEqual(foreign, []);
  });
}
