import assert from "node:assert/strict";
import { test } from "node:test";
import { HglError } from "../../../../../src/common/errors";
import { parseNwUclaClip } from "../../../../../src/model/data/nwUcla/clip";
import type { ReadClip } from "../../../../../src/model/data/source";

const skeleton = (frame: number): number[][] => Array.from({ length: 20 }, (_, joint) => [frame, joint, 0.25]);
const skeletons = (frames: number): number[][][] => Array.from({ length: frames }, (_, frame) => skeleton(frame));
const clip = (label: unknown, frames: unknown = skeletons(2)): string =>
  JSON.stringify({ file_name: "any", skeletons: frames, label });
const parse = (text: string, name = "a01_s01_e00_v01.json"): ReadClip =>
  parseNwUclaClip(Buffer.from(text), name, `/d/${name}`);

test("a clip has its ids from the name and its frames from the file, in whatever order the keys stand", () => {
  const { values, ...rest } = parse(clip(10), "a12_s10_e04_v03.json");
  assert.deepEqual(rest, { id: "a12_s10_e04_v03", label: 9, subject: 10, view: 3, setup: 0, frames: 2, bodies: 1 });
  assert.deepEqual([...values.subarray(117)], [1, 19, 0.25]);
  const turned = `{"label": 1, "more": {"a": [null]}, "skeletons": ${JSON.stringify(skeletons(3))}}`;
  assert.equal(parse(turned).frames, 3);
});

test("what is wrong with a clip is said with its file and frame", () => {
  const withFrame = (frame: unknown): string => clip(1, [skeleton(0), frame]);
  const nan = clip(1).replace("[1,19,0.25]", "[1,NaN,0.25]");
  const cases: [string, RegExp][] = [
    ["", /the file is not JSON/],
    ["[1, 2]", /the file is not a JSON object/],
    ["null", /the file is not a JSON object/],
    [nan, /frame 2, joint 20 holds NaN/],
    [nan.replace("NaN", "-Infinity"), /frame 2, joint 20 holds -Infinity/],
    [nan.slice(0, -5), /frame 2, joint 20 holds NaN/],
    [clip(1).slice(0, -5), /the file is not JSON: .* at byte \d+/],
    [clip(1).replace("[1,19,0.25]", "[1,1e39,0.25]"), /frame 2, joint 20 holds 1e39/],
    [clip(1).replace("[1,19,0.25]", "[1,1e999,0.25]"), /frame 2, joint 20 holds 1e999/],
    [withFrame(skeleton(1).slice(1)), /frame 2 has 19 joints instead of 20/],
    [withFrame([...skeleton(1), [0, 0, 0]]), /frame 2 has 21 joints instead of 20/],
    [withFrame({}), /frame 2 is not a list of joints/],
    [withFrame([...skeleton(1).slice(1), [0, 0]]), /frame 2, joint 20 is not a point/],
    [withFrame([...skeleton(1).slice(1), [0, "1", 0]]), /frame 2, joint 20 holds "1"/],
    [withFrame([...skeleton(1).slice(1), [0, null, 0]]), /frame 2, joint 20 holds null/],
    [clip(1, []), /`skeletons` is empty/],
    [clip(1, "none"), /`skeletons` is missing or not a list/],
    [JSON.stringify({ label: 1 }), /`skeletons` is missing/],
    [clip(undefined), /the label is missing/],
    [clip(2), /label 2 contradicts action a01, whose label is 1/],
    [clip("1"), /label "1" contradicts/],
  ];
  for (const [text, message] of cases) {
    assert.throws(
      () => parse(text),
      (error) =>
        error instanceof HglError &&
        error.code === "data" &&
        error.message.startsWith("/d/a01_s01_e00_v01.json: ") &&
        message.test(error.message),
      `${message}`,
    );
  }
  for (const [name, message] of [
    ["a07_s01_e00_v01.json", /no action a07/],
    ["a01_s00_e00_v01.json", /count from 1/],
    ["walk.json", /the name is not of the form/],
  ] as const) {
    assert.throws(() => parse(clip(1), name), message);
  }
});
