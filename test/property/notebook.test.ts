import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { HglError } from "../../src/common/errors";
import { readCellSource, writeCellSource } from "../../src/notebook/cellSource";
import { checkNotebook } from "../../src/notebook/check";
import { editCell, insertCell, moveCell, removeCell } from "../../src/notebook/edit";
import { splitLines, withLf } from "../../src/notebook/lines";
import type { Notebook } from "../../src/notebook/notebook";
import { rawOf } from "../../src/notebook/notebook";
import { NotebookError } from "../../src/notebook/notebookError";
import { parseNotebook } from "../../src/notebook/parse";
import { printNotebook } from "../../src/notebook/print";
import { cellText, file, proseLine, region } from "./notebookFiles";

const inText = (count: number) => ({ numRuns: count });

test("print(parse(text)) is text, byte for byte, and finds every cell", () => {
  fc.assert(
    fc.property(file, ({ text, cells }) => {
      const notebook = parseNotebook(text);
      assert.equal(printNotebook(notebook), text);
      assert.equal(notebook.cells.filter((cell) => cell.type === "hgl").length, cells);
    }),
    inText(5000),
  );
});

test("what the editor shows of a cell says the same as the cell", () => {
  const odd = fc.constantFrom("a b: c", "hgl", "#x", "train #t", "", " ", "x: 1", "# note", "- a");
  fc.assert(
    fc.property(
      file,
      fc.array(odd, { maxLength: 3 }),
      fc.constantFrom("", "d:", "{x}", "ab"),
      ({ text }, body, kind) => {
        const cells = parseNotebook(text).cells.flatMap((cell) => (cell.type === "hgl" ? [cell] : []));
        const made = { kind, id: kind === "" ? null : "a", attributes: "", text: body.join("\n") };
        for (const cell of [...cells, made]) {
          const { kind: word, id, attributes, text: yaml, textOffset } = readCellSource(writeCellSource(cell));
          assert.deepEqual([word, id, attributes, yaml], [cell.kind, cell.id, cell.attributes, cell.text]);
          assert.equal(writeCellSource(cell).slice(textOffset), cell.text);
        }
      },
    ),
    inText(2000),
  );
});

test("of cells that share an id, each but the first has the error, and the text is read", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom("model", "train"), fc.constantFrom("a", "b", "c")), { maxLength: 8 }),
      (ids) => {
        const text = `---\nhgl: 1\n---\n${ids.map(([kind, id]) => `\`\`\`hgl ${kind} #${id}\n\`\`\`\n`).join("")}`;
        const later = ids.flatMap(([, id], i) => (ids.findIndex(([, other]) => other === id) < i ? [i] : []));
        const found = checkNotebook(text).filter(({ code }) => code === "duplicate-id");
        assert.deepEqual(
          found.map(({ cellIndex }) => cellIndex),
          later,
        );
      },
    ),
    inText(500),
  );
});

test("any string is either read and printed unchanged, or refused with a line of its own", () => {
  const pieces = fc.array(
    fc.oneof(
      fc.constantFrom(
        "```",
        "~~~",
        "````",
        "```hgl data #a",
        "```hgl",
        "---",
        "...",
        "<!--",
        "-->",
        "<!-- cell -->",
        "hgl: 1",
        "<<<<<<< a",
        "=======",
        ">>>>>>> b",
        "\0",
        "\uFEFF",
        " ",
        "x: 1",
      ),
      proseLine,
    ),
    { maxLength: 14 },
  );
  fc.assert(
    fc.property(
      pieces,
      fc.constantFrom("\n", "\r\n", "\r", ""),
      (parts, eol) => void acceptedOrRefused(parts.join(eol)),
    ),
    inText(3000),
  );
});

/** Damages that a crash, a merge or a slip of the keyboard does to a file. */
const damage = fc.oneof(
  fc.record({ type: fc.constant("cut" as const), at: fc.double({ min: 0, max: 1, noNaN: true }) }),
  fc.record({ type: fc.constant("drop" as const), at: fc.double({ min: 0, max: 0.999, noNaN: true }) }),
  fc.record({ type: fc.constant("repeat" as const), at: fc.double({ min: 0, max: 0.999, noNaN: true }) }),
  fc.record({ type: fc.constant("nul" as const), at: fc.double({ min: 0, max: 1, noNaN: true }) }),
  fc.record({ type: fc.constant("conflict" as const), at: fc.double({ min: 0, max: 0.999, noNaN: true }) }),
);

test("a damaged file is refused with its line, or keeps all its bytes; it never comes out empty", () => {
  fc.assert(
    fc.property(file, damage, ({ text }, { type, at }) => {
      const lines = splitLines(text);
      const index = Math.floor(at * lines.length);
      const offset = Math.floor(at * text.length);
      const join = (changed: typeof lines): string => changed.map((line) => line.text + line.eol).join("");
      const damaged = {
        cut: () => text.slice(0, offset),
        drop: () => join(lines.filter((_, i) => i !== index)),
        repeat: () => join(lines.flatMap((line, i) => (i === index ? [line, line] : [line]))),
        nul: () => `${text.slice(0, offset)}\0${text.slice(offset)}`,
        conflict: () =>
          join(
            lines.flatMap((line, i) =>
              i === index ? [mark("<<<<<<< ours"), line, mark("======="), mark(">>>>>>> theirs")] : [line],
            ),
          ),
      }[type]();
      const notebook = acceptedOrRefused(damaged);
      if (type === "nul") assert.equal(notebook, null);
      if (notebook && /\S/.test(withoutFront(notebook)))
        assert.ok(notebook.cells.length > 0 || /^\s*(<!-- *cell *-->\s*)*$/.test(withoutFront(notebook)));
    }),
    inText(3000),
  );
});

test("editing one hgl cell changes only its lines, and the cell then says what was written", () => {
  fc.assert(
    fc.property(file, fc.nat(), cellText, ({ text }, pick, wanted) => {
      const notebook = parseNotebook(text);
      const ours = notebook.cells.flatMap((cell, i) => (cell.type === "hgl" ? [i] : []));
      fc.pre(ours.length > 0);
      const index = ours[pick % ours.length]!;
      const edited = editCell(notebook, index, wanted);
      assert.equal(edited.cells[index]!.text, withLf(wanted));
      assert.deepEqual(others(edited, index), others(notebook, index));
      assert.equal(seen(edited, edited.tail), seen(notebook, notebook.tail));
      assert.equal(edited.bom, notebook.bom);
      assert.deepEqual(edited.frontMatter, notebook.frontMatter);
      assert.deepEqual(parseNotebook(printNotebook(edited)), edited);
      // Writing the old text back restores all but a fence that had to grow.
      const restored = editCell(edited, index, notebook.cells[index]!.text);
      assert.equal(restored.cells[index]!.text, notebook.cells[index]!.text);
    }),
    inText(1500),
  );
});

test("writing back the text a cell has, in any line ending, changes nothing", () => {
  fc.assert(
    fc.property(file, fc.constantFrom("\n", "\r\n", "\r"), ({ text }, eol) => {
      const notebook = parseNotebook(text);
      notebook.cells.forEach((cell, i) =>
        assert.equal(editCell(notebook, i, cell.text.split("\n").join(eol)), notebook),
      );
    }),
    inText(1000),
  );
});

test("editing prose leaves every other cell's lines alone", () => {
  fc.assert(
    fc.property(file, fc.nat(), region, ({ text }, pick, wanted) => {
      const notebook = parseNotebook(text);
      const prose = notebook.cells.flatMap((cell, i) => (cell.type === "prose" ? [i] : []));
      fc.pre(prose.length > 0);
      const index = prose[pick % prose.length]!;
      const edited = editCell(notebook, index, wanted.join("\n"));
      const added = edited.cells.length - notebook.cells.length + 1;
      const raws = edited.cells.map((cell) => seen(edited, rawOf(cell)));
      assert.deepEqual(
        [...raws.slice(0, index), ...raws.slice(index + added)],
        others(notebook, index).map(([, raw]) => raw),
      );
      assert.deepEqual(parseNotebook(printNotebook(edited)), edited);
    }),
    inText(1500),
  );
});

test("inserting, moving and removing keep every other cell whole", () => {
  const newCell = fc.oneof(
    cellText.map((text) => ({ type: "hgl", kind: "train", id: "fresh", text }) as const),
    proseLine.filter((line) => line.trim() !== "").map((text) => ({ type: "prose", text }) as const),
    fc.constantFrom("```python\nopen", "<!-- open", "---").map((text) => ({ type: "prose", text }) as const),
  );
  fc.assert(
    fc.property(file, newCell, fc.nat(), fc.nat(), ({ text }, cell, a, b) => {
      const notebook = parseNotebook(text);
      const count = notebook.cells.length;
      const texts = notebook.cells.map((existing) => existing.text);
      const at = a % (count + 1);
      const inserted = insertCell(notebook, at, cell);
      assert.equal(inserted.cells.length, count + 1);
      const here = inserted.cells[at]!;
      assert.ok(here.text.startsWith(withLf(cell.text)), "the new cell says what was given, sealed where it was open");
      assert.deepEqual(
        inserted.cells.filter((_, i) => i !== at).map((existing) => existing.text),
        texts,
      );

      const to = b % (count + 1);
      const moved = moveCell(inserted, at, to);
      const order = inserted.cells.map((existing) => existing.text);
      order.splice(to, 0, ...order.splice(at, 1));
      // A cell that was last may have been open, and is then closed before another.
      moved.cells.forEach((existing, i) => assert.ok(existing.text.startsWith(order[i]!)));

      const removed = removeCell(moved, to);
      assert.equal(removed.cells.length, count);
      assert.equal(removed.bom, notebook.bom);
    }),
    inText(1500),
  );
});

test("checking never throws, and every diagnostic lies in the text", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        file.map(({ text }) => text),
        fc.string({ unit: "binary", maxLength: 200 }),
        fc.string({ maxLength: 60 }).map((text) => `\`\`\`hgl train #t\n${text}\n\`\`\`\n`),
      ),
      (text) => {
        for (const { offset, length, line, message, inCell } of checkNotebook(text)) {
          assert.ok(
            offset >= 0 && length >= 0 && offset + length <= Math.max(text.length, 1) + 1,
            `${offset}+${length} in ${text.length}`,
          );
          assert.ok(line >= 1 && line <= splitLines(text).length + 1);
          assert.ok(message.length > 0);
          assert.ok(inCell === null || inCell.offset >= 0);
        }
      },
    ),
    inText(2000),
  );
});

function acceptedOrRefused(text: string): Notebook | null {
  let notebook: Notebook;
  try {
    notebook = parseNotebook(text);
  } catch (error) {
    assert.ok(error instanceof NotebookError && error instanceof HglError, String(error));
    assert.equal(error.code, "notebook");
    assert.ok(error.line >= 1 && error.line <= splitLines(text).length);
    assert.match(error.message, new RegExp(`^line ${error.line}: `));
    return null;
  }
  assert.equal(printNotebook(notebook), text);
  return notebook;
}

function others(notebook: Notebook, index: number): [string, string][] {
  return notebook.cells
    .map((cell): [string, string] => [cell.before, seen(notebook, rawOf(cell))])
    .filter((_, i) => i !== index);
}

/** A piece as it is printed where a file has no final newline: the last line's ending is then only thought of. */
function seen(notebook: Notebook, raw: string): string {
  return notebook.finalNewline ? raw : raw.replace(/(?:\r\n|\n|\r)$/, "");
}

function withoutFront(notebook: Notebook): string {
  return printNotebook(notebook).slice((notebook.bom ? 1 : 0) + (notebook.frontMatter?.raw.length ?? 0));
}

function mark(text: string) {
  return { text, eol: "\n", offset: 0 };
}
