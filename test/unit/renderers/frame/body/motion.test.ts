import assert from "node:assert/strict";
import { test } from "node:test";
import { checkSkeleton } from "../../../../../src/common/payloads/skeleton";
import type { SkeletonMotion } from "../../../../../src/common/payloads/skeleton";
import { fittingDistance } from "../../../../../src/renderers/frame/body/camera";
import { Motion } from "../../../../../src/renderers/frame/body/motion";
import { skeletonPayload } from "../../payloads";

function decoded(clips: number, frames: number, bodies: number): SkeletonMotion {
  const check = checkSkeleton(skeletonPayload(clips, frames, bodies));
  assert.ok(check.ok);
  return check.payload;
}

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
});
