import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { FieldLines } from "../../src/model/data/ntu/lines";
import { parseSkeletonFile } from "../../src/model/data/ntu/skeletonFile";
import { bytesOf, skeletonText } from "../fixtures/data/skeletonText";

function decimal(text: string): number {
  const lines = new FieldLines(bytesOf(`${text}\n`), "a");
  lines.next();
  return lines.decimal();
}

test("a decimal is read as Number reads it, however it is written", () => {
  const digits = fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: 1, maxLength: 20 });
  const written = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
    fc.float({ noNaN: true, noDefaultInfinity: true }).map((value) => value.toPrecision(7)),
    fc
      .tuple(fc.constantFrom("", "-", "+"), digits, digits, fc.constantFrom("", "e3", "E-07", "e+12", "e-30", "e22"))
      .map(([sign, whole, part, exponent]) => `${sign}${whole}.${part}${exponent}`),
  );
  fc.assert(
    fc.property(written, (text) => assert.ok(Object.is(decimal(text), Number(text)), text)),
    { numRuns: 3000 },
  );
});

test("whatever bodies come and go, a file gives back each one's frames in order", () => {
  // Without -0, which a plain print writes as 0.
  const coordinate = fc.float({ min: -8, max: 8, noNaN: true }).map((value) => value + 0);
  const presence = fc.array(fc.subarray([0, 1, 2, 3]), { maxLength: 12 });
  fc.assert(
    fc.property(presence, fc.array(coordinate, { minLength: 7, maxLength: 7 }), (frames, pool) => {
      const point = (frame: number, body: number, joint: number) =>
        [0, 1, 2].map((axis) => pool[(frame * 31 + body * 17 + joint * 5 + axis) % 7]!) as [number, number, number];
      const jointsOf = (frame: number, body: number) =>
        Array.from({ length: 25 }, (_, joint) => point(frame, body, joint));
      const bodies = [0, 1, 2, 3].map((body) => ({
        id: `${body}`,
        joints: frames.map((present, frame) => (present.includes(body) ? jointsOf(frame, body) : undefined!)),
      }));
      const { frames: count, bodies: read } = parseSkeletonFile(bytesOf(skeletonText(frames.length, bodies)), "a");
      const shown = frames.flatMap((present, frame) => (present.length > 0 ? [frame] : []));
      assert.equal(count, shown.length);
      for (const { id, seen, joints } of read) {
        const at = shown.flatMap((frame, place) => (frames[frame]!.includes(Number(id)) ? [place] : []));
        assert.deepEqual(seen, at);
        const expected = at.flatMap((place) => jointsOf(shown[place]!, Number(id)).flat());
        assert.deepEqual(joints, Float32Array.from(expected));
      }
      assert.equal(read.length, new Set(frames.flat()).size);
    }),
    { numRuns: 200 },
  );
});
