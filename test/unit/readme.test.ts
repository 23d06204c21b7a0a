import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { checkNotebook } from "../../src/notebook/check";
import { programOn } from "../../src/worker/cli/program";
import { recorder } from "./worker/cli/recorder";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (path: string) => readFileSync(join(root, path), "utf8");
const readme = read("README.md");

test("the README's experiment is a notebook without mistakes", () => {
  const [, example] = /^````markdown\n([^]*?)^````$/m.exec(readme)!;
  assert.deepEqual(checkNotebook(`---\nhgl: 1\n---\n\n${example!}`, { format: () => "hgl" }), []);
});

test("its table of commands names every command, with options that exist", () => {
  const program = programOn(recorder());
  for (const command of program.commands.filter(({ commands }) => commands.length === 0)) {
    if (["train", "serve"].includes(command.name())) continue;
    const row = readme
      .split("\n")
      .find((line) => line.startsWith(`| \`hgl ${command.name()}\``) || line.startsWith(`| \`hgl ${command.name()} `));
    assert.ok(row, command.name());
    const options = new Set(command.options.map(({ long }) => long));
    for (const [option] of row.matchAll(/--[a-z-]+/g)) assert.ok(options.has(option), `${command.name()} ${option}`);
  }
});

test("it names the two commands that a fresh clone needs, and CI calls one of them", () => {
  assert.ok(readme.includes("\nnpm ci && npm start\n") && readme.includes("\nnpm ci && npm test\n"));
  assert.equal(read(".ci/run").trimEnd().split("\n").at(-1), "npm ci && npm test");
});

test("every local link and picture of the documentation leads somewhere", () => {
  const pages = [
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    ...readdirSync(join(root, "docs")).map((name) => `docs/${name}`),
  ];
  let links = 0;
  for (const page of pages) {
    const prose = read(page).replace(/^(`{3,})[^]*?^\1$/gm, "");
    for (const [, target] of prose.matchAll(/\]\((?!https?:)([^)\s]+)\)/g)) {
      const [path, anchor] = target!.split("#");
      const file = path === "" ? join(root, page) : resolve(dirname(join(root, page)), path!);
      assert.ok(existsSync(file), `${page}: ${target}`);
      if (anchor) assert.ok(anchors(readFileSync(file, "utf8")).has(anchor), `${page}: ${target}`);
      links++;
    }
  }
  assert.ok(links > 20);
  const pictures = readdirSync(join(root, "media/screenshots"));
  assert.ok(pictures.length > 0);
  for (const name of pictures) assert.ok(statSync(join(root, "media/screenshots", name)).size < 250_000, name);
});

/** As a forge makes them from headings, and those that are written out. */
function anchors(markdown: string): Set<string> {
  const headings = [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, text]) =>
    text!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, "")
      .replaceAll(" ", "-"),
  );
  return new Set([...headings, ...[...markdown.matchAll(/<a id="([^"]+)">/g)].map(([, id]) => id!)]);
}
