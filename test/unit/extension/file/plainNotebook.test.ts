import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { HglError } from "../../../../src/common/errors";
import type { PlainNotebook } from "../../../../src/extension/file/plainNotebook";
import { METADATA_KEY, notebookText, readNotebook, writeNotebook } from "../../../../src/extension/file/plainNotebook";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** As the editor gives it back: through JSON. */
function kept(notebook: PlainNotebook): PlainNotebook {
  return JSON.parse(JSON.stringify(notebook)) as PlainNotebook;
}

function refuses(act: () => unknown, message: RegExp): void {
  assert.throws(act, (error) => error instanceof HglError && error.code === "notebook" && message.test(error.message));
}

const FILE =
  "\uFEFF---\nhgl: 1\ndefaults: { train: { lr: .inf } }\n---\n\nIntro.\n\n\n~~~hgl data #d\nsource: x\n~~~\n\nOutro.";

test("a notebook's bytes come back as they were", () => {
  const samples = fileURLToPath(new URL("../../../../media/notebooks", import.meta.url));
  const files = readdirSync(samples).map((name) => readFileSync(join(samples, name)));
  assert.ok(files.length > 0);
  for (const file of [...files, bytes(FILE), bytes("\uFEFF"), bytes("\n"), bytes("a\r\nb\rc")])
    assert.deepEqual(writeNotebook(kept(readNotebook(file))), new Uint8Array(file));
});

test("cells are Markdown and ours", () => {
  assert.deepEqual(
    readNotebook(bytes(FILE)).cells.map(({ markup, language, source }) => [markup, language, source]),
    [
      [true, "markdown", "Intro."],
      [false, "hgl", "data #d\nsource: x"],
      [true, "markdown", "Outro."],
    ],
  );
});

test("a file of no bytes is a new notebook, and gets its front matter when it is saved", () => {
  const empty = kept(readNotebook(new Uint8Array()));
  assert.deepEqual(empty.cells, []);
  const cell = { markup: false, language: "hgl", source: "data #d\nsource: x", metadata: {} };
  assert.equal(notebookText({ ...empty, cells: [cell] }), "---\nhgl: 1\n---\n\n```hgl data #d\nsource: x\n```\n");
});

test("cells made in memory, in any language, are written", () => {
  const cells = [
    { markup: true, language: "markdown", source: "# T\r\nx", metadata: {} },
    { markup: false, language: "python", source: "print()", metadata: {} },
  ];
  assert.equal(
    notebookText({ metadata: {}, cells }),
    "---\nhgl: 1\n---\n\n# T\nx\n\n<!-- cell -->\n\n```python\nprint()\n```\n",
  );
});

test("a damaged file is refused with its line, and never read as an empty notebook", () => {
  refuses(() => readNotebook(bytes("a\n\n```hgl data #d\nsource: x\n")), /^line 3: the cell #d is never closed; .+\.$/);
  refuses(() => readNotebook(bytes("a\n<<<<<<< b\n=======\n>>>>>>> c\n")), /^line 2: .*merge conflict/);
  refuses(() => readNotebook(bytes("a\0")), /^line 1: .*NUL/);
  refuses(() => readNotebook(new Uint8Array([0x61, 0x0a, 0x0a, 0xe9, 0x0a])), /^line 3: .*not UTF-8/);
  refuses(() => readNotebook(bytes("a\nü").subarray(0, 3)), /^line 2: .*not UTF-8/);
  refuses(() => readNotebook(new Uint8Array([0xff, 0xfe, 0x61, 0])), /UTF-16/);
});

test("what can stand in no notebook is not saved", () => {
  const { metadata, cells } = readNotebook(bytes(FILE));
  refuses(() => writeNotebook({ metadata, cells: [{ ...cells[0]!, source: "a\0" }] }), /^cell 1: .*NUL byte/);
});

test("metadata that another extension wrote over costs the layout, never the text", () => {
  const { metadata, cells } = kept(readNotebook(bytes(FILE)));
  const frame = metadata[METADATA_KEY] as Record<string, unknown>;
  for (const other of [
    null,
    1,
    "x",
    {},
    { ...frame, eol: "x" },
    { ...frame, frontMatter: "a" },
    { ...frame, top: 1 },
  ]) {
    const text = notebookText({ metadata: { [METADATA_KEY]: other }, cells });
    assert.ok(text.startsWith("---\nhgl: 1\n---\n\nIntro.\n\n\n~~~hgl data #d\nsource: x\n~~~\n\nOutro.\n"), text);
  }
  for (const other of [null, [], { after: "hgl" }, { after: "prose", cell: { type: "hgl" } }, { after: 1, cell: {} }]) {
    const broken = cells.map((cell) => ({ ...cell, metadata: { [METADATA_KEY]: other } }));
    const text = notebookText({ metadata, cells: broken });
    assert.ok(text.endsWith("\n\nIntro.\n\n```hgl data #d\nsource: x\n```\n\nOutro."), text);
  }
});
