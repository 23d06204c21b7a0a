import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { checkSkeleton, MOST_SKELETON_CLIPS } from "../../../../src/common/payloads/skeleton";
import { skeletonPayload } from "../../renderers/payloads";

const good = skeletonPayload(2, 3, 2);

test("a good payload comes back with its coordinates as numbers", () => {
  const check = checkSkeleton(good);
  assert.ok(check.ok);
  const { clips, ...rest } = check.payload;
  const { clips: given, ...facts } = good;
  assert.deepEqual(rest, facts);
  clips.forEach(({ coordinates, ...clip }, i) => {
    const { coordinates: text, ...same } = given[i]!;
    assert.deepEqual(clip, { ...same, note: null, vectors: null, probabilities: null });
    assert.equal(Buffer.from(coordinates.buffer).toString("base64"), text);
  });
});

test("a stream's lines and the probabilities of classes come back as they are told", () => {
  const { coordinates, unit } = good.clips[0]!;
  const probabilities = {
    from: 0,
    to: 2.5,
    classes: ["wave", "clap"],
    values: [
      [0.5, 1],
      [0.5, 0],
    ],
  };
  const more = { note: "stream K", vectors: { unit, coordinates, joint: "end", stretch: 2 }, probabilities };
  const check = checkSkeleton({ ...good, clips: [{ ...good.clips[0], ...more }] });
  assert.ok(check.ok);
  const [clip] = check.payload.clips;
  assert.deepEqual(clip!.probabilities, probabilities);
  assert.equal(clip!.note, "stream K");
  assert.deepEqual(clip!.vectors!.coordinates, clip!.coordinates);
  assert.deepEqual([clip!.vectors!.joint, clip!.vectors!.stretch], ["end", 2]);
});

test("hostile payloads are refused with their reason", () => {
  const clip = (more: object): unknown => ({ ...good, clips: [{ ...good.clips[0], ...more }] });
  const cases: [unknown, RegExp][] = [
    [null, /not an object/],
    [{ ...good, kind: "training" }, /kind is "training"/],
    [{ ...good, joints: [] }, /there are no joints/],
    [{ ...good, joints: new Array(1000) }, /joints has 1000 items/],
    [{ ...good, joints: ["a", 2] }, /joints\[1\] is not a text/],
    [{ ...good, parts: [] }, /there are no parts/],
    [{ ...good, parents: [-1, 0] }, /parents has 2 items for 5 joints/],
    [{ ...good, parents: [-1, 0, 1, 1, 5] }, /parents\[4\] is 5, not a whole number from -1 to 4/],
    [{ ...good, parents: [-2, 0, 1, 1, 1] }, /parents\[0\] is -2/],
    [{ ...good, partOf: [0, 0, 0, 0, 3] }, /partOf\[4\] is 3/],
    [{ ...good, framesPerSecond: 0 }, /framesPerSecond is 0/],
    [{ ...good, framesPerSecond: NaN }, /framesPerSecond is NaN/],
    [{ ...good, clips: [] }, /there are no clips/],
    [{ ...good, clips: new Array(MOST_SKELETON_CLIPS + 1) }, /clips has 17 items/],
    [clip({ frames: 0 }), /frames is 0/],
    [clip({ note: 7 }), /note is 7, not a text/],
    [clip({ vectors: 7 }), /vectors is not an object/],
    [
      clip({ vectors: { unit: 1, coordinates: "", joint: "end", stretch: 1 } }),
      /vectors\.coordinates is not the base64/,
    ],
    [clip({ vectors: { unit: 1, joint: "both" } }), /joint is "both"/],
    [clip({ probabilities: { from: 0, to: 99, classes: [], values: [] } }), /to is 99/],
    [clip({ probabilities: { from: 0, to: 2, classes: ["a"], values: [] } }), /no value for each class/],
    [clip({ probabilities: { from: 0, to: 2, classes: ["a"], values: [[2]] } }), /not a share from 0 to 1/],
    [clip({ probabilities: { from: 0, to: 2, classes: ["a", "b"], values: [[1], [0, 0]] } }), /no value for each/],
    [clip({ frames: 4 }), /coordinates is not the base64 of 120 numbers/],
    [clip({ frames: 99_999, bodies: 16 }), /more than 8388608 coordinates/],
    [clip({ unit: Infinity }), /unit is Infinity/],
    [clip({ coordinates: "" }), /base64 of 90 numbers/],
    [clip({ coordinates: good.clips[0]!.coordinates.replace(/./, "*") }), /base64/],
    [clip({ coordinates: "A".repeat(10_000) }), /longer than/],
    [clip({ predicted: 3 }), /predicted is 3/],
    [clip({ id: undefined }), /id is undefined/],
  ];
  for (const [value, reason] of cases) {
    const check = checkSkeleton(value);
    assert.ok(!check.ok, String(reason));
    assert.match(check.reason, reason);
  }
});

test("any value is either refused or a payload whose sizes agree", () => {
  const anything = fc.anything({ withNullPrototype: true, withBigInt: true, withSparseArray: true });
  const fields = fc.constantFrom(...Object.keys(good));
  const clipFields = fc.constantFrom(...Object.keys(good.clips[0]!));
  const near = fc.oneof(
    fc.tuple(fields, anything).map(([field, value]) => ({ ...good, [field]: value })),
    fc
      .tuple(clipFields, anything)
      .map(([field, value]) => ({ ...good, clips: [{ ...good.clips[0], [field]: value }] })),
  );
  fc.assert(
    fc.property(fc.oneof(anything, near), (value) => {
      const check = checkSkeleton(value);
      if (!check.ok) return assert.ok(check.reason.length > 0);
      const { joints, parents, partOf, clips } = check.payload;
      assert.deepEqual([parents.length, partOf.length], [joints.length, joints.length]);
      for (const { frames, bodies, coordinates } of clips)
        assert.equal(coordinates.length, frames * bodies * joints.length * 3);
    }),
    { numRuns: 500 },
  );
});
