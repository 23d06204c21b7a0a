import assert from "node:assert/strict";
import { test } from "node:test";
import { checkSkeleton, type DecodedClip } from "../../../../../src/common/payloads/skeleton";
import type { Stream } from "../../../../../src/common/vocabulary";
import { fillBatch } from "../../../../../src/model/data/batch";
import { completeData, dataSchema } from "../../../../../src/notebook/cells/data";
import { facing } from "../../../../../src/worker/running/views/movement";
import { recordedValues, skeletonPayload } from "../../../../../src/worker/running/views/skeletonClips";
import { clipForms } from "../../../../../src/worker/running/views/skeletonForms";
import { syntheticDataset } from "../../../../fixtures/data/synthetic";
import { smallDataset } from "../../training/fakes";

const dataset = smallDataset();
const { layout } = dataset;
const joints = layout.joints.length;
const config = completeData(dataSchema.parse({ source: "ui-prmd", window: 16 }));

function shown(streams: Stream[], augmented = false): readonly DecodedClip[] {
  const forms = clipForms(streams, augmented, config, 3);
  const check = checkSkeleton(skeletonPayload("", dataset, [{ clip: 5, predicted: 0 }], forms));
  assert.ok(check.ok, check.ok ? "" : check.reason);
  return check.payload.clips;
}

/** Metres of a joint, or of its line as long as it is. */
function at({ unit, coordinates }: { unit: number; coordinates: Int16Array }, frame: number, joint: number): number[] {
  return [0, 1, 2].map((axis) => unit * coordinates[(frame * joints + joint) * 3 + axis]!);
}

function near(one: readonly number[], other: readonly number[], within: number, what: string): void {
  one.forEach((value, axis) => assert.ok(Math.abs(value - other[axis]!) <= within, `${what}: ${one} and ${other}`));
}

test("the joints alone are the recording, and nothing is said of them", () => {
  const [clip, ...others] = shown(["J"]);
  assert.equal(others.length, 0);
  assert.deepEqual([clip!.note, clip!.vectors, clip!.frames], [null, null, dataset.clips[5]!.frames]);
});

for (const [stream, ancestors] of [
  ["B", layout.parents],
  ["K", layout.secondAncestors],
] as const) {
  test(`the lines of ${stream} end at the joint and start at its ancestor; the others have none`, () => {
    const [clip] = shown([stream]);
    const vectors = clip!.vectors!;
    assert.deepEqual([vectors.joint, vectors.stretch, clip!.note], ["end", 1, `stream ${stream}`]);
    for (let frame = 0; frame < clip!.frames; frame++)
      layout.joints.forEach((name, joint) => {
        const ancestor = ancestors[joint]!;
        const own = at(vectors, frame, joint);
        if (ancestor < 0) return assert.deepEqual(own.map(Math.abs), [0, 0, 0], name);
        const start = at(clip!, frame, joint).map((value, axis) => value - own[axis]!);
        near(start, at(clip!, frame, ancestor), 3 * (clip!.unit + vectors.unit), name);
      });
  });
}

test("the lines of JM lead to the joint's place in the next frame", () => {
  const [clip] = shown(["JM"]);
  const vectors = clip!.vectors!;
  assert.equal(vectors.joint, "start");
  assert.match(clip!.note!, /stream JM, drawn 8 times as long/);
  for (let frame = 0; frame + 1 < clip!.frames; frame++)
    for (let joint = 0; joint < joints; joint++) {
      const next = at(clip!, frame, joint).map((value, axis) => value + at(vectors, frame, joint)[axis]!);
      near(next, at(clip!, frame + 1, joint), 3 * (clip!.unit + vectors.unit), `frame ${frame}`);
    }
});

test("the augmented clip is what the loader makes of it, told with its epoch and seed", () => {
  const [recorded, augmented, ...others] = shown(["J"], true);
  assert.equal(others.length, 0);
  assert.equal(recorded!.note, null);
  assert.match(augmented!.note!, /^as epoch 1 trains it with seed 3/);
  assert.deepEqual([augmented!.id, augmented!.frames, augmented!.bodies], [recorded!.id, 16, layout.bodies]);
  const x = new Float32Array(layout.bodies * 3 * joints * 16);
  fillBatch(x, dataset, [5], { ...config, stream: "J" }, { seed: 3, epoch: 1, training: true, first: 0 });
  // It is turned as its recording is, so that both are seen from the same side.
  const turn = facing(recordedValues(dataset, 5), dataset)[0];
  for (let frame = 0; frame < 16; frame++)
    for (let joint = 0; joint < joints; joint++) {
      const made = [turn, 1, turn].map((sign, axis) => sign * x[(axis * joints + joint) * 16 + frame]!);
      near(at(augmented!, frame, joint), made, 2 * augmented!.unit, `frame ${frame}`);
    }
});

test("every stream asked for is shown, recorded first, and never more clips than the player holds", () => {
  const notes = shown(["J", "K", "BM"], true).map(({ note }) => note);
  assert.equal(notes.length, 6);
  assert.match(notes[4]!, /^stream K, as epoch 1/);
  const forms = clipForms(["J", "B", "K", "JM", "BM", "KM"], true, config, 1);
  const picks = [0, 1, 2, 3].map((clip) => ({ clip, predicted: null }));
  assert.equal(skeletonPayload("", dataset, picks, forms).clips.length, 12);
});

test("each clip is shown with its own bodies, and a picture's places upright and flat", () => {
  const pair = syntheticDataset("openpose18", [{ frames: 3, bodies: 1 }, { frames: 4 }], (_, __, ___, joint, axis) =>
    axis === 2 ? 0.9 : (joint + 1) / 40,
  );
  for (const streams of [["J"], ["B", "JM"]] as Stream[][]) {
    const payload = skeletonPayload(
      "",
      { ...pair, coordinates: "xyc" },
      [
        { clip: 0, predicted: null },
        { clip: 1, predicted: null },
      ],
      clipForms(streams, true, config, 3),
    );
    const check = checkSkeleton(payload);
    assert.ok(check.ok, check.ok ? "" : check.reason);
    const { clips } = check.payload;
    assert.deepEqual(
      clips.filter(({ note }) => !note?.includes("epoch")).map(({ bodies, frames }) => [bodies, frames]),
      streams.flatMap(() => [[1, 3]]).concat(streams.flatMap(() => [[2, 4]])),
    );
    const [x, y, z] = [0, 1, 2].map((axis) => clips[0]!.unit * clips[0]!.coordinates[axis]!);
    assert.ok(x! > 0 && Math.abs(x! + y!) <= clips[0]!.unit && z === 0, `${x}, ${y}, ${z}`);
  }
});
