import assert from "node:assert/strict";
import { test } from "node:test";
import { columnsOf, shareOf } from "../../../src/renderers/model/columns";
import { openBlocks } from "../../../src/renderers/model/openBlocks";
import { treeOf } from "../../../src/renderers/model/rows";
import {
  amount,
  bytes,
  explanation,
  meaningOf,
  milliseconds,
  shape,
  subject,
} from "../../../src/renderers/model/words";
import { networkView } from "./payloads";

const TIMES = { milliseconds: [4, 1], processor: "P", threads: 1, batch: 8, at: 0 };

test("a network is a tree of blocks that add up their parts", () => {
  const { rows, total } = treeOf(networkView(2, { times: TIMES }));
  assert.deepEqual(
    rows.map(({ id, children, ms }) => [id, children.map((child) => child.id), ms]),
    [
      ["stem", [], null],
      ["block 1", ["block 1 GSM", "block 1 CTS sum"], 4],
      ["block 2", ["block 2 GSM", "block 2 CTS sum"], 1],
      ["head", [], null],
    ],
  );
  assert.deepEqual([rows[2]!.parameters, rows[2]!.macs, rows[2]!.kept], [200, 200_000, 800_000]);
  assert.deepEqual([total.parameters, total.macs, total.kept, total.ms], [330, 330_000, 1_320_000, 5]);
  assert.equal(treeOf(networkView(2)).total.ms, null);
});

test("bars are drawn from the largest row, and say what the value is of the whole", () => {
  const tree = treeOf(networkView(2, { times: TIMES }));
  const [output, parameters, , , ms] = columnsOf(true);
  const of = (column: typeof output, row: number) => shareOf(column!, tree.rows[row]!, tree);
  assert.deepEqual(of(parameters, 2), { length: 1, words: "60.6 % of all parameters" });
  assert.deepEqual(of(parameters, 1), { length: 0.5, words: "30.3 % of all parameters" });
  assert.deepEqual(of(output, 0), { length: 1, words: "819 kB, 100 % of the largest output" });
  assert.deepEqual([of(ms, 0), of(ms, 2)], [null, { length: 0.25, words: "20.0 % of the time" }]);
  assert.equal(columnsOf(false).length, 4);
  const nothing = treeOf(networkView(1, { times: { ...TIMES, milliseconds: [-1] } }));
  assert.equal(shareOf(ms!, nothing.rows[1]!, nothing), null);
});

test("numbers in words", () => {
  assert.deepEqual([0, 999, 1000, 12_345, 999_499, 999_500, 2.431e9].map(amount), [
    "0",
    "999",
    "1.00 k",
    "12.3 k",
    "999 k",
    "1.00 M",
    "2.43 G",
  ]);
  assert.deepEqual([240, 819_200, 158_979_896].map(bytes), ["240 B", "819 kB", "159 MB"]);
  assert.deepEqual([milliseconds(1.005), milliseconds(-3)], ["1.00", "0.00"]);
  assert.equal(shape("[2, 64, 25, 64]"), "2 × 64 × 25 × 64");
  assert.deepEqual([meaningOf("constructor"), meaningOf("LSE")], ["", "local spatial enhancement (E8)"]);
  assert.deepEqual(subject(networkView(1, { cells: ["a", "b"], classes: 1 })), {
    head: "As #a, #b train it",
    input: "skeleton ntu25, 1 class, 64 frames",
  });
  assert.match(explanation(TIMES), /measured on P, 1 thread, batch 8, 1970-01-01/);
  assert.doesNotMatch(explanation(null), /measured/);
});

test("open blocks are remembered by cell and network, of the cells seen last", () => {
  openBlocks("a", 0).add("block 1");
  assert.deepEqual([...openBlocks("a", 0)], ["block 1"]);
  assert.deepEqual([...openBlocks("a", 1), ...openBlocks("b", 0)], []);
  for (let i = 0; i < 600; i++) openBlocks(`cell ${i}`, 0);
  assert.deepEqual([...openBlocks("a", 0)], []);
});
