import assert from "node:assert/strict";
import { test } from "node:test";
import { unzipSync } from "fflate";
import { memoryBytes } from "../../../../../src/model/data/containers/memoryBytes";
import { openCtrGcn } from "../../../../../src/model/data/ctrGcn/openCtrGcn";
import type { ClipSource, LeftOut, ReadClip } from "../../../../../src/model/data/source";
import {
  allClips,
  containerBytes,
  containerSource,
  floatNpy,
  ramp,
  refuses,
} from "../../../../fixtures/data/containers";
import { zipOf } from "../../../../fixtures/data/zips";

const ENTRIES = unzipSync(containerBytes("NTU60_CS.npz"));

/** The fixture with arrays changed. */
function changed(arrays: Readonly<Record<string, Uint8Array>>, name = "NTU60_CS.npz"): ClipSource {
  const all = Object.entries({ ...ENTRIES, ...arrays });
  return openCtrGcn(memoryBytes(name, zipOf(all.map(([entry, data]) => ({ name: entry, data, deflate: true })))));
}

const shapes = (clips: readonly (ReadClip | LeftOut)[]): unknown =>
  clips.map((clip) =>
    "leftOut" in clip ? clip.id : [clip.id, clip.label, clip.frames, clip.bodies, clip.values.length],
  );

test("NTU60 of CTR-GCN, stored: clips without padding, with the bodies that are there", () => {
  const source = openCtrGcn(containerSource("NTU60_CS.npz"));
  assert.equal(source.facts.layout.name, "ntu25");
  assert.equal(source.facts.name, "ntu60");
  assert.equal(source.facts.coordinates, "xyz");
  assert.deepEqual([source.facts.classes.length, source.facts.classes[59]], [60, "walking apart from each other"]);
  assert.deepEqual(source.facts.protocols, [
    { name: "X-Sub", by: "clip", train: ["train_0", "train_1", "train_2"], test: ["test_0", "test_1"] },
  ]);
  const clips = allClips(source);
  assert.deepEqual(shapes(clips), [
    ["train_0", 0, 5, 2, 750],
    ["train_1", 1, 5, 1, 375],
    ["train_2", 2, 3, 2, 450],
    ["test_0", 59, 5, 1, 375],
    ["test_1", 59, 5, 2, 750],
  ]);
  const [first, second, third] = clips as ReadClip[];
  assert.deepEqual([...first!.values], ramp(750));
  const numbers = ramp(2250);
  // Of the second clip every frame keeps its first body alone.
  const body = (frame: number): number[] => numbers.slice(750 + frame * 150, 750 + frame * 150 + 75);
  assert.deepEqual([...second!.values], [0, 1, 2, 3, 4].flatMap(body));
  assert.deepEqual([...third!.values], numbers.slice(1500, 1950));
});

test("NTU120 of CTR-GCN, deflated: the cross-set-up division, and the same clips every time", () => {
  const source = openCtrGcn(containerSource("NTU120_CSet.npz"));
  assert.equal(source.facts.classes.length, 120);
  assert.equal(source.facts.protocols[0]!.name, "X-Set");
  assert.deepEqual(allClips(source), allClips(openCtrGcn(containerSource("NTU120_CSet.npz"))));
  assert.equal((allClips(source)[4] as ReadClip).label, 119);
});

for (const [file, name] of [
  ["NTU60_CV.npz", "X-View"],
  ["NTU120_CSub.npz", "X-Sub"],
  ["my/cs.npz", "X-Sub"],
  ["C:\\data\\mine.npz", "file"],
] as const) {
  test(`${file} is divided by ${name}`, () => assert.equal(changed({}, file).facts.protocols[0]!.name, name));
}

test("many clips are read in pieces of 200, in the same order", () => {
  const count = 450;
  const source = changed({
    "x_train.npy": floatNpy(
      [count, 1, 150],
      Array.from({ length: count * 150 }, (_, i) => Math.floor(i / 150) + 1),
    ),
    "y_train.npy": floatNpy(
      [count, 60],
      Array.from({ length: count * 60 }, (_, i) => Number(i % 60 === 7)),
    ),
  });
  assert.equal(source.pieces, 4);
  const clips = allClips(source) as ReadClip[];
  assert.deepEqual(
    clips.slice(0, count).map(({ id, values }) => [id, values[0]]),
    Array.from({ length: count }, (_, i) => [`train_${i}`, i + 1]),
  );
  assert.equal(([...source.read(2)][0] as ReadClip).id, "train_400");
});

test("labels may be whole numbers", () => {
  const source = changed({ "y_train.npy": floatNpy([3], [4, 5, 59]), "y_test.npy": floatNpy([2], [1, 0]) });
  assert.deepEqual(
    allClips(source).map((clip) => (clip as ReadClip).label),
    [4, 5, 59, 1, 0],
  );
  assert.equal(source.facts.classes.length, 60);
});

test("a clip with a number that is none is named and left out, those after it are read", () => {
  const numbers = ramp(2250);
  numbers[750 + 150 + 75 + 3 * 4 + 1] = NaN;
  numbers.fill(0, 1500, 2250);
  const clips = allClips(changed({ "x_train.npy": floatNpy([3, 5, 150], numbers) }));
  const errors = clips.flatMap((clip) =>
    "leftOut" in clip && "error" in clip.leftOut ? [clip.leftOut.error.message] : [],
  );
  assert.match(errors[0]!, /NTU60_CS\.npz, entry x_train\.npy, clip train_1: frame 2, body 2, joint 5 holds NaN; /);
  assert.match(errors[1]!, /clip train_2: no frame holds a joint/);
  assert.equal(clips.length, 5);
});

test("a changed byte among the coordinates fails the last piece", () => {
  const bytes = containerBytes("NTU60_CS.npz");
  const at = Buffer.from(bytes).indexOf("x_test.npy") + 2000;
  bytes[at]! ^= 1;
  const source = openCtrGcn(memoryBytes("NTU60_CS.npz", bytes));
  refuses(() => allClips(source), /entry x_test\.npy, byte \d+: the checksum/);
});

const REFUSED: readonly (readonly [what: string, arrays: Readonly<Record<string, Uint8Array>>, sentence: RegExp])[] = [
  [
    "another width",
    { "x_train.npy": floatNpy([1, 2, 120], new Array<number>(240).fill(1)) },
    /a frame has 120 numbers instead of 150/,
  ],
  [
    "another rank",
    { "x_train.npy": floatNpy([1, 300], new Array<number>(300).fill(1)) },
    /shape \(1, 300\) is not clips, frames and coordinates/,
  ],
  [
    "fewer labels than clips",
    { "y_train.npy": floatNpy([2, 60], new Array<number>(120).fill(0).fill(1, 0, 1).fill(1, 60, 61)) },
    /3 clips have 2 labels/,
  ],
  [
    "a row with two ones",
    { "y_test.npy": floatNpy([2, 60], new Array<number>(120).fill(1)) },
    /entry y_test\.npy: row 0 is not one-hot: it holds 1 at 1/,
  ],
  [
    "a row with no one",
    { "y_test.npy": floatNpy([2, 60], new Array<number>(120).fill(0)) },
    /row 0 is not one-hot: it holds no 1/,
  ],
  [
    "classes counted differently",
    { "y_test.npy": floatNpy([2, 1], [1, 1]) },
    /60 in .*y_train\.npy, 1 in .*y_test\.npy/,
  ],
  ["a label that is no class", { "y_test.npy": floatNpy([2], [0.5, 1]) }, /row 0 holds the label 0\.5/],
  ["an array that is none", { "x_test.npy": new Uint8Array(20) }, /entry x_test\.npy, byte 0: this is no \.npy array/],
];

for (const [what, arrays, sentence] of REFUSED)
  test(`refused: ${what}`, () => refuses(() => changed(arrays), sentence));

test("an archive without the clips is refused with what it holds", () => {
  const bytes = zipOf([{ name: "data.npy", data: new Uint8Array(3) }]);
  refuses(() => openCtrGcn(memoryBytes("x.npz", bytes)), /no entry "x_train\.npy" among the archive's 1 \(data\.npy\)/);
});
