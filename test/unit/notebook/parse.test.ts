import assert from "node:assert/strict";
import { test } from "node:test";
import { HglError } from "../../../src/common/errors";
import type { FindingCode } from "../../../src/notebook/findings";
import { NotebookError } from "../../../src/notebook/notebookError";
import { parseNotebook } from "../../../src/notebook/parse";
import { printNotebook } from "../../../src/notebook/print";

/** Cells as one word each: `prose`, or `kind#id`. */
function reads(text: string, ...cells: string[]): void {
  const notebook = parseNotebook(text);
  assert.deepEqual(
    notebook.cells.map((cell) => (cell.type === "prose" ? "prose" : `${cell.kind}#${cell.id}`)),
    cells,
    JSON.stringify(text),
  );
  assert.equal(printNotebook(notebook), text);
}

function refuses(text: string, code: FindingCode, line: number): void {
  assert.throws(
    () => parseNotebook(text),
    (error) => {
      assert.ok(error instanceof NotebookError && error instanceof HglError);
      assert.deepEqual([error.finding.code, error.line, error.code], [code, line, "notebook"], JSON.stringify(text));
      assert.match(error.message, new RegExp(`^line ${line}: .+\\.$`));
      return true;
    },
  );
}

const CELL = "```hgl data #a\nsource: ui-prmd\n```\n";

test("a file is cut into prose and cells", () => {
  reads("");
  reads("\uFEFF");
  reads("\n\n");
  reads("# Title", "prose");
  reads(CELL, "data#a");
  reads("a\n" + CELL + "b\n", "prose", "data#a", "prose");
  reads("---\nhgl: 1\n---\n\n" + CELL, "data#a");
  reads("\uFEFF---\r\nhgl: 1\r\n---\r\n```hgl data #a\r\n```", "data#a");
  reads("~~~~ hgl train #t {folded} x=1\nepochs: 2\n~~~~~\n", "train#t");
  reads("   ```hgl data #a\n   source: x\n  ```  \n", "data#a");
  reads("a\n\n<!-- cell -->\n\nb\n", "prose", "prose");
  reads("```hgl\n```\n", "#null");
  reads("```hgl #x\n```\n", "#x");
  reads(CELL + "\n" + CELL, "data#a", "data#a");
});

test("every other fence stays in the prose", () => {
  reads("```python\nprint()\n```\n", "prose");
  reads("````markdown\n```hgl data #a\n```\n````\n", "prose");
  reads("~~~\n```hgl data #a\n```\n~~~\n", "prose");
  reads("```hglx data #a\n```\n", "prose");
  reads("    ```hgl data #a\n    ```\n", "prose");
  reads("> ```hgl data #a\n> ```\n", "prose");
  reads("<!--\n```hgl data #a\n```\n-->\n", "prose");
  reads("```python\nopen to the end", "prose");
  reads("```\n<!-- cell -->\n```\n", "prose");
  reads("```\n<<<<<<< a\n=======\n>>>>>>> b\n```\n", "prose");
  reads("Title\n=======\n\n>>>>>>> deep\n", "prose");
});

test("a cell's text loses indentation and endings, and nothing else", () => {
  const { cells } = parseNotebook("  ```hgl data #a x y\r\n  one: 1\r\n two: 2\r\n    three: 3\r\n\r\n  ```\r\n");
  const cell = cells[0]!;
  assert.ok(cell.type === "hgl");
  assert.equal(cell.text, "one: 1\ntwo: 2\n  three: 3\n");
  assert.equal(cell.attributes, "x y");
});

test("the front matter is read", () => {
  const { frontMatter } = parseNotebook(
    "---\nhgl: 1\nid: n-1\ntitle: My run\ndefaults: { train: { epochs: 3 } }\nlayout: post\n---\n",
  );
  assert.deepEqual(
    [frontMatter?.format, frontMatter?.id, frontMatter?.title, frontMatter?.defaults["train"]?.["epochs"]],
    [1, "n-1", "My run", 3],
  );
  assert.equal(parseNotebook("---\ntitle: 2024\n---\n").frontMatter?.title, "2024");
  assert.equal(parseNotebook("text\n---\nhgl: 9\n---\n").frontMatter, null);
});

test("a damaged file is refused with its line", () => {
  refuses("---\nhgl: 1\n", "front-matter-open", 1);
  refuses("---\nhgl: 1\ntitle: [\n---\n", "front-matter", 3);
  refuses("---\nhgl: 1\nhgl: 1\n---\n", "front-matter", 3);
  refuses("---\nid: 7\n---\n", "front-matter", 2);
  refuses("---\n- a\n---\n", "front-matter", 2);
  refuses("---\nhgl: 1\ndefaults:\n  train: 3\n---\n", "front-matter", 4);
  refuses("---\ntitle: x\nhgl: 2\n---\n", "format-version", 3);
  refuses("---\nhgl: one\n---\n", "format-version", 2);
  refuses("a\n\n```hgl data #a\nsource: x\n", "unclosed-fence", 3);
  refuses("```hgl data #a\nsource: x\n\n" + CELL.replace("#a", "#b"), "unclosed-fence", 1);
  refuses("````hgl data #a\nsource: x\n```\n", "unclosed-fence", 1);
  refuses("```python\nx = 1\n\n" + CELL, "hidden-cell", 1);
  refuses("text\n~~~\n\n" + CELL, "hidden-cell", 2);
  refuses("<!-- note\n\n" + CELL, "hidden-cell", 1);
  refuses("# a\n\0\n", "nul-byte", 2);
  refuses("# a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> theirs\n", "merge-conflict", 2);
  refuses("```hgl data #a\n<<<<<<< HEAD\nwindow: 64\n=======\nwindow: 52\n>>>>>>> theirs\n```\n", "merge-conflict", 2);
  refuses("<<<<<<< HEAD\n```hgl data #a\n=======\n```hgl data #b\n>>>>>>> theirs\n```\n", "merge-conflict", 1);
});

test("the message names what a reader has to look for", () => {
  const message = (text: string): string => {
    try {
      parseNotebook(text);
      return "";
    } catch (error) {
      return (error as Error).message;
    }
  };
  assert.equal(
    message("```hgl data #a\nx: 1\n"),
    "line 1: the cell #a is never closed; add a closing fence line after its last line.",
  );
  assert.match(
    message("```hgl data #a\n" + CELL.replace("#a", "#b")),
    /the cell #a is never closed before the next cell starts at line 2/,
  );
});
