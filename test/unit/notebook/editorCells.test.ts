import assert from "node:assert/strict";
import { test } from "node:test";
import { HglError } from "../../../src/common/errors";
import type { EditedCell } from "../../../src/notebook/editorCells";
import { fromEditorCells, NEW_FRAME, toEditorCells } from "../../../src/notebook/editorCells";
import { parseNotebook } from "../../../src/notebook/parse";

/** One session in the editor as a row: the file, what is done to its cells, the file saved. */
function session(before: string, act: (cells: EditedCell[]) => EditedCell[], after: string): void {
  const { frame, cells } = toEditorCells(parseNotebook(before));
  assert.equal(fromEditorCells(frame, act(cells)), after);
}

const source = (index: number, text: string) => (cells: EditedCell[]) =>
  cells.map((cell, i) => (i === index ? { ...cell, source: text } : cell));
const fresh = (kind: "prose" | "hgl", text: string): EditedCell => ({ kind, source: text, origin: null });

const FILE = "---\nhgl: 1\n---\n\nIntro.\n\n```hgl data #d\nsource: x\n```\n\nOutro.";

test("cells are shown as Markdown, and as a header line above YAML", () => {
  const { cells } = toEditorCells(parseNotebook(FILE));
  assert.deepEqual(
    cells.map(({ kind, source: text }) => [kind, text]),
    [
      ["prose", "Intro."],
      ["hgl", "data #d\nsource: x"],
      ["prose", "Outro."],
    ],
  );
});

test("only what was edited is written anew", () => {
  session(FILE, (cells) => cells, FILE);
  session(FILE, source(1, "data #d\nsource: x\nwindow: 32"), FILE.replace("source: x", "source: x\nwindow: 32"));
  session(FILE, source(1, "data #e {folded}\nsource: x"), FILE.replace("#d", "#e {folded}"));
  session(FILE, source(0, "Hello.\n\nThere."), FILE.replace("Intro.", "Hello.\n\nThere."));
  session(
    "~~~~  hgl  data   #d  \r\na: 1\r\n~~~~~ \r\n",
    source(0, "train #d\na: 1\nb: 2"),
    "~~~~  hgl train #d\r\na: 1\r\nb: 2\r\n~~~~~ \r\n",
  );
});

test("cells are inserted, deleted, moved and copied; prose beside prose stays apart", () => {
  session(FILE, ([a, b, c]) => [a!, c!, b!], FILE.replace(/(```hgl[^]*```)\n\n(Outro\.)/, "<!-- cell -->\n\n$2\n\n$1"));
  session(FILE, ([a, , c]) => [a!, c!], "---\nhgl: 1\n---\n\nIntro.\n\n<!-- cell -->\n\nOutro.");
  session(FILE, () => [], "---\nhgl: 1\n---");
  session(
    FILE,
    ([a, b, c]) => [fresh("hgl", "model #m\npreset: hglnet"), a!, b!, b!, c!],
    FILE.replace("Intro.", "```hgl model #m\npreset: hglnet\n```\n\nIntro.").replace(
      "Outro.",
      "```hgl data #d\nsource: x\n```\n\nOutro.",
    ),
  );
  session("a\n\n<!-- cell -->\n\nb\n", ([a, b]) => [b!, a!], "b\n\n<!-- cell -->\n\na\n");
  session(
    "a\n\n<!-- cell -->\n\nb\n",
    ([a, b]) => [a!, fresh("hgl", "data #d"), b!],
    "a\n\n```hgl data #d\n```\n\nb\n",
  );
  session("a\n```hgl data #d\n```\n", ([a, b]) => [b!, a!], "```hgl data #d\n```\n\na\n");
  session("", () => [fresh("prose", "a")], "a\n");
});

test("cells are split, joined and change their kind", () => {
  session(
    FILE,
    ([a, b, c]) => [a!, { ...b!, source: "data #d" }, { ...b!, source: "source: x" }, c!],
    FILE.replace("source: x\n```", "```\n\n```hgl\nsource: x\n```"),
  );
  session(
    FILE,
    ([a, , c]) => [{ ...a!, source: "Intro.\nOutro." }, c!].slice(0, 1),
    "---\nhgl: 1\n---\n\nIntro.\nOutro.",
  );
  session(
    FILE,
    ([a, b, c]) => [a!, { ...b!, kind: "prose" }, c!],
    FILE.replace(/```hgl (data #d\n)([^]*)\n```/, "<!-- cell -->\n\n$1$2").replace(
      "\n\nOutro",
      "\n\n<!-- cell -->\n\nOutro",
    ),
  );
  session("model #m\n", ([a]) => [{ ...a!, kind: "hgl" }], "```hgl model #m\n```\n");
});

test("a code cell of another language is an ordinary fence", () => {
  const python = { ...fresh("hgl", "print(1)"), language: "python" };
  session(
    FILE,
    ([a, b, c]) => [a!, b!, python, c!],
    FILE.replace("Outro.", "```python\nprint(1)\n```\n\n<!-- cell -->\n\nOutro."),
  );
  session(
    "",
    () => [{ ...python, source: "a\n```hgl data #d\n````" }],
    "`````python\na\n```hgl data #d\n````\n`````\n",
  );
});

test("what prose leaves open is closed, before a cell that it would hide", () => {
  session(FILE, source(0, "```python\nx"), FILE.replace("Intro.", "```python\nx\n```"));
  session(FILE, source(2, "<!-- x"), FILE.replace("Outro.", "<!-- x\n-->"));
  session(
    FILE,
    source(0, "```python\nx\n```hgl view #v"),
    FILE.replace("Intro.", "```python\nx\n```\n```hgl view #v\n```"),
  );
  session(FILE, source(0, "```hgl a #b\n```hgl c #d"), FILE.replace("Intro.", "```hgl a #b\n```\n```hgl c #d\n```"));
  // The file's own last fence is open until something follows it.
  session("a\n\n<!-- cell -->\n\n```x\ny\n", (cells) => cells, "a\n\n<!-- cell -->\n\n```x\ny\n");
  session("a\n\n<!-- cell -->\n\n```x\ny\n", ([a, b]) => [b!, a!], "```x\ny\n```\n\n<!-- cell -->\n\na\n");
});

test("fences give way to what stands in them", () => {
  session(FILE, source(1, "data #d\na: |\n  ```"), FILE.replace(/```hgl[^]*```/, "````hgl data #d\na: |\n  ```\n````"));
  session(FILE, source(1, "data #d `x`\n~~~"), FILE.replace(/```hgl[^]*```/, "~~~~hgl data #d `x`\n~~~\n~~~~"));
});

test("what a text begins with is not taken for the beginning of a file", () => {
  session("a\n", source(0, "---\nhgl: 7\n---"), "\n---\nhgl: 7\n---\n");
  session("a\n", source(0, "\uFEFFa"), "\n\uFEFFa\n");
  session("\uFEFFa\n", source(0, "b"), "\uFEFFb\n");
});

test("a new file gets its front matter", () => {
  assert.equal(fromEditorCells(NEW_FRAME, []), "---\nhgl: 1\n---\n");
  assert.equal(
    fromEditorCells(NEW_FRAME, [fresh("prose", "# T"), fresh("hgl", "data #d\nsource: x")]),
    "---\nhgl: 1\n---\n\n# T\n\n```hgl data #d\nsource: x\n```\n",
  );
});

test("a NUL byte and the markers of a conflict are refused, with the cell that holds them", () => {
  const refuses = (act: (cells: EditedCell[]) => EditedCell[], message: RegExp): void => {
    const { frame, cells } = toEditorCells(parseNotebook(FILE));
    assert.throws(
      () => fromEditorCells(frame, act(cells)),
      (error) => error instanceof HglError && error.code === "notebook" && message.test(error.message),
    );
  };
  refuses(source(1, "data #d\na: \0"), /^cell 2: .*NUL byte.* nothing was saved; delete it/);
  refuses(source(2, "<<<<<<< a\nx\n=======\ny\n>>>>>>> b"), /^cell 3: .*merge conflict.* nothing was saved; choose/);
});

test("a tidy file's cells carry nothing along, so that two versions of it differ only in what they say", () => {
  const kept = (text: string): boolean[] =>
    toEditorCells(parseNotebook(text)).cells.map(({ origin }) => origin !== null);
  assert.deepEqual(kept(FILE), [false, false, false]);
  assert.deepEqual(kept(FILE.replaceAll("\n", "\r\n")), [false, false, false]);
  assert.deepEqual(kept("\n\na\n\n<!-- cell -->\n\nb\n```hgl data #d\n```\n\n\nc\n"), [false, false, true, true]);
  assert.deepEqual(kept("~~~hgl data #d\n~~~\n\n```hgl  data #e\n```\n\n```x\n"), [true, true, true]);
});
