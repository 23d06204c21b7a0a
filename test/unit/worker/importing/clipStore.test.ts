import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { HglError } from "../../../../src/common/errors";
import type { Dataset } from "../../../../src/model/data/dataset";
import { decodeClipStore, encodeClipStore, fittingUnits } from "../../../../src/worker/importing/clipStore";
import { noise, packedOf, syntheticDataset } from "../../../fixtures/data/synthetic";

const millimetres: Dataset = syntheticDataset(
  "ntu25",
  [
    { frames: 5, subject: 3, view: 2 },
    { frames: 1, label: 1, subject: 4, setup: 5, bodies: 1 },
  ],
  (clip, frame, body, joint, axis) => Math.round(noise(5)(clip, frame, body, joint, axis) * 1000) / 1000,
);

const FIXED = 20;
const HASH = 32;

test("millimetres come back bit for bit, with everything that was said about them", () => {
  const bytes = encodeClipStore({ ...millimetres, source: "here", license: "CC0" });
  const back = decodeClipStore(bytes, "file");
  assert.deepEqual(packedOf(back), packedOf(millimetres));
  const facts = { ...millimetres, source: "here", license: "CC0", warnings: [] };
  assert.deepEqual({ ...back, values: null }, { ...facts, values: null });
  assert.deepEqual(encodeClipStore(back), bytes);
});

test("other values come back within half a unit, extremes and jumps across the whole range too", () => {
  const random = syntheticDataset("ucla20", [{ frames: 40 }]);
  const units = fittingUnits(packedOf(random));
  assert.ok(units > 16_000 && units < 17_000, "the finest that reach 2 m with 16 bits");
  const back = packedOf(decodeClipStore(encodeClipStore(random), "file"));
  back.forEach((value, at) => assert.ok(Math.abs(value - packedOf(random)[at]!) <= 0.5 / units + 1e-7));
  const jumping = syntheticDataset("ucla20", [{ frames: 8 }], (_, frame) => (frame % 2 ? -32.767 : 32.767));
  assert.deepEqual(packedOf(decodeClipStore(encodeClipStore(jumping), "file")), packedOf(jumping));
  const distant = syntheticDataset("ucla20", [{ frames: 2 }], () => 1e6);
  assert.ok(Math.abs(packedOf(decodeClipStore(encodeClipStore(distant), "file"))[0]! / 1e6 - 1) < 1e-4);
});

test("a value too far for the chosen units is named", () => {
  assert.throws(
    () =>
      encodeClipStore(
        syntheticDataset("ucla20", [{ frames: 1 }], () => 40),
        1000,
      ),
    (error) => {
      return error instanceof HglError && /clip clip0: frame 1 lies 40 m from the origin/.test(error.message);
    },
  );
});

test("every flipped bit and every truncation is refused as one sentence", () => {
  const bytes = encodeClipStore(millimetres);
  const refused = (changed: Uint8Array, what: string): void =>
    assert.throws(
      () => decodeClipStore(changed, "my.hgl-clips"),
      (error) => error instanceof HglError && error.code === "data" && error.message.startsWith("my.hgl-clips: "),
      what,
    );
  for (let at = 0; at < bytes.length; at += at < 64 ? 1 : 7) {
    const changed = bytes.slice();
    changed[at]! ^= 1 << (at % 8);
    refused(changed, `bit flipped in byte ${at}`);
  }
  for (let length = 0; length < bytes.length; length += 13) refused(bytes.slice(0, length), `cut to ${length} bytes`);
  refused(Buffer.concat([bytes, Buffer.alloc(1)]), "a byte too many");
});

test("a file that is honest about its hash is still checked", () => {
  const cases: [(header: Record<string, unknown>) => unknown, RegExp][] = [
    [(header) => ({ ...header, layout: "ntu26" }), /the skeleton layout cannot be used/],
    [(header) => ({ ...header, coordinates: "pixels" }), /header field coordinates/],
    [(header) => ({ ...header, unitsPerMetre: -1 }), /header field unitsPerMetre/],
    [(header) => ({ ...header, extra: 1 }), /header field/],
    [(header) => ({ ...header, clips: [] }), /header field clips/],
    [
      (header) => ({
        ...header,
        clips: [
          ["a", 7, 1, 1, 0, 5, 2],
          ["b", 0, 1, 1, 0, 1, 1],
        ],
      }),
      /clip a: label 7 is not one of the 2/,
    ],
    [(header) => ({ ...header, clips: [["a", 0, 1, 1, 0, 5, 2]] }), /payload does not inflate to its 1500 bytes/],
    [(header) => ({ ...header, clips: [["a", 0, 1, 1, 0, 9, 2]] }), /payload inflates to 1650 bytes instead of 2700/],
    [(header) => ({ ...header, clips: Array(20).fill(["a", 0, 1, 1, 0, 100_000, 2]) }), /values are over the limit/],
    [(header) => ({ ...header, clips: [["a", 0, 1, 1, 0, 1e9, 2]] }), /header field clips.0.5/],
    [() => [], /header field/],
  ];
  for (const [change, message] of cases) {
    const forged = rebuild(encodeClipStore(millimetres), (header) => Buffer.from(JSON.stringify(change(header))));
    assert.throws(
      () => decodeClipStore(forged, "f"),
      (error) => error instanceof HglError && message.test(error.message),
      `${message}`,
    );
  }
  const notJson = rebuild(encodeClipStore(millimetres), () => Buffer.from("{nonsense"));
  assert.throws(() => decodeClipStore(notJson, "f"), /f: the header is not JSON/);
  const bomb = rebuild(encodeClipStore(millimetres), undefined, deflateRawSync(Buffer.alloc(50_000_000)));
  assert.throws(() => decodeClipStore(bomb, "f"), /does not inflate to its 1650 bytes/);
  const newer = rebuild(encodeClipStore(millimetres), undefined, undefined, 3);
  assert.throws(() => decodeClipStore(newer, "f"), /version 3, this program reads 2; update/);
});

/** The file with parts exchanged, and lengths and hash made to fit. */
function rebuild(
  bytes: Uint8Array,
  newHeader: ((header: Record<string, unknown>) => Buffer) | undefined,
  newPayload?: Buffer,
  version = 2,
): Buffer {
  const file = Buffer.from(bytes);
  const end = FIXED + file.readUInt32LE(12);
  const old = file.subarray(FIXED, end);
  const header = newHeader ? newHeader(JSON.parse(old.toString()) as Record<string, unknown>) : old;
  const payload = newPayload ?? file.subarray(end, -HASH);
  const fixed = Buffer.from(file.subarray(0, FIXED));
  fixed.writeUInt32LE(version, 8);
  fixed.writeUInt32LE(header.length, 12);
  fixed.writeUInt32LE(payload.length, 16);
  const body = Buffer.concat([fixed, header, payload]);
  return Buffer.concat([body, createHash("sha256").update(body).digest()]);
}
