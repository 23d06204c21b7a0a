import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { HglError } from "../../src/common/errors";
import { checkNotebook } from "../../src/notebook/check";
import { editCell, insertCell, moveCell, removeCell } from "../../src/notebook/edit";
import { splitLines, withLf } from "../../src/notebook/lines";
import type { Notebook } from "../../src/notebook/notebook";
import { rawOf } from "../../src/notebook/notebook";
import { NotebookError } from "../../src/notebook/notebookError";
import { parseNotebook } from "../../src/notebook/parse";
import { printNotebook } from "../../src/notebook/print";

const blank = fc.constantFrom("", "", "  ", "\t");

/** Lines that are prose wherever they stand. */
const proseLine = fc.oneof(
  fc.constantFrom(
    "# Title",
    "Text.",
    "- item",
    "> quoted",
    "    code",
    "| a | b |",
    "***",
    "`hgl` inline",
    "Ünïcødé 🦴",
    "trailing  ",
    "\\",
    "===",
    "<b>x</b>",
  ),
  fc
    .string({ unit: "grapheme", maxLength: 30 })
    .filter((text) => !/[\r\n\0\uFEFF]|`{3}|~{3}|<!--|<{7}|>{7}/.test(text) && text.trim() !== "---"),
);

/** Ordinary fences and comments, with what could be taken for cells inside. */
const verbatim = fc.oneof(
  fc
    .record({
      mark: fc.constantFrom("`", "~"),
      length: fc.integer({ min: 3, max: 6 }),
      more: fc.integer({ min: 0, max: 2 }),
      indent: fc.constantFrom("", " ", "   "),
      info: fc.constantFrom("", "python", "yaml {.hgl}", "hglx", "text hgl"),
      body: fc.array(fc.oneof(proseLine, blank, fc.constant("<!-- cell -->")), { maxLength: 4 }),
      quotes: fc.boolean(),
    })
    .map(({ mark, length, more, indent, info, body, quotes }) => {
      const other = mark === "`" ? "~" : "`";
      const quoted = quotes ? [`${other.repeat(3)}hgl train #quoted`, "epochs: 3", other.repeat(3)] : [];
      return [indent + mark.repeat(length) + info, ...body, ...quoted, mark.repeat(length + more) + " ".repeat(more)];
    }),
  fc.constantFrom(
    ["<!-- a comment -->"],
    ["<!--", "```hgl data #hidden", "", "```", "-->"],
    ["````markdown", "```hgl data #shown", "```", "````"],
    ["> ```hgl data #quoted", "> ```"],
  ),
);

const region = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: proseLine.map((line) => [line]) },
      { weight: 2, arbitrary: blank.map((line) => [line]) },
      verbatim,
      fc.constant(["", "<!-- cell -->", ""]),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.flat());

const cellLine = fc.oneof(
  fc.constantFrom(
    "source: ui-prmd",
    "epochs: 20",
    "seeds: [1, 2]",
    "  nested: 1",
    "# comment",
    "bad:value",
    "text: |",
    "  ~~~",
    "  - x",
    "\ttab",
    "",
  ),
  proseLine,
);

const hglLines = fc
  .record({
    mark: fc.constantFrom("`", "~"),
    length: fc.integer({ min: 3, max: 5 }),
    more: fc.integer({ min: 0, max: 2 }),
    indent: fc.constantFrom("", "", " ", "  ", "   "),
    gap: fc.constantFrom("", " ", "  "),
    kind: fc.constantFrom("data", "model", "train", "view", "ablation", ""),
    attributes: fc.constantFrom("", " {folded}", " height=3  x"),
    trailing: fc.constantFrom("", " ", "\t"),
    body: fc.array(cellLine, { maxLength: 5 }),
    deep: fc.boolean(),
  })
  .map((cell) => (id: number) => {
    const fence = cell.mark.repeat(cell.length);
    const body = cell.body
      .filter((line) => !/^ {0,3}(`{3,}|~{3,})/.test(line))
      .map((line) => (cell.deep ? cell.indent : "") + line);
    return [
      `${cell.indent}${fence}${cell.gap}hgl${cell.kind && ` ${cell.kind}`} #c${id}${cell.attributes}${cell.trailing}`,
      ...body,
      `${cell.indent}${fence}${cell.mark.repeat(cell.more)}${cell.trailing}`,
    ];
  });

const frontMatter = fc.constantFrom(
  [],
  ["---", "hgl: 1", "title: A  title", "---"],
  ["--- ", "# comment", "hgl:   1", "id: x", "tags: [a, b]", "defaults:", "  train: {epochs: 3}", "..."],
  ["---", "---"],
);

const eols = fc.oneof(fc.constantFrom(["\n"], ["\r\n"], ["\r"]), fc.constant(["\n", "\r\n", "\n"]));

/** A file that must be accepted, with how many of our cells it holds. */
const file = fc
  .record({
    bom: fc.boolean(),
    front: frontMatter,
    parts: fc.array(fc.tuple(region, hglLines), { maxLength: 5 }),
    last: region,
    endings: eols,
    final: fc.boolean(),
  })
  .map(({ bom, front, parts, last, endings, final }) => {
    const lines = [...front, ...parts.flatMap(([prose, cell], id) => [...prose, ...cell(id)]), ...last];
    // Without front matter the first line must not begin one.
    if (front.length === 0 && /^---[ \t]*$/.test(lines[0] ?? "")) lines.unshift("");
    const text = lines
      .map((line, i) => line + (i < lines.length - 1 || final ? endings[i % endings.length]! : ""))
      .join("");
    return { text: (bom ? "\uFEFF" : "") + text, cells: parts.length };
  });

const inText = (count: number) => ({ numRuns: count });

test("print(parse(text)) is text, byte for byte, and finds every cell", () => {
  fc.assert(
    fc.property(file, ({ text, cells }) => {
      const notebook = parseNotebook(text);
      assert.equal(printNotebook(notebook), text);
      assert.equal(notebook.cells.filter((cell) => cell.type === "hgl").length, cells);
    }),
    inText(3000),
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

const cellText = fc
  .array(fc.oneof(cellLine, fc.constantFrom("```", "~~~~", "  ```hgl train #z", "`````")), { maxLength: 5 })
  .chain((lines) => fc.constantFrom("\n", "\r\n").map((eol) => lines.join(eol)));

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
