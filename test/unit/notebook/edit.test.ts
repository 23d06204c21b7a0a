import assert from "node:assert/strict";
import { test } from "node:test";
import { HglError } from "../../../src/common/errors";
import { editCell, insertCell, moveCell, removeCell, renameCell } from "../../../src/notebook/edit";
import type { Notebook } from "../../../src/notebook/notebook";
import { parseNotebook } from "../../../src/notebook/parse";
import { printNotebook } from "../../../src/notebook/print";

/** One edit as a row: text before, what is done, text after. */
function edits(before: string, edit: (notebook: Notebook) => Notebook, after: string): void {
  assert.equal(printNotebook(edit(parseNotebook(before))), after);
}

const TWO = "---\nhgl: 1\n---\n\nIntro.\n\n```hgl data #d\nsource: x\n```\n\nOutro.";

test("editing a cell writes its lines only", () => {
  edits(TWO, (n) => editCell(n, 1, "source: y\nwindow: 32"), TWO.replace("source: x", "source: y\nwindow: 32"));
  edits(TWO, (n) => editCell(n, 0, "Hello.\n\n"), TWO.replace("Intro.", "Hello."));
  edits(TWO, (n) => editCell(n, 2, "End."), TWO.replace("Outro.", "End."));
  edits(TWO, (n) => editCell(n, 1, ""), TWO.replace("source: x\n", ""));
  edits(
    "a\r\n```hgl data #d\r\nb: 1\r\n```",
    (n) => editCell(n, 1, "b: 1\nc: 2"),
    "a\r\n```hgl data #d\r\nb: 1\r\nc: 2\r\n```",
  );
});

test("lines that stay keep their bytes, even odd ones", () => {
  edits(
    "  ```hgl data #d\n  a: 1\n b: 2\r\n  c: 3\n  ```\n",
    (n) => editCell(n, 0, "a: 1\nb: 2\nc: 4\nd: 5"),
    "  ```hgl data #d\n  a: 1\n b: 2\r\n  c: 4\n  d: 5\n  ```\n",
  );
  edits("one\r\ntwo\nthree\n", (n) => editCell(n, 0, "one\ntwo\nfour"), "one\r\ntwo\nfour\n");
});

test("a fence grows when the text would close it", () => {
  edits(
    "```hgl data #d\na: 1\n```\n",
    (n) => editCell(n, 0, "a: |\n  ```\nb: 1"),
    "````hgl data #d\na: |\n  ```\nb: 1\n````\n",
  );
  edits("~~~hgl data #d\n~~~\n", (n) => editCell(n, 0, "```"), "~~~hgl data #d\n```\n~~~\n");
});

test("prose is read as a file would be", () => {
  edits(
    "a\n",
    (n) => editCell(n, 0, "b\n\n```hgl data #d\nsource: x\n```\n\nc"),
    "b\n\n```hgl data #d\nsource: x\n```\n\nc\n",
  );
  edits(
    "a\n\n```hgl data #d\n```\n",
    (n) => editCell(n, 0, "```python\nx"),
    "```python\nx\n```\n\n```hgl data #d\n```\n",
  );
  edits("a\n\n```hgl data #d\n```\n", (n) => editCell(n, 0, "  \n"), "```hgl data #d\n```\n");
  edits("a\n", (n) => editCell(n, 0, "---\nb"), "\n---\nb\n");
});

test("cells are inserted, removed and moved", () => {
  const fresh = { type: "hgl", kind: "model", id: "m", text: "preset: hglnet-s" } as const;
  edits("", (n) => insertCell(n, 0, fresh), "```hgl model #m\npreset: hglnet-s\n```\n");
  edits(
    "---\nhgl: 1\n---\n",
    (n) => insertCell(n, 0, fresh),
    "---\nhgl: 1\n---\n\n```hgl model #m\npreset: hglnet-s\n```\n",
  );
  edits("a", (n) => insertCell(n, 1, { ...fresh, id: null }), "a\n\n```hgl model\npreset: hglnet-s\n```");
  edits("a\n", (n) => insertCell(n, 1, { type: "prose", text: "b" }), "a\n\n<!-- cell -->\n\nb\n");
  edits(TWO, (n) => removeCell(n, 1), "---\nhgl: 1\n---\n\nIntro.\n\n<!-- cell -->\n\nOutro.");
  edits(TWO, (n) => removeCell(n, 0), TWO.replace("Intro.\n\n", ""));
  edits(TWO, (n) => removeCell(removeCell(removeCell(n, 0), 0), 0), "---\nhgl: 1\n---\n");
  edits(
    TWO,
    (n) => moveCell(n, 1, 0),
    "---\nhgl: 1\n---\n\n```hgl data #d\nsource: x\n```\n\nIntro.\n\n<!-- cell -->\n\nOutro.",
  );
  edits(
    TWO,
    (n) => moveCell(n, 1, 2),
    "---\nhgl: 1\n---\n\nIntro.\n\n<!-- cell -->\n\nOutro.\n\n```hgl data #d\nsource: x\n```",
  );
  edits(TWO, (n) => renameCell(n, 1, "nw"), TWO.replace("#d", "#nw"));
  edits("```hgl data x\n```\n", (n) => renameCell(n, 0, "d"), "```hgl data #d x\n```\n");
});

test("a copied cell keeps its id, for the check to name", () => {
  const copy = { type: "hgl", kind: "data", id: "d", text: "source: y" } as const;
  edits(
    "```hgl data #d\n```\n",
    (n) => insertCell(n, 1, copy),
    "```hgl data #d\n```\n\n```hgl data #d\nsource: y\n```\n",
  );
});

test("an edit that could not be read again is refused", () => {
  const notebook = parseNotebook(TWO);
  const refuses = (edit: () => unknown, message: RegExp): void => {
    assert.throws(
      edit,
      (error) => error instanceof HglError && error.code === "notebook" && message.test(error.message),
    );
  };
  refuses(() => editCell(notebook, 0, "```hgl data #e\n"), /never closed/);
  refuses(() => editCell(notebook, 1, "a: \0"), /NUL/);
  refuses(() => editCell(notebook, 1, "<<<<<<< a\n=======\n>>>>>>> b"), /merge conflict/);
  refuses(() => insertCell(notebook, 0, { type: "hgl", kind: "da ta", id: "e", text: "" }), /no cell can begin/);
  refuses(() => insertCell(notebook, 4, { type: "prose", text: "x" }), /no cell number 4/);
  refuses(() => removeCell(notebook, 3), /no cell number 3/);
  refuses(() => renameCell(notebook, 1, "1"), /cannot be renamed/);
});
