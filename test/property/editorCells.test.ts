import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { HglError } from "../../src/common/errors";
import { readCellSource } from "../../src/notebook/cellSource";
import type { EditedCell, EditorFrame } from "../../src/notebook/editorCells";
import { fromEditorCells, NEW_FRAME, toEditorCells } from "../../src/notebook/editorCells";
import { withLf } from "../../src/notebook/lines";
import type { Cell } from "../../src/notebook/notebook";
import { rawOf } from "../../src/notebook/notebook";
import { parseNotebook } from "../../src/notebook/parse";
import { cellText, file, region } from "./notebookFiles";

interface Editor {
  readonly frame: EditorFrame;
  readonly cells: readonly EditedCell[];
}

/** As an editor keeps it: everything has been through JSON. */
function opened(text: string): Editor {
  return JSON.parse(JSON.stringify(toEditorCells(parseNotebook(text)))) as Editor;
}

const header = fc.oneof(
  fc.constantFrom(
    "train #base",
    "data #a {folded}",
    "model",
    "#only",
    "",
    "data #",
    "hgl",
    "hgl a:b #c",
    "view #v a `tick`",
    "train `",
    "  spaced   #out  x ",
    "a #b #c",
    "source: no-header",
    "Ünï #x",
    "data\u2028#x\u00a0y",
    "\uFEFFdata #x",
    "```",
    "~~~ ` ~~~",
  ),
  fc.string({ unit: "grapheme", maxLength: 20 }),
);

const ours = fc
  .tuple(header, cellText, fc.constantFrom("\n", "\r\n", "\r"))
  .map(([first, text, eol]) => withLf(`${first}\n${text}`).split("\n").join(eol));

const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "```",
        "````",
        "~~~",
        "   ```",
        "```python",
        "~~~~ x",
        "```hgl train #z",
        "~~~hgl data #y",
        "  ````hgl",
        "<!--",
        "-->",
        "<!-- cell -->",
        "<!-- a -->",
        "---",
        "...",
        "hgl: 1",
        "\uFEFF",
        "\uFEFF---",
        "=======",
        "",
        " ",
        "\t",
        "x",
        "- ```hgl",
        "\u2028```",
        "a\rb",
      ),
      fc.string({ unit: "binary", maxLength: 12 }),
    ),
    { maxLength: 10 },
  )
  .chain((lines) => fc.constantFrom("\n", "\r\n", "\r").map((eol) => lines.join(eol)));

const prose = fc.oneof(
  region.map((lines) => lines.join("\n")),
  hostile,
);

const step = fc.oneof(
  fc.record({ type: fc.constant("prose" as const), at: fc.nat(), source: prose }),
  fc.record({ type: fc.constant("ours" as const), at: fc.nat(), source: fc.oneof(ours, hostile) }),
  fc.record({
    type: fc.constant("language" as const),
    at: fc.nat(),
    language: fc.constantFrom("python", "c++", "a`b c"),
  }),
  fc.record({
    type: fc.constant("type" as const),
    at: fc.nat(),
    place: fc.nat(),
    text: fc.oneof(hostile, fc.string()),
  }),
  fc.record({ type: fc.constant("insert" as const), at: fc.nat(), kind: kind(), source: fc.oneof(prose, ours) }),
  fc.record({ type: fc.constant("delete" as const), at: fc.nat() }),
  fc.record({ type: fc.constant("move" as const), at: fc.nat(), to: fc.nat() }),
  fc.record({ type: fc.constant("copy" as const), at: fc.nat(), to: fc.nat() }),
  fc.record({ type: fc.constant("split" as const), at: fc.nat(), place: fc.nat(), keeps: fc.boolean() }),
  fc.record({ type: fc.constant("join" as const), at: fc.nat() }),
  fc.record({ type: fc.constant("kind" as const), at: fc.nat(), keeps: fc.boolean() }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function kind() {
  return fc.constantFrom("prose" as const, "hgl" as const);
}

/** What the editor holds after one step. */
function edited(cells: readonly EditedCell[], one: Step): EditedCell[] {
  const list = [...cells];
  if (one.type === "insert") {
    list.splice(one.at % (list.length + 1), 0, { kind: one.kind, source: one.source, origin: null });
    return list;
  }
  if (list.length === 0) return list;
  const at = one.at % list.length;
  const cell = list[at]!;
  switch (one.type) {
    case "prose":
    case "ours":
      list[at] = { kind: one.type === "prose" ? "prose" : "hgl", source: one.source, origin: cell.origin };
      break;
    case "language":
      list[at] = { ...cell, kind: "hgl", language: one.language };
      break;
    case "type": {
      const place = one.place % (cell.source.length + 1);
      list[at] = { ...cell, source: cell.source.slice(0, place) + one.text + cell.source.slice(place) };
      break;
    }
    case "delete":
      list.splice(at, 1);
      break;
    case "move":
      list.splice(one.to % list.length, 0, ...list.splice(at, 1));
      break;
    case "copy":
      list.splice(one.to % (list.length + 1), 0, cell);
      break;
    case "split": {
      const place = one.place % (cell.source.length + 1);
      const second = { ...cell, source: cell.source.slice(place), origin: one.keeps ? cell.origin : null };
      list.splice(at, 1, { ...cell, source: cell.source.slice(0, place) }, second);
      break;
    }
    case "join":
      if (list[at + 1]) list.splice(at, 2, { ...cell, source: `${cell.source}\n${list[at + 1]!.source}` });
      break;
    case "kind":
      list[at] = {
        kind: cell.kind === "prose" ? "hgl" : "prose",
        source: cell.source,
        origin: one.keeps ? cell.origin : null,
      };
      break;
  }
  return list;
}

/** The text to save, or null when it is refused for one of the two reasons there are. */
function saved(frame: EditorFrame, cells: readonly EditedCell[]): string | null {
  try {
    return fromEditorCells(frame, cells);
  } catch (error) {
    assert.ok(error instanceof HglError, String(error));
    assert.equal(error.code, "notebook");
    assert.match(error.message, /^cell \d+: .*(NUL byte|merge conflict).*, so nothing was saved; .+\.$/);
    const all = cells.map(({ source }) => source).join("\n");
    assert.ok(all.includes("\0") || /^<{7}/m.test(all), error.message);
    return null;
  }
}

const said = (cell: Cell): unknown =>
  cell.type === "prose" ? cell.text : [cell.kind, cell.id, cell.attributes, cell.text];

test("what was not edited is saved byte for byte", () => {
  fc.assert(
    fc.property(file, ({ text }) => {
      const { frame, cells } = opened(text);
      assert.equal(fromEditorCells(frame, cells), text);
      const inWindows = cells.map((cell) => ({ ...cell, source: cell.source.replaceAll("\n", "\r\n") }));
      assert.equal(fromEditorCells(frame, inWindows), text);
    }),
    { numRuns: 3000 },
  );
});

test("whatever is done in the editor can be saved, and reads back as the same cells", () => {
  fc.assert(
    fc.property(file, fc.array(step, { minLength: 1, maxLength: 8 }), ({ text }, steps) => {
      const { frame, cells } = opened(text);
      const held = steps.reduce(edited, cells as EditedCell[]);
      const written = saved(frame, held);
      if (written === null) return;
      const read = parseNotebook(written);
      assert.equal(read.bom, frame.bom);
      assert.equal(shown(read.frontMatter?.raw ?? "", false), shown(frame.frontMatter, false));
      for (const cell of held) {
        if (cell.kind !== "hgl" || cell.language !== undefined) continue;
        const { kind: word, id, attributes, text: yaml } = readCellSource(withLf(cell.source));
        const wanted = JSON.stringify([word, id, attributes, yaml]);
        assert.ok(
          read.cells.some((one) => JSON.stringify(said(one)) === wanted),
          `${wanted} is lost`,
        );
      }
      const lines = new Set(written.split(/\r\n|\r|\n/).map((line) => line.trimStart()));
      for (const { kind: type, source } of held)
        if (type === "prose")
          for (const line of withLf(source).split("\n"))
            assert.ok(
              /^\s*(<!-- *cell *-->\s*)?$/.test(line) || lines.has(line.trimStart()),
              `${JSON.stringify(line)} is lost`,
            );
      // What was saved is settled: opening and saving it again changes nothing.
      const again = opened(written);
      assert.equal(fromEditorCells(again.frame, again.cells), written);
    }),
    { numRuns: 6000 },
  );
});

test("a new file takes any cells", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 6 }), (steps) => {
      const written = saved(NEW_FRAME, steps.reduce(edited, [] as EditedCell[]));
      if (written !== null) assert.ok(written.startsWith("---\nhgl: 1\n---\n"));
    }),
    { numRuns: 1000 },
  );
});

test("editing one cell leaves every other cell's lines and gaps as they are", () => {
  fc.assert(
    fc.property(file, fc.nat(), ours, ({ text }, pick, source) => {
      const notebook = parseNotebook(text);
      const { frame, cells } = opened(text);
      const mine = cells.flatMap(({ kind: type }, i) => (type === "hgl" ? [i] : []));
      fc.pre(mine.length > 0);
      const index = mine[pick % mine.length]!;
      const written = saved(frame, edited(cells, { type: "ours", at: index, source }));
      if (written === null) return;
      const others = (all: readonly Cell[], final: boolean): string[] =>
        all.filter((_, i) => i !== index).map((cell) => shown(cell.before + rawOf(cell), final));
      const read = parseNotebook(written);
      assert.deepEqual(others(read.cells, read.finalNewline), others(notebook.cells, notebook.finalNewline));
      assert.equal(shown(read.tail, false), shown(notebook.tail, false));
      // Typing the old text again gives the old file, but for a fence that had to grow or to change.
      const before = cells[index]!;
      assert.equal(saved(frame, edited(cells, { type: "ours", at: index, source: before.source })), text);
    }),
    { numRuns: 3000 },
  );
});

test("moving, copying and deleting keep every other cell's bytes", () => {
  const structural = fc.oneof(
    fc.record({ type: fc.constant("move" as const), at: fc.nat(), to: fc.nat() }),
    fc.record({ type: fc.constant("copy" as const), at: fc.nat(), to: fc.nat() }),
    fc.record({ type: fc.constant("delete" as const), at: fc.nat() }),
  );
  fc.assert(
    fc.property(file, fc.array(structural, { minLength: 1, maxLength: 4 }), ({ text }, steps) => {
      const notebook = parseNotebook(text);
      const { frame, cells } = opened(text);
      const held = steps.reduce(edited, cells as EditedCell[]);
      const read = parseNotebook(fromEditorCells(frame, held));
      assert.equal(read.cells.length, held.length);
      const pieces = new Map(notebook.cells.map((cell, i) => [cells[i]!, cell]));
      read.cells.forEach((cell, i) => {
        const was = pieces.get(held[i]!)!;
        // The last cell of a file may leave a fence open; it is closed when another follows it.
        const [now, then] = [shown(rawOf(cell), false), shown(rawOf(was), false)];
        assert.ok(was.type === "prose" ? now.startsWith(then) : now === then, `${now} was ${then}`);
      });
    }),
    { numRuns: 3000 },
  );
});

/** Without a last ending, which a file may lack. */
function shown(piece: string, final: boolean): string {
  return final ? piece : piece.replace(/(?:\r\n|\n|\r)$/, "");
}
