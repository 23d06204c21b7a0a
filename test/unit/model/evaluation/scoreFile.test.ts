import assert from "node:assert/strict";
import { test } from "node:test";
import { memoryBytes } from "../../../../src/model/data/containers/memoryBytes";
import { alignScores } from "../../../../src/model/evaluation/alignScores";
import { readLabels, readScoreFile } from "../../../../src/model/evaluation/scoreFile";
import { containerSource, floatNpy, ramp, refuses } from "../../../fixtures/data/containers";
import { pickle, text } from "../../../fixtures/data/pickles";
import { zipOf } from "../../../fixtures/data/zips";

const NAMES = ["test_0", "test_1", "test_2"];
const read = (name: string, bytes: Uint8Array | string) =>
  readScoreFile(memoryBytes(name, typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes));
const float = (value: number): Uint8Array => {
  const bytes = Buffer.alloc(9);
  bytes.writeUInt8(0x47, 0);
  bytes.writeDoubleBE(value, 1);
  return bytes;
};
const floats = (...values: number[]): Uint8Array => pickle("(", ...values.map(float), "l");

for (const [name, clips, labels] of [
  ["ctrgcn.pkl", NAMES, null],
  ["ctrgcn2.pkl", NAMES, null],
  ["ordered.pkl", NAMES, null],
  ["pairs.pkl", NAMES, null],
  ["list.pkl", null, null],
  ["table.pkl", null, null],
  ["table.npy", null, null],
  ["scores.npz", null, [2, 0, 1]],
] as const) {
  test(`${name}, as Python writes it, is read`, () => {
    const file = readScoreFile(containerSource(`scores/${name}`));
    assert.deepEqual([file.classes, file.clips, file.labels && [...file.labels]], [4, clips, labels]);
    assert.deepEqual([...file.logits], ramp(12));
  });
}

test("a table has a column of clips, one of labels and one for each class", () => {
  const file = read("a.csv", 'clip,label,sit,"stand"\r\nb,1,0.25,-2\r\n"a, b",0,1e1,3\r\n');
  assert.deepEqual([file.classes, file.clips, [...file.labels!]], [2, ["b", "a, b"], [1, 0]]);
  assert.deepEqual([...file.logits], [0.25, -2, 10, 3]);
  const bare = read("a.csv", "x;y\n1;2\n");
  assert.deepEqual([bare.clips, bare.labels, [...bare.logits]], [null, null, [1, 2]]);
});

test("shares that add up to 1 come as logarithms, so that softmax gives them back", () => {
  const { logits } = read("p.npy", floatNpy([2, 2], [0.25, 0.75, 1, 0]));
  assert.deepEqual(
    [...logits].map((value) => Math.round(1e6 * Math.exp(value)) / 1e6),
    [0.25, 0.75, 1, 0],
  );
  assert.ok(logits.every(Number.isFinite));
  assert.deepEqual([...read("l.npy", floatNpy([2, 2], [0.25, 0.75, 1, 0.5])).logits], [0.25, 0.75, 1, 0.5]);
});

const zip = (entries: Record<string, Uint8Array>) =>
  zipOf(Object.entries(entries).map(([name, data]) => ({ name, data })));
const good = floatNpy([1, 2], [1, 2]);
const dict = (...parts: readonly Uint8Array[]): Uint8Array => pickle("\x80\x02}(", ...parts, "u.");

for (const [what, name, bytes, sentence] of [
  ["another ending", "a.txt", "", /^a\.txt: this is no file of scores; name one that ends in \.npy, /],
  ["three axes", "a.npy", floatNpy([1, 2, 2], [1, 2, 3, 4]), /^a\.npy: scores of shape \(1, 2, 2\) are not clips by/],
  ["no clip", "a.npy", floatNpy([0, 4], []), /^a\.npy: there is no clip in the file/],
  ["one class", "a.npy", floatNpy([2, 1], [1, 2]), /^a\.npy: 1 scores a clip are not those of classes/],
  ["a score that is none", "a.npy", floatNpy([2, 2], [1, 2, 3, NaN]), /the score of clip 2 for class 1 is NaN/],
  [
    "two tables",
    "a.npz",
    zip({ "a.npy": good, "b.npy": good }),
    /none of "a\.npy", "b\.npy" is called scores, and 2 could be/,
  ],
  [
    "names in an archive",
    "a.npz",
    zip({ "scores.npy": good, "names.npy": good }),
    /entry names\.npy: text in an archive/,
  ],
  [
    "more labels than clips",
    "a.npz",
    zip({ "scores.npy": good, "y.npy": floatNpy([2], [0, 1]) }),
    /1 clips have 2 labels/,
  ],
  [
    "a label that is no class",
    "a.npz",
    zip({ "scores.npy": good, "y.npy": floatNpy([1], [2]) }),
    /clip 1 has label 2 of 2/,
  ],
  [
    "a label that is no number",
    "a.npz",
    zip({ "scores.npy": good, "y.npy": floatNpy([1], [0.5]) }),
    /y\.npy, row 1: the label 0\.5 is no class/,
  ],
  ["no headings", "a.csv", "1,2\n3,4\n", /^a\.csv: the first row is one of numbers/],
  ["a word for a score", "a.csv", "clip,a,b\nx,1,many\n", /^a\.csv, row 2: "many" under "b" is no number/],
  ["an empty score", "a.csv", "clip,a,b\nx,1,\n", /^a\.csv, row 2: "" under "b" is no number/],
  ["a short row", "a.csv", "clip,a,b\nx,1,2\ny,1\n", /^a\.csv, row 3: the row has 2 cells under 3 headings/],
  ["a clip twice", "a.csv", "clip,a,b\nx,1,2\nx,1,2\n", /^a\.csv: clips 1 and 2 are both called "x"/],
  ["a pickle of a number", "a.pkl", pickle("\x80\x02K\x01."), /the pickle holds neither a dict nor a list/],
  ["an empty dict", "a.pkl", dict(), /there is no clip/],
  [
    "clips of several lengths",
    "a.pkl",
    dict(text("a"), floats(1, 2), text("b"), floats(1)),
    /clip 2: it has 1 scores, the first clip 2/,
  ],
  [
    "a clip called by a number",
    "a.pkl",
    dict(pickle("K\x01"), floats(1, 2)),
    /clip 1: the clip's name is no short text/,
  ],
  ["a clip with a text for scores", "a.pkl", dict(text("a"), text("b")), /clip 1: its scores are no list of numbers/],
  ["code", "a.pkl", pickle("cos\nsystem\n."), /os\.system/],
] as const) {
  test(`${what} is refused by name`, () => refuses(() => read(name, bytes), sentence));
}

test("labels of another shape are refused", () => {
  refuses(
    () => readLabels(memoryBytes("l.npy", floatNpy([1, 2], [0, 1]))),
    /^l\.npy: labels of shape \(1, 2\) are no list/,
  );
});

const tested = { clips: ["a", "b", "c"], labels: Int32Array.of(0, 1, 1), classes: 4 };
test("rows follow the tested clips by name, and labels bear an order out", () => {
  const file = read("m.csv", "clip,label,p,q,r,s\nc,1,9,1,1,1\na,0,7,1,1,1\nb,1,8,1,1,1\n");
  const named = alignScores("m.csv", file, tested);
  assert.deepEqual([named.by, named.clips, [...named.logits].filter((_, i) => i % 4 === 0)], ["names", tested.clips, [7, 8, 9]]); // prettier-ignore
  const rows = { ...file, clips: null, labels: Int32Array.of(0, 1, 1) };
  assert.equal(alignScores("m", rows, tested).by, "labels");
  assert.equal(alignScores("m", { ...rows, labels: null }, tested).by, "order");
});

for (const [what, file, sentence] of [
  ["other classes", "clip,p,q\na,1,2\nb,1,2\nc,1,2\n", /its scores are of 2 classes, the data of 4/],
  ["another number of clips", "p,q,r,s\n1,2,3,4\n", /it scores 1 clips, and 3 were tested/],
  [
    "another clip",
    "clip,p,q,r,s\na,1,2,3,4\nb,1,2,3,4\nx,1,2,3,4\n",
    /the tested clip "c" is not in it, but "x", which was not tested/,
  ],
  [
    "another label",
    "clip,label,p,q,r,s\na,0,1,2,3,4\nc,2,1,2,3,4\nb,1,1,2,3,4\n",
    /row 2: clip "c" has label 2 there, and 1 in the data; check the order of the classes/,
  ],
  [
    "another order",
    "label,p,q,r,s\n1,1,2,3,4\n0,1,2,3,4\n1,1,2,3,4\n",
    /row 1: clip "a" has label 1 there, and 0 in the data; check the order of clips/,
  ],
] as const) {
  test(`scores with ${what} are not fused`, () =>
    refuses(() => alignScores("m.csv", read("m.csv", file), tested), sentence));
}
