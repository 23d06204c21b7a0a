import assert from "node:assert/strict";
import { test } from "node:test";
import { writeCellSource } from "../../../../src/notebook/cellSource";
import { KIND_NAMES, parseNotebook } from "../../../../src/notebook/index";
import type { HglCell } from "../../../../src/notebook/notebook";
import { sourcePieces } from "../../../../src/worker/exporting/sourcePieces";

function cellOf(text: string): HglCell {
  const [cell] = parseNotebook(text).cells;
  return cell as HglCell;
}

test("a cell's text is cut where its colour changes", () => {
  const cell = cellOf("```hgl train #base {folded}\ndata: clips   # why\nseeds: [1, 2]\n```\n");
  assert.deepEqual(
    sourcePieces(cell).map(({ role, text }) => `${role}:${text}`),
    [
      "kind:train",
      "plain: ",
      "id:#base",
      "plain: {folded}\n",
      "key:data",
      "plain:: ",
      "value:clips",
      "plain:   ",
      "comment:# why",
      "plain:\n",
      "key:seeds",
      "plain:: [",
      "value:1",
      "plain:, ",
      "value:2",
      "plain:]",
    ],
  );
});

test("the pieces join to the text that the editor shows, of whatever cell", () => {
  const bodies = [
    "",
    "a",
    "a: 1",
    "a: |\n  x\n  y\nb: 2",
    "# only",
    "a: {b: [c, 'd']}",
    "- x\n- y: z",
    "\t: [",
    "a: 'open",
    "<<<",
  ];
  for (const header of ["", "#x", "odd words: yes", ...KIND_NAMES.map((kind) => `${kind} #x`)])
    for (const body of bodies) {
      const cell = cellOf(`\`\`\`hgl ${header}\n${body}\n\`\`\`\n`);
      const joined = sourcePieces(cell).map(({ text }) => text);
      assert.equal(joined.join(""), writeCellSource(cell));
      assert.ok(joined.every((text) => text !== ""));
    }
});
