import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import type { RendererName } from "../../src/common/ids";
import { CELL_LANGUAGE, MIME, NOTEBOOK_TYPE, rendererId } from "../../src/common/ids";
import { isNotebookPath } from "../../src/extension/notebookFile";
import { KIND_NAMES, parseNotebook } from "../../src/notebook/index";

const root = fileURLToPath(new URL("../..", import.meta.url));
const text = (path: string): string => readFileSync(join(root, path), "utf8");

interface Menu {
  command: string;
  when?: string;
  group?: string;
}

interface Manifest {
  icon: string;
  main: string;
  l10n: string;
  name: string;
  publisher: string;
  bin: Record<string, string>;
  engines: { vscode: string };
  devDependencies: Record<string, string>;
  activationEvents: string[];
  capabilities: { untrustedWorkspaces: { supported: string; restrictedConfigurations: string[] } };
  contributes: {
    languages: { id: string; configuration: string }[];
    grammars: { path: string; scopeName: string }[];
    notebooks: { type: string; selector: { filenamePattern: string }[]; priority: string }[];
    notebookRenderer: { id: string; entrypoint: string; mimeTypes: string[]; requiresMessaging?: string }[];
    commands: { command: string; title: string; category: string; icon?: string; enablement?: string }[];
    menus: Record<string, Menu[]>;
    keybindings: { command: string; key: string; when: string }[];
    viewsContainers: Record<string, { id: string; icon: string }[]>;
    views: Record<string, { id: string; icon: string }[]>;
    viewsWelcome: { view: string; contents: string; when?: string }[];
    walkthroughs: {
      id: string;
      icon: string;
      steps: { id: string; description: string; media: { svg: string }; completionEvents?: string[] }[];
    }[];
    configuration: { properties: Record<string, { scope: string; default: unknown }> };
    colors: { id: string; defaults: Record<string, string> }[];
  };
}

const manifest = JSON.parse(text("package.json")) as Manifest;
const { contributes } = manifest;
const words = JSON.parse(text("package.nls.json")) as Record<string, string>;
const commands = contributes.commands.map(({ command }) => command);
const sources = readdirSync(join(root, "src/extension"), { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => text(`src/extension/${name}`));
/** Commands of the editor that our own buttons and links lead to. */
const THEIRS = [
  "notebook.cell.execute",
  "vscode.openFolder",
  "workbench.trust.manage",
  "workbench.action.openWalkthrough",
];

test("every file the manifest names exists", () => {
  const named = [
    manifest.icon,
    manifest.l10n,
    ...Object.values(manifest.bin),
    ...contributes.languages.map(({ configuration }) => configuration),
    ...contributes.grammars.map(({ path }) => path),
    ...Object.values(contributes.viewsContainers).flatMap((containers) => containers.map(({ icon }) => icon)),
    ...Object.values(contributes.views).flatMap((views) => views.map(({ icon }) => icon)),
    ...contributes.walkthroughs.flatMap(({ icon, steps }) => [icon, ...steps.map(({ media }) => media.svg)]),
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

test("notebook, cells and renderers are called as the code calls them", () => {
  const [notebook] = contributes.notebooks;
  assert.equal(notebook!.type, NOTEBOOK_TYPE);
  assert.deepEqual(notebook!.selector, [{ filenamePattern: "*.hgl.md" }]);
  assert.ok(isNotebookPath(`/${notebook!.selector[0]!.filenamePattern.replace("*", "a")}`));
  assert.ok(manifest.activationEvents.includes(`onNotebook:${NOTEBOOK_TYPE}`));
  assert.ok(contributes.languages.some(({ id }) => id === CELL_LANGUAGE));
  const names = Object.keys(MIME) as RendererName[];
  assert.deepEqual(
    contributes.notebookRenderer.map(({ id, entrypoint, mimeTypes }) => ({ id, entrypoint, mimeTypes })),
    names.map((name) => ({
      id: rendererId(name),
      entrypoint: `./dist/renderers/${name}.mjs`,
      mimeTypes: [MIME[name]],
    })),
  );
});

test("each renderer is one that the bundler builds, and only those that ask for something need messages", () => {
  for (const { id, entrypoint, requiresMessaging } of contributes.notebookRenderer) {
    const name = /([a-z]+)\.mjs$/.exec(entrypoint)![1]!;
    assert.ok(existsSync(join(root, `src/renderers/${name}/index.ts`)), id);
    assert.ok(existsSync(join(root, entrypoint)), `${entrypoint} is not built: run npm run build first`);
    assert.equal(
      requiresMessaging,
      ["training", "figure", "model", "data", "confusion", "embedding"].includes(name) ? "optional" : undefined,
      id,
    );
  }
});

test("the commands offered, registered and placed are the same", () => {
  assert.equal(new Set(commands).size, commands.length);
  const registered = sources.flatMap((source) =>
    [...source.matchAll(/registerCommand\(\s*"([^"]+)"/g)].map(([, command]) => command!),
  );
  assert.deepEqual(registered.sort(), [...commands].sort());
  const placed = Object.entries(contributes.menus).flatMap(([, items]) => items.map(({ command }) => command));
  assert.deepEqual(
    [...new Set(placed)].filter((command) => !commands.includes(command)),
    [],
  );
  // What no menu but the palette shows is there without a condition that never holds.
  const hidden = contributes.menus.commandPalette!.filter(({ when }) => when === "false").map(({ command }) => command);
  const elsewhere = new Set(
    Object.entries(contributes.menus).flatMap(([menu, items]) =>
      menu === "commandPalette" ? [] : items.map(({ command }) => command),
    ),
  );
  assert.deepEqual(
    hidden.filter((command) => !elsewhere.has(command)),
    [],
  );
});

test("what the notebook's toolbar shows is reached with either of the editor's two toolbars", () => {
  const ours = (menu: string) => contributes.menus[menu]!.map(({ command }) => command);
  assert.deepEqual(ours("editor/title"), ours("notebook/toolbar"));
  for (const command of ["restartWorker", "selectDevice", "exportNotebook", "openRunFolder"])
    assert.ok(ours("notebook/toolbar").includes(`hocslm.${command}`), command);
  for (const { when } of [...contributes.menus["notebook/toolbar"]!, ...contributes.menus["notebook/cell/title"]!])
    assert.ok(when?.includes(`notebookType == '${NOTEBOOK_TYPE}'`), when);
  for (const { when } of contributes.menus["editor/title"]!)
    assert.match(when!, /config\.notebook\.globalToolbar != true/);
});

test("every menu item has a place, and every command a category and an icon", () => {
  for (const [menu, items] of Object.entries(contributes.menus))
    if (menu !== "commandPalette") for (const { command, group } of items) assert.ok(group, `${menu}: ${command}`);
  for (const { command, category, icon } of contributes.commands) {
    assert.equal(category, "HocSLM", command);
    assert.match(icon ?? "", /^\$\([a-z-]+\)$/, command);
  }
});

test("keys lead to commands that exist, inside our notebooks and views only", () => {
  for (const { command, key, when } of contributes.keybindings) {
    assert.ok(commands.includes(command) || THEIRS.includes(command), key);
    assert.match(when, new RegExp(`notebookType == '${NOTEBOOK_TYPE}'|focusedView == hocslm\\.runs`), key);
    // A bare letter or digit would otherwise be swallowed while one types.
    if (/^[a-z0-9]( |$)/.test(key)) assert.match(when, /!inputFocus/, key);
  }
});

test("links of the welcome views and the walkthrough lead to commands, and steps end by events that happen", () => {
  const known = new Set([...commands, ...THEIRS, "hocslm.runs.focus"]);
  const viewIds = Object.values(contributes.views).flatMap((views) => views.map(({ id }) => id));
  for (const { view } of contributes.viewsWelcome) assert.ok(viewIds.includes(view));
  for (const file of ["package.nls.json", "package.nls.zh-cn.json"]) {
    const linked = [...text(file).matchAll(/\(command:([\w.]+)(?:\?([^)\s]+))?\)/g)];
    assert.ok(linked.length >= 9, file);
    for (const [, command, argument] of linked) {
      assert.ok(known.has(command!), `${file}: ${command}`);
      if (argument) assert.ok(JSON.parse(decodeURIComponent(argument)), `${file}: ${argument}`);
    }
    const walkthroughs = contributes.walkthroughs.map(({ id }) => `${manifest.publisher}.${manifest.name}#${id}`);
    const opened = linked.flatMap(([, command, argument]) =>
      command === "workbench.action.openWalkthrough" ? [JSON.parse(decodeURIComponent(argument!)) as string] : [],
    );
    for (const id of opened) assert.ok(walkthroughs.includes(id), id);
  }
  for (const { id, steps } of contributes.walkthroughs) {
    assert.ok(steps.length >= 5, id);
    for (const event of steps.flatMap(({ completionEvents = [] }) => completionEvents)) {
      const [kind, of] = event.split(":") as [string, string];
      assert.ok(kind === "onCommand" ? known.has(of) || of === "notebook.execute" : viewIds.includes(of), event);
    }
  }
});

test("pictures of the walkthrough take the theme's colours, and bring nothing that a page could run", () => {
  for (const { steps } of contributes.walkthroughs)
    for (const { media } of steps) {
      const picture = text(media.svg);
      assert.match(picture, /^<svg [^>]*viewBox="0 0 \d+ \d+"/);
      assert.match(picture, /<title>[^<]+<\/title>/);
      // The page's policy forbids styles of a picture's own.
      assert.doesNotMatch(picture, /<script|<style|<image|<foreignObject|\son\w+=|\sstyle=|href=/i);
      const colours = [...picture.matchAll(/(?:fill|stroke)="([^"]+)"/g)].map(([, colour]) => colour!);
      assert.deepEqual(
        colours.filter((colour) => colour !== "none" && !/^var\(--vscode-[\w-]+, .+\)$/.test(colour)),
        [],
      );
    }
});

test("what starts a program or changes runs is closed until the workspace is trusted, and checks that itself", () => {
  const open = contributes.commands
    .filter(({ enablement }) => !/\bisWorkspaceTrusted\b/.test(enablement ?? ""))
    .map(({ command }) => command.replace("hocslm.", ""));
  assert.deepEqual(open.sort(), [
    "checkNotebook",
    "forgetKeys",
    "newNotebook",
    "openAsNotebook",
    "openAsText",
    "openRunFolder",
    "openSample",
    "runs.copyId",
    "runs.open",
    "runs.refresh",
    "runs.reveal",
    "showLog",
    "showPerformance",
    "whyRestricted",
  ]);
  assert.equal(manifest.capabilities.untrustedWorkspaces.supported, "limited");
});

test("settings are those that the code reads; one that names a program is not taken from a folder one does not trust", () => {
  const settings = Object.keys(contributes.configuration.properties);
  const read = sources.flatMap((source) =>
    [...source.matchAll(/getConfiguration\("hocslm"[^)]*\)\s*\.get\("(\w+)"/g)].map(([, name]) => `hocslm.${name}`),
  );
  assert.deepEqual([...new Set(read)].sort(), [...settings].sort());
  assert.deepEqual(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations, ["hocslm.nodePath"]);
  assert.equal(contributes.configuration.properties["hocslm.nodePath"]!.scope, "machine-overridable");
});

test("the user's guide names every setting with its default, every key and every colour", () => {
  const guide = text("docs/editor.md");
  for (const [name, { default: value }] of Object.entries(contributes.configuration.properties)) {
    const row = guide.split("\n").find((line) => line.startsWith(`| \`${name}\` |`));
    assert.equal(row?.split("|")[2]?.trim(), value === "" ? "empty" : `\`${JSON.stringify(value)}\``, name);
  }
  for (const { key } of contributes.keybindings) {
    const written = /^\S \S$/.test(key)
      ? [...key.toUpperCase()]
          .filter((letter) => letter !== " ")
          .map((letter) => `\`${letter}\``)
          .join(" ")
      : key.replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
    assert.ok(guide.includes(`| ${written}`), key);
  }
  for (const { id } of contributes.colors) assert.ok(guide.includes(`\`${id}\``), id);
});

test("colours are those that the code uses, with a default for each kind of theme", () => {
  const used = sources.flatMap((source) => [...source.matchAll(/ThemeColor\("(hocslm\.\w+)"\)/g)].map(([, id]) => id!));
  assert.deepEqual([...new Set(used)].sort(), contributes.colors.map(({ id }) => id).sort());
  for (const { defaults } of contributes.colors)
    assert.deepEqual(Object.keys(defaults).sort(), ["dark", "highContrast", "highContrastLight", "light"]);
});

test("every word of the manifest stands in package.nls.json, and every word there is used", () => {
  const used = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value === "string") {
      const key = /^%([^%]+)%$/.exec(value)?.[1];
      if (key) used.add(key);
      // The editor replaces a placeholder only where it is the whole string.
      else assert.doesNotMatch(value, /%[\w.]+%/);
    } else if (typeof value === "object" && value !== null) Object.values(value).forEach(visit);
  };
  visit(manifest);
  assert.deepEqual([...used].sort(), Object.keys(words).sort());
  for (const { command, title } of contributes.commands) assert.match(title, /^%.+%$/, command);
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
