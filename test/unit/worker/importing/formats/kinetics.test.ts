import assert from "node:assert/strict";
import { join } from "node:path";
import { after, test } from "node:test";
import { layoutNamed } from "../../../../../src/model/skeleton/layout";
import { kinetics } from "../../../../../src/worker/importing/formats/kinetics";
import { allClips, assertDataError, filled, scratch } from "./reading";

const { folder, remove } = scratch("kinetics");
after(remove);

interface Person {
  readonly pose: number[];
  readonly score: number[];
}
/** Somebody whose 18 joints all stand at (x, y) with one score. */
const person = (x: number, y: number, score: number): Person => ({
  pose: Array.from({ length: 36 }, (_, i) => (i % 2 === 0 ? x : y)),
  score: Array.from({ length: 18 }, () => score),
});
const clip = (frames: readonly (readonly [number, readonly Person[]])[], label = 7): string =>
  JSON.stringify({
    data: frames.map(([frame_index, skeleton]) => ({ frame_index, skeleton })),
    label: "x",
    label_index: label,
  });
const labels = (all: Record<string, [boolean, string, number]>): string =>
  JSON.stringify(
    Object.fromEntries(
      Object.entries(all).map(([id, [has_skeleton, label, label_index]]) => [id, { has_skeleton, label, label_index }]),
    ),
  );

const GOOD = {
  "kinetics_train/zz.json": clip([
    [1, []],
    [2, [person(0.5, 0, 0.25), person(1, 0.75, 0.5), person(0, 0, 0.125)]],
    [4, [person(0.25, 1, 1)]],
    [5, []],
  ]),
  "kinetics_train/-A.json": clip([[0, [person(0.5, 0.5, 1)]]], 300),
  "kinetics_train/stray.json": "{}",
  "kinetics_train_label.json": labels({
    zz: [true, "arm wrestling", 7],
    "-A": [true, "zumba", 300],
    none: [false, "zumba", 300],
    gone: [true, "zumba", 300],
  }),
  "kinetics_val/v.json": clip([[0, []]]),
  "kinetics_val_label.json": labels({ v: [true, "arm wrestling", 7] }),
};

test("the release is read: two people of a frame by score, frames from the first seen to the last", () => {
  const source = kinetics.open(filled(join(folder, "release"), GOOD), {});
  assert.deepEqual(source.facts, {
    name: "release",
    layout: layoutNamed("openpose18"),
    coordinates: "xyc",
    classes: ["arm wrestling", "zumba"],
    protocols: [{ name: "train/val", by: "clip", train: ["-A", "gone", "zz"], test: ["v"] }],
    source: source.facts.source,
    warnings: ["1 file of kinetics_train without a label in kinetics_train_label.json was left out, such as stray.json."],
  });
  const clips = allClips(source);
  assert.deepEqual(clips.map(({ id }) => id), ["-A", "gone", "none", "zz", "v"]);
  const [small, gone, none, zz, nobody] = clips;
  assert.ok(small && !("leftOut" in small) && zz && !("leftOut" in zz));
  assert.deepEqual([small.label, small.frames, small.bodies, [...small.values.slice(0, 3)]], [1, 1, 1, [0, 0, 1]]);
  assert.deepEqual([zz.label, zz.frames, zz.bodies, zz.values.length], [0, 3, 2, 3 * 2 * 54]);
  const joint = (frame: number, body: number, at: number): number[] => {
    const start = ((frame * 2 + body) * 18 + at) * 3;
    return [...zz.values.subarray(start, start + 3)];
  };
  assert.deepEqual([joint(0, 0, 17), joint(0, 1, 0)], [[1, 0.5, 0.5], [0, -1, 0.25]]);
  assert.deepEqual([joint(1, 0, 5), joint(1, 1, 5), joint(2, 0, 0), joint(2, 1, 0)], [[0, 0, 0], [0, 0, 0], [-0.5, 1, 1], [0, 0, 0]]);
  assert.match(gone && "leftOut" in gone && "error" in gone.leftOut ? gone.leftOut.error.message : "", /gone\.json: .* lists this clip, but the file is missing/);
  assert.deepEqual(none, { id: "none", leftOut: { rule: "has_skeleton is false in kinetics_train_label.json" } });
  assert.deepEqual(nobody, { id: "v", leftOut: { rule: "nobody is seen in any frame" } });
}); // prettier-ignore

test("a joint of score 0 is all zeros, whatever its place", () => {
  const half = person(1, 1, 0.5);
  half.score[3] = 0;
  const text = clip([[0, [half]]]);
  const source = kinetics.open(filled(join(folder, "half"), { "kinetics_val/v.json": text, "kinetics_val_label.json": labels({ v: [true, "x", 7] }) }), {}); // prettier-ignore
  const [only] = allClips(source);
  assert.ok(only && !("leftOut" in only));
  assert.deepEqual([...only.values.subarray(6, 15)], [1, 1, 0.5, 0, 0, 0, 1, 1, 0.5]);
  // One side alone has no protocol.
  assert.deepEqual(source.facts.protocols, []);
});

test("a bad clip is left out with its frame, joint and value", () => {
  const one = person(0, 0, 1);
  const cases: [string, RegExp][] = [
    ["", /no JSON object/],
    ["[]", /no JSON object/],
    [clip([[0, [one]]], 8), /label_index 8 contradicts 7 in kinetics_val_label\.json/],
    [clip([[0, [one]]]).slice(0, 60), /not JSON: .* at byte 60/],
    [clip([[0, [{ ...one, score: [1] }]]]), /frame 1 of data, skeleton 1, score has 1 numbers instead of 18/],
    [clip([[0, [{ ...one, pose: [] }]]]), /skeleton 1, pose has 0 numbers instead of 36/],
    [clip([[0, [one]]]).replace('"pose":[0,0', '"pose":[0,NaN'), /pose\[1\] is NaN/],
    [clip([[0, [one]]]).replace('"pose":[0,0', '"pose":[0,"0"'), /pose\[1\] is "0"/],
    [clip([[3, [one]], [3, [one]]]), /frame 2 of data has frame_index 3 after 3/],
    [clip([[0.5, [one]]]), /frame_index 0.5, not a whole number/],
    [clip([[0, [one]], [99_999, [one]]]), /only 2 of the frames 0 to 99999 show somebody/],
    ['{"data": {}}', /`data` is missing or no list/],
    ['{"data": [7]}', /frame 1 of data is 7, not an object/],
    ['{"data": [{"frame_index": 1}]}', /frame 1 of data has no list of skeletons/],
    ['{"data": [{"frame_index": 1, "skeleton": [{}]}]}', /skeleton 1 has no pose/],
  ]; // prettier-ignore
  cases.forEach(([text, message], at) => {
    const files = { "kinetics_val/v.json": text, "kinetics_val_label.json": labels({ v: [true, "x", 7] }) };
    const [bad] = allClips(kinetics.open(filled(join(folder, `bad${at}`), files), {}));
    assert.ok(bad && "leftOut" in bad && "error" in bad.leftOut, `${message}`);
    assert.match(bad.leftOut.error.message, message);
  });
});

test("label files that cannot be trusted stop the import", () => {
  const cases: [string, RegExp][] = [
    ["[]", /no JSON object of clips/],
    ['{"../x": {"has_skeleton": true}}', /clip "\.\.\/x" cannot be a file's name/],
    ['{"v": {"has_skeleton": 1, "label": "x", "label_index": 7}}', /has has_skeleton 1/],
    ['{"v": {"has_skeleton": true, "label": "x", "label_index": -1}}', /has label_index -1/],
    ['{"v": {"has_skeleton": true, "label_index": 1}}', /has no label in words/],
    ['{"v": {"has_skeleton": true, "label": "x", "label_index": 1}, "v": {"has_skeleton": true, "label": "x", "label_index": 1}}', /twice/],
    [labels({ v: [true, "x", 7], w: [true, "y", 7] }), /label_index 7 is "x", but "y" at clip "w"/],
  ]; // prettier-ignore
  cases.forEach(([text, message], at) => {
    const path = filled(join(folder, `labels${at}`), { "kinetics_val/v.json": "{}", "kinetics_val_label.json": text });
    assertDataError(() => kinetics.open(path, {}), message);
  });
  const both = { ...GOOD, "kinetics_val_label.json": labels({ zz: [true, "arm wrestling", 7] }) };
  assertDataError(() => kinetics.open(filled(join(folder, "both"), both), {}), /clip "zz" is in train and in val/);
  assertDataError(() => kinetics.open(folder, {}), /neither kinetics_train_label\.json/);
  const release = join(folder, "release");
  assertDataError(() => kinetics.open(release, { layout: layoutNamed("coco17") }), /"coco17", but these clips have openpose18/);
  assert.deepEqual([kinetics.recognises(release, true), kinetics.recognises(folder, true)], [true, false]);
}); // prettier-ignore
