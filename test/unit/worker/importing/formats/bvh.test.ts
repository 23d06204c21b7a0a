import assert from "node:assert/strict";
import { existsSync, mkdirSync, copyFileSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { after, test } from "node:test";
import { parseBvh } from "../../../../../src/model/data/bvh/bvh";
import { layoutOfBvh, standingHeight } from "../../../../../src/model/data/bvh/skeleton";
import { parseLayoutFile } from "../../../../../src/worker/importing/layoutFile";
import { bvh } from "../../../../../src/worker/importing/formats/bvh";
import { allClips, assertDataError, filled, scratch, wholeClips } from "./reading";

const { folder, remove } = scratch("bvh");
after(remove);

const CMU = readFileSync(new URL("../../../../fixtures/data/bvh/cmu_12_01_walk_excerpt.bvh", import.meta.url));
const REAL = resolve("../shared/data/bvh/cmu_12_01_walk.bvh");

/** A hip with a head 3 above and a foot 5 below. */
const stick = (rows: readonly string[], head = "Head", time = "0.1"): string => `HIERARCHY
ROOT Hips
{
 OFFSET 0 0 0
 CHANNELS 6 Xposition Yposition Zposition Zrotation Xrotation Yrotation
 JOINT ${head}
 {
  OFFSET 0 3 0
  CHANNELS 3 Zrotation Xrotation Yrotation
 }
 JOINT Foot
 {
  OFFSET 0 -5 0
  CHANNELS 0
 }
}
MOTION
Frames: ${rows.length}
Frame Time: ${time}
${rows.join("\n")}
`;
const STILL = "0 0 0 0 0 0 0 0 0";

test("files below class folders become clips, turned and scaled to 1.7 m from foot to head", () => {
  const path = filled(join(folder, "sticks"), {
    "walk/two.bvh": stick([STILL, "8 16 0 90 0 0 5 5 5"]),
    "sit/one.bvh": stick([STILL], "Head", "0.25"),
    "walk/Three.BVH": stick([STILL]),
  });
  const source = bvh.open(path, {});
  const { facts } = source;
  assert.deepEqual([facts.classes, facts.layout.joints, facts.layout.bodies, facts.coordinates], [["sit", "walk"], ["Hips", "Head", "Foot"], 1, "xyz"]); // prettier-ignore
  assert.deepEqual(facts.warnings, [
    "BVH has no unit: each skeleton was scaled so that its longest way along bones from foot to head is 1.7 m, a choice of ours.",
    "The files have 2 frame times (0.1 s, 0.25 s); frames were kept as they are.",
  ]);
  const clips = wholeClips(source);
  assert.deepEqual(clips.map(({ id, label, frames }) => [id, label, frames]), [["sit/one", 0, 1], ["walk/Three", 1, 1], ["walk/two", 1, 2]]); // prettier-ignore
  const metres = (...places: number[]): number[] => places.map((place) => (place * 1.7) / 8);
  const expected = metres(0, 0, 0, 0, 3, 0, 0, -5, 0, 8, 16, 0, 5, 16, 0, 13, 16, 0);
  [...clips[2]!.values].forEach((value, at) => assert.ok(Math.abs(value - expected[at]!) < 1e-6, `${at}: ${value}`));
});

test("a declared layout takes the joints of its names", () => {
  const path = filled(join(folder, "taken"), { "walk/two.bvh": stick([STILL]) });
  const layout = parseLayoutFile("name: ends\njoints: [Foot, Head]\nbones: [[Head, Foot]]\n", "l.yaml");
  const [clip] = wholeClips(bvh.open(path, { layout }));
  assert.deepEqual([...clip!.values].map((value) => Math.round(value * 1e4)), [0, -10625, 0, 0, 6375, 0]); // prettier-ignore
  const other = parseLayoutFile("name: ends\njoints: [Foot, Haed]\nbones: [[Haed, Foot]]\n", "l.yaml");
  const [left] = allClips(bvh.open(path, { layout: other }));
  assert.match(left && "leftOut" in left && "error" in left.leftOut ? left.leftOut.error.message : "", /a joint "Haed", which the file has not; did you mean "Head"/); // prettier-ignore
});

test("what is no BVH, or another skeleton, is named with its line", () => {
  const good = stick([STILL, STILL]);
  const cases: [string, RegExp][] = [
    ["", /line 1: the end of the file stands where HIERARCHY should/],
    [good.replace("JOINT Foot", "JIONT Foot"), /line 11: "JIONT" is neither JOINT, End Site nor \}/],
    [good.replace("0 -5 0", "0 x 0"), /line 13: "x" stands where a number should: the offset of Foot/],
    [good.replace("CHANNELS 3 Zrotation", "CHANNELS 3 Qrotation"), /"Qrotation" of Head is no channel/],
    [good.replace("CHANNELS 3 Zrotation Xrotation", "CHANNELS 3 Zrotation Zrotation"), /has the channel Zrotation twice/],
    [good.replace("CHANNELS 3", "CHANNELS 7"), /Head has 7 channels/],
    [good.replace("Frames: 2", "Frames: 0"), /the number of frames is 0/],
    [good.replace("Frames: 2", "Frames: 90000"), /90000 frames of 9 numbers do not fit/],
    [good.replace("Frames: 2", "Frames: 1"), /"0" stands after the last of 1 frames/],
    [good.replace(`${STILL}\n${STILL}`, `${STILL}\n0 0 0 0 0 0 0 0`), /the end of the file stands where a number should: frame 2/],
    [good.replace(`${STILL}\n${STILL}`, `${STILL}\n0 0 nan 0 0 0 0 0 0`), /line 21: "nan" stands where a number should: frame 2/],
    [good.replace("MOTION", "ROOT x"), /holds more than one ROOT/],
    [stick([STILL], "Skull"), /the skeleton is not that of the first file: joint "Skull" stands where "Head" should/],
    [good.replace("0 3 0", "0 0 0").replace("0 -5 0", "0 0 0"), /no bone of the skeleton has a length/],
  ]; // prettier-ignore
  cases.forEach(([text, message], at) => {
    const path = filled(join(folder, `bad${at}`), { "a/a.bvh": stick([STILL]), "a/b.bvh": text, "a/c.bvh": good });
    const [, bad, next] = allClips(bvh.open(path, {}));
    assert.ok(bad && "leftOut" in bad && "error" in bad.leftOut, `${message}`);
    assert.match(bad.leftOut.error.message, message);
    assert.ok(next && !("leftOut" in next));
  });
  assertDataError(() => bvh.open(filled(join(folder, "empty"), { "a.txt": "" }), {}), /no \.bvh file is below this folder/);
  const both = filled(join(folder, "same"), { "a/x.bvh": good, "a/x.BVH": good });
  assertDataError(() => bvh.open(both, {}), /two files are clip "a\/x"/);
  assert.deepEqual([bvh.recognises(both, true), bvh.recognises(join(folder, "empty"), true)], [true, false]);
}); // prettier-ignore

test("names may hold spaces and stand twice; End Sites are joints", () => {
  const text = stick([STILL]).replace("JOINT Foot", "JOINT Bip01 L Foot").replace("JOINT Head\n {", "JOINT Hips {").replace("CHANNELS 0\n", "CHANNELS 0\n End Site { OFFSET 0 0 1 }\n"); // prettier-ignore
  const { joints } = parseBvh(Buffer.from(text), "x");
  assert.deepEqual(joints.map(({ name, parent, isEnd }) => [name, parent, isEnd]), [["Hips", -1, false], ["Hips_2", 0, false], ["Bip01 L Foot", 0, false], ["Bip01 L FootEnd", 2, true]]); // prettier-ignore
});

test("CMU's skeleton becomes a layout: tree, mirror, parts, and levels from where the arms meet", () => {
  const { joints } = parseBvh(CMU, "x");
  const layout = layoutOfBvh(joints);
  assert.deepEqual([layout.name, layout.joints.length, layout.joints[layout.center], layout.mirror.length], ["bvh-38-73ddaaf4", 38, "Spine1", 15]); // prettier-ignore
  assert.deepEqual(layout.parts.head.map((joint) => layout.joints[joint]), ["Neck", "Neck1", "Head", "HeadEnd"]); // prettier-ignore
  assert.ok(Math.abs(standingHeight(joints) - 29.146) < 1e-3);
});

test(
  "the whole walk is read",
  { skip: existsSync(REAL) ? false : "the CMU walk is not on this machine" },
  () => {
    mkdirSync(join(folder, "real", "walk"), { recursive: true });
    copyFileSync(REAL, join(folder, "real", "walk", "12_01.bvh"));
    const [clip] = wholeClips(bvh.open(join(folder, "real"), {}));
    assert.deepEqual([clip!.frames, clip!.values.length], [524, 524 * 38 * 3]);
    assert.ok(clip!.values.every((value) => Math.abs(value) < 5));
  },
); // prettier-ignore
