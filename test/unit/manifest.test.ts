import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { KIND_NAMES, parseNotebook } from "../../src/notebook/index";

const root = fileURLToPath(new URL("../..", import.meta.url));
const text = (path: string): string => readFileSync(join(root, path), "utf8");

interface Manifest {
  icon: string;
  bin: Record<string, string>;
  engines: { vscode: string };
  devDependencies: Record<string, string>;
  capabilities: { untrustedWorkspaces: { supported: string; restrictedConfigurations: string[] } };
  contributes: {
    languages: { id: string; configuration: string }[];
    grammars: { path: string; scopeName: string }[];
    commands: { command: string; category: string; enablement?: string }[];
    menus: Record<string, { command: string; when: string }[]>;
    configuration: { properties: Record<string, { scope: string }> };
  };
}

const manifest = JSON.parse(text("package.json")) as Manifest;
const { contributes } = manifest;

test("every file the manifest names exists", () => {
  const named = [
    manifest.icon,
    ...Object.values(manifest.bin),
    ...contributes.languages.map(({ configuration }) => configuration),
    ...contributes.grammars.map(({ path }) => path),
  ];
  assert.deepEqual(
    named.filter((path) => !existsSync(join(root, path))),
    [],
  );
});

test("grammars and language configurations are JSON, under the scope the manifest gives them", () => {
  for (const { path, scopeName } of contributes.grammars) {
    assert.equal((JSON.parse(text(path)) as { scopeName: string }).scopeName, scopeName);
  }
  for (const { configuration } of contributes.languages) assert.ok(JSON.parse(text(configuration)));
});

test("the commands offered, placed in menus and registered are the same", () => {
  const offered = contributes.commands.map(({ command }) => command).sort();
  const placed = Object.values(contributes.menus).flatMap((items) => items.map(({ command }) => command));
  const sources = readdirSync(join(root, "src/extension")).filter((name) => name.endsWith(".ts"));
  const registered = sources.flatMap((name) =>
    [...text(`src/extension/${name}`).matchAll(/registerCommand\("([^"]+)"/g)].map(([, command]) => command!),
  );
  assert.deepEqual(registered.sort(), offered);
  assert.deepEqual([...new Set(placed)].sort(), offered);
});

test("what starts a program is closed until the workspace is trusted", () => {
  const run = contributes.commands.find(({ command }) => command === "hocslm.runNotebook");
  assert.match(run!.enablement!, /\bisWorkspaceTrusted\b/);
  assert.equal(manifest.capabilities.untrustedWorkspaces.supported, "limited");
  assert.ok(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations.includes("hocslm.nodePath"));
  assert.equal(contributes.configuration.properties["hocslm.nodePath"]!.scope, "machine-overridable");
});

test("the editor's types are those of the oldest editor supported", () => {
  assert.equal(manifest.engines.vscode, `^${manifest.devDependencies["@types/vscode"]}`);
});

test("no install script is needed, and the check that a server runs is the one a reader is told", () => {
  assert.match(text(".npmrc"), /^ignore-scripts=true$/m);
  assert.equal(text(".ci/run"), "#!/usr/bin/env bash\nset -euo pipefail\nnpm ci && npm test\n");
  assert.ok(statSync(join(root, ".ci/run")).mode & 0o100, ".ci/run is executable");
});

/** The fence grammar's first line, as the editor matches it. */
function fence(line: string): { kind: string | undefined; id: string | undefined } | null {
  const { repository } = JSON.parse(text("media/language/hgl-fence.tmLanguage.json")) as {
    repository: { cell: { begin: string } };
  };
  const match = new RegExp(repository.cell.begin).exec(line);
  return match && { kind: match[4], id: match[5]?.slice(1) };
}

test("the colouring of fences agrees with the parser about what is a cell", () => {
  const ids = ["#a", "#base-2", "#T_1"];
  const lines = KIND_NAMES.flatMap((kind) => ids.map((id) => "```hgl " + `${kind} ${id}`)).concat(
    "````hgl data #d",
    "~~~hgl data #d",
    "~~~hgl data #d `x`",
    "```hgl data #d `x`",
    "```hgl data #d {x}",
    "   ```hgl data #d",
    "    ```hgl data #d",
    "``` hgl data #d",
    "```hgl  data   #d",
    "```hglx data #d",
    "```yaml",
    "```hgl-data #d",
  );
  for (const line of lines) {
    const close = line.trim().replace(/[^`~].*$/, "");
    const cells = parseNotebook(`---\nhgl: 1\n---\n\n${line}\n${close}\n`).cells.filter(({ type }) => type === "hgl");
    const [cell] = cells;
    const parsed = cell?.type === "hgl" ? { kind: cell.kind, id: cell.id } : null;
    assert.deepEqual(fence(line), parsed, line);
  }
});
