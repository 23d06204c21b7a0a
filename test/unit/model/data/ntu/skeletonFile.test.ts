import assert from "node:assert/strict";
import { test } from "node:test";
import { parseSkeletonFile } from "../../../../../src/model/data/ntu/skeletonFile";
import { bytesOf, skeletonText, standing } from "../../../../fixtures/data/skeletonText";

const parse = (text: string) => parseSkeletonFile(bytesOf(text), "a.skeleton");
/** Three frames: nobody, one, two. */
const good = skeletonText(3, [
  { id: "7", from: 1, joints: standing(2) },
  { id: "72057594037931101", from: 2, joints: standing(1, 1) },
]);
const lines = good.split("\r\n");
/** The good file with one line changed, counted from 1. */
const withLine = (line: number, change: (old: string) => string): string =>
  lines.map((old, at) => (at === line - 1 ? change(old) : old)).join("\r\n");

test("bodies stand in the order of their first frame, with the frames that show them", () => {
  const { frames, bodies } = parse(good);
  assert.equal(frames, 2);
  assert.deepEqual(
    bodies.map(({ id, seen, joints }) => [id, seen, joints.length]),
    [
      ["7", [0, 1], 150],
      ["72057594037931101", [1], 75],
    ],
  );
  assert.deepEqual([...bodies[0]!.joints.subarray(3, 6)], [0, 0.4375, 3]);
  assert.deepEqual([...bodies[1]!.joints.subarray(72)], [1, -1, 3]);
});

test("ids too long for a number stay apart", () => {
  const text = skeletonText(1, [
    { id: "72057594037931101", joints: standing(1) },
    { id: "72057594037931102", joints: standing(1) },
  ]);
  assert.equal(parse(text).bodies.length, 2);
});

test("line ends of any system, and none at the end, read the same", () => {
  for (const text of [good.replaceAll("\r\n", "\n"), good.trimEnd(), `${good}\n \r\n`]) {
    assert.deepEqual(parse(text), parse(good));
  }
});

test("a file that shows nobody has no frames", () => {
  assert.deepEqual(parse("2\n0\n0\n"), { frames: 0, bodies: [] });
  assert.deepEqual(parse("0\n"), { frames: 0, bodies: [] });
});

test("what is wrong is named with file, line and text", () => {
  for (const [text, message] of [
    ["", /^a\.skeleton: the file is empty/],
    ["x", /line 1: "x" is not the number of frames/],
    ["3", /line 1: "3" is the number of frames, more than the 0 bytes after it can hold/],
    ["999999999\n0\n", /line 1: "999999999" is the number of frames, more than the 2 bytes/],
    [withLine(1, () => "2"), /line 31: "2" comes after/],
    [withLine(1, () => "4"), /ends after line 85, before the number of bodies in frame 4 of 4/],
    [withLine(2, () => "-1"), /line 2: "-1" is not the number of bodies in frame 1 of 3/],
    [withLine(3, () => "9"), /line 3: "9" is the number of bodies in frame 2 of 3, more than the/],
    [withLine(3, () => "1 2"), /line 3: "1 2" has more fields/],
    [withLine(4, (old) => old.replace("7 ", "7a ")), /line 4: "7a" is not a body's id/],
    [withLine(4, (old) => old.slice(0, -2)), /line 4: ".*" has fewer fields/],
    [withLine(5, () => "20"), /line 5: "20" is the number of joints, and a body of NTU RGB\+D has 25/],
    [withLine(6, (old) => old.replace("0.5", "0,5")), /line 6: "0,5" is not a number/],
    [withLine(6, () => "0.5 1"), /line 6: "0.5 1" lacks a number/],
    [withLine(6, (old) => `${old} 1`), /line 6: ".*" has more fields/],
    [withLine(6, (old) => old.replace("0.5", "1e30")), /line 6: ".*" has a coordinate of 1e\+30 metres/],
    [withLine(59, (old) => old.replace(/^\d+/, "7")), /line 59: ".*" is the second body 7 of frame 3/],
    [`${lines.slice(0, 82).join("\n")}\n`, /ends after line 82, before joint 23 of 25/],
    ["2\n0\n1", /line 3: "1" is the number of bodies in frame 2 of 2, more than the 0 bytes/],
    [`${good}0\n`, /line 86: "0" comes after the last frame that the file says it has/],
    ["\ufeff1\n0\n", /line 1: "\?\?\?1" is not the number of frames/],
  ] as const) {
    assert.throws(() => parse(text), { code: "data", message });
  }
});

test("the parser reads a piece of a larger buffer where it is", () => {
  const larger = bytesOf(`5 5 5\n${good}trailing`);
  assert.deepEqual(parseSkeletonFile(larger.subarray(6, -8), "a"), parse(good));
});
