import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { checkSkeleton } from "../../../src/common/payloads/skeleton";
import type { SkeletonMotion } from "../../../src/common/payloads/skeleton";
import { fittingDistance, FRONT, projection, turned, zoomed } from "../../../src/renderers/skeleton/camera";
import type { Camera, Projected } from "../../../src/renderers/skeleton/camera";
import { Motion } from "../../../src/renderers/skeleton/motion";
import { bonesOf, gridFor, jointAt } from "../../../src/renderers/skeleton/paint";
import { frameOf, Playback } from "../../../src/renderers/skeleton/playback";
import { heightFor } from "../../../src/renderers/skeleton/view";
import { frameWords, place, spaced, verdict } from "../../../src/renderers/skeleton/words";
import { skeletonPayload } from "./payloads";

function decoded(clips: number, frames: number, bodies: number): SkeletonMotion {
  const check = checkSkeleton(skeletonPayload(clips, frames, bodies));
  assert.ok(check.ok);
  return check.payload;
}

const head: Camera = { yaw: 0, pitch: 0, zoom: 1 };
const spot = (): Projected => ({ x: 0, y: 0, scale: 0, near: 0 });
const metre = fc.double({ min: -3, max: 3, noNaN: true });
const anyCamera = fc.record({
  yaw: fc.double({ min: -7, max: 7, noNaN: true }),
  pitch: fc.double({ min: -1.4, max: 1.4, noNaN: true }),
  zoom: fc.constant(1),
});

test("from the front: the middle in the middle, x to the right, y up, nearer is larger", () => {
  const project = projection(head, 5, 400, 300);
  const at = (x: number, y: number, z: number): Projected => {
    const into = spot();
    project(x, y, z, into);
    return into;
  };
  const middle = at(0, 0, 0);
  assert.deepEqual([middle.x, middle.y], [200, 150]);
  assert.ok(at(1, 0, 0).x > 200 && at(0, 1, 0).y < 150);
  assert.ok(at(0, 0, 1).scale > middle.scale && at(0, 0, 1).near > 0);
  const above = spot();
  projection({ ...head, pitch: 0.5 }, 5, 400, 300)(0, 0, -1, above);
  assert.ok(above.y < 150, "seen from above, what is behind lies higher");
});

test("turning keeps sizes: two points are as far apart in space whatever the camera, and a full turn is none", () => {
  fc.assert(
    fc.property(anyCamera, metre, metre, metre, (camera, x, y, z) => {
      const [one, two] = [spot(), spot()];
      const project = projection(camera, 100, 400, 300);
      project(x, y, z, one);
      // Back from the picture to the camera's own axes, where the distance from the middle must be what it was.
      const [right, up] = [(one.x - 200) / one.scale, (150 - one.y) / one.scale];
      assert.ok(Math.abs(Math.hypot(right, up, one.near) - Math.hypot(x, y, z)) < 1e-9);
      projection(turned(camera, 2 * Math.PI, 0), 100, 400, 300)(x, y, z, two);
      assert.ok(Math.hypot(one.x - two.x, one.y - two.y) < 1e-6);
    }),
  );
});

test("a fitted camera shows every point of the clip at any turn, and is not far too wide", () => {
  const points = fc.array(fc.tuple(metre, metre, metre), { minLength: 1, maxLength: 30 });
  const yaw = fc.double({ min: -4, max: 4, noNaN: true });
  fc.assert(
    fc.property(points, yaw, fc.double({ min: 0.4, max: 3, noNaN: true }), (all, turn, aspect) => {
      const rings = all.map(([x, y, z]) => ({ y, radius: Math.hypot(x, z) }));
      const distance = fittingDistance(rings, aspect);
      const project = projection({ ...FRONT, yaw: turn }, distance, 300 * aspect, 300);
      for (const [x, y, z] of all) {
        const into = spot();
        project(x, y, z, into);
        assert.ok(into.x >= -1e-6 && into.x <= 300 * aspect + 1e-6 && into.y >= -1e-6 && into.y <= 300 + 1e-6);
      }
    }),
  );
  const upright = [-1, 1].map((y) => ({ y, radius: 0.01 }));
  const into = spot();
  projection(FRONT, fittingDistance(upright, 1), 300, 300)(0, 1, 0, into);
  assert.ok(into.y < 45, "a standing body fills the height");
});

test("the camera stays within its limits", () => {
  fc.assert(
    fc.property(
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
      (by, factor) => {
        const camera = zoomed(turned(FRONT, by, by), factor);
        assert.ok(Math.abs(camera.yaw) <= Math.PI + 1e-6 && Math.abs(camera.pitch) < Math.PI / 2);
        assert.ok(camera.zoom >= 0.3 && camera.zoom <= 12);
      },
    ),
  );
});

test("a clip knows its room: metres, absent bodies, floor and reach", () => {
  const payload = decoded(1, 20, 2);
  const motion = new Motion(payload.clips[0]!, 5);
  assert.deepEqual([motion.present(0, 0), motion.present(0, 1), motion.present(1, 1)], [true, false, true]);
  assert.equal(motion.metres(2, 1, 4, 0), 1.11);
  assert.equal(motion.floor, 0.1);
  assert.ok(Math.abs(motion.middle[0] - (-0.3 + (0.3 + 0.8 + 0.095)) / 2) < 1e-9, String(motion.middle));
  const reach = Math.max(...motion.rings.map(({ radius }) => radius));
  assert.equal(motion.radius, reach);
  for (let frame = 1; frame < 20; frame++)
    for (let joint = 0; joint < 5; joint++) {
      const y = motion.metres(frame, 1, joint, 1) - motion.middle[1];
      const away = Math.hypot(
        motion.metres(frame, 1, joint, 0) - motion.middle[0],
        motion.metres(frame, 1, joint, 2) - motion.middle[2],
      );
      assert.ok(motion.rings.some((ring) => ring.radius >= away - 1e-9 && Math.abs(ring.y - y) < 0.1));
    }
});

test("a clip without anybody still has a room", () => {
  const { clips } = decoded(1, 3, 1);
  const motion = new Motion({ ...clips[0]!, coordinates: new Int16Array(3 * 15) }, 5);
  assert.ok(Number.isFinite(fittingDistance(motion.rings, 1)) && motion.floor === -0.9);
  assert.ok(heightFor(200, 1, motion.rings) >= 150);
});

test("playing goes round, at its speed, and does not jump after a pause of the page", () => {
  const playback = new Playback(30, 30);
  assert.equal(playback.advance(0), false);
  playback.playing = true;
  const shown = [];
  for (let time = 50; time <= 1050; time += 50) if (playback.advance(time)) shown.push(playback.frame);
  assert.deepEqual(shown.slice(0, 3), [1, 3, 4]);
  assert.equal(playback.frame, 1, "31.5 frames on is 1.5 round the end");
  playback.advance(1_000_000);
  assert.equal(playback.frame, 4, "a tenth of a second at most");
  playback.rest();
  assert.equal(playback.advance(5_000_000), false);
  playback.speed = 0.25;
  playback.goTo(0);
  playback.advance(5_000_100);
  assert.equal(playback.frame, 0);
  playback.step(-1);
  assert.equal(playback.frame, 29);
  playback.goTo(1e9);
  assert.equal(playback.frame, 29);
  assert.equal(frameOf({ frames: 12 }, 29), 11);
  assert.equal(playback.seconds.toFixed(3), "0.967");
});

test("the frame shown is always one of the clip's", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 500 }),
      fc.array(fc.double({ min: -1e7, max: 1e7, noNaN: true })),
      (length, times) => {
        const playback = new Playback(length, 30);
        playback.playing = true;
        playback.speed = 2;
        for (const time of times) {
          playback.advance(time);
          assert.ok(Number.isInteger(playback.frame) && playback.frame >= 0 && playback.frame < length);
        }
      },
    ),
  );
});

test("the joint under the pointer is the nearest within reach, the one in front among equals", () => {
  const spots = [
    [{ x: 10, y: 10, scale: 1, near: 0 }],
    [],
    [
      { x: 10, y: 10, scale: 1, near: 1 },
      { x: 40, y: 10, scale: 1, near: 0 },
    ],
  ];
  assert.deepEqual(jointAt(spots, 11, 10), { body: 2, joint: 0 });
  assert.deepEqual(jointAt(spots, 35, 10), { body: 2, joint: 1 });
  assert.equal(jointAt(spots, 25, 40), null);
});

test("hands, feet and head are the ends; the grid has round steps", () => {
  assert.deepEqual(bonesOf([-1, 0, 1, 1, 1], [0, 0, 0, 1, 2]).ends, [2, 3, 4]);
  for (const [radius, step] of [
    [0.9, 0.5],
    [0.3, 0.1],
    [0.05, 0.02],
    [3, 1],
    [30, 10],
  ] as const)
    assert.ok(Math.abs(gridFor(radius) - step) < 1e-9, `${radius}: ${gridFor(radius)}`);
});

test("words", () => {
  assert.deepEqual(["leftUpperArm", "head_tip", "HeadTip", "RElbow", "C7", ""].map(spaced), [
    "left upper arm",
    "head tip",
    "head tip",
    "R elbow",
    "C7",
    "",
  ]);
  assert.equal(place(0.306, -0.001, -1.2), "x 0.31  y 0.00  z −1.20 m");
  assert.equal(frameWords(11, 90, 30), "frame 12 of 90, 0.37 s");
  assert.equal(verdict("wave", null), null);
  assert.deepEqual(verdict("wave", "wave"), { right: true, words: "recognised" });
  assert.deepEqual(verdict("wave", "\u202e"), { right: false, words: "taken for an unnamed class" });
});
