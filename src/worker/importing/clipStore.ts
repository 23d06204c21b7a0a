import { createHash } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { z } from "zod";
import { HglError } from "../../common/errors";
import { frameSize, packedDataset } from "../../model/data/dataset";
import type { Clip, Dataset } from "../../model/data/dataset";
import { DATASET_FACTS, factsFrom, factsJson, label, whole } from "./datasetFacts";

/**
 * The `.hgl-clips` file: a whole data set in one compact, checked file.
 *
 *     8 bytes   "HGLCLIPS"
 *     u32 LE    version, 2
 *     u32 LE    header length
 *     u32 LE    payload length
 *     header    UTF-8 JSON (HEADER below)
 *     payload   raw deflate
 *     32 bytes  SHA-256 of everything before
 *
 * The payload inflates to two byte planes, all low bytes and then all high bytes, of one uint16 per value. Clip after clip
 * and coordinate after coordinate (M V 3 of them, M the clip's own bodies), a coordinate's frames stand together: round(value * unitsPerMetre) as
 * int16, the first as it is, every other as the difference from the frame before modulo 2^16, zigzag-coded. A value
 * comes back as float32(integer / unitsPerMetre): at most 0.5 / unitsPerMetre metres from what was written, and exactly it
 * where the source was recorded in those units.
 */
export const CLIP_STORE_MAGIC = "HGLCLIPS";
export const CLIP_STORE_VERSION = 2;

const FIXED_BYTES = 20;
const HASH_BYTES = 32;
const MOST_HEADER_BYTES = 64 * 2 ** 20;
const MOST_VALUES = 2 ** 28;
const MOST_FRAMES = 100_000;
const MOST_BODIES = 16;

const HEADER = DATASET_FACTS.extend({
  unitsPerMetre: z.number().positive(),
  /** id, label, subject, view, set-up, frames, bodies. */
  clips: z
    .array(
      z.tuple([label, whole, whole, whole, whole, z.int().min(1).max(MOST_FRAMES), z.int().min(1).max(MOST_BODIES)]),
    )
    .min(1),
});

type Header = z.infer<typeof HEADER>;

/** True when the bytes start like a `.hgl-clips` file. */
export function isClipStore(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, CLIP_STORE_MAGIC.length)).toString("latin1") === CLIP_STORE_MAGIC;
}

/** The units in which the values come back exactly when they are whole millimetres, otherwise the finest that fit 16 bits. */
export function fittingUnits(values: Float32Array): number {
  let largest = 0;
  let millimetres = true;
  for (const value of values) {
    largest = Math.max(largest, Math.abs(value));
    millimetres &&= Math.fround(Math.round(value * 1000) / 1000) === value;
  }
  if (millimetres && largest * 1000 <= 32767) return 1000;
  const finest = 32767 / largest;
  return finest >= 1 ? Math.floor(finest) : finest;
}

/** The bytes of a `.hgl-clips` file; equal data sets give equal bytes under one zlib. Throws HglError "data" for one too large for a single file. */
export function encodeClipStore(dataset: Dataset, unitsPerMetre?: number): Uint8Array {
  const values = allValues(dataset);
  const units = unitsPerMetre ?? fittingUnits(values);
  const header: Header = {
    ...factsJson(dataset),
    unitsPerMetre: units,
    clips: dataset.clips.map(({ id, label, subject, view, setup, frames, bodies }) => [
      id,
      label,
      subject,
      view,
      setup,
      frames,
      bodies,
    ]),
  };
  const headerBytes = Buffer.from(JSON.stringify(HEADER.parse(header)));
  const payload = deflateRawSync(packed(dataset, values, units), { level: 9 });
  const fixed = Buffer.alloc(FIXED_BYTES);
  fixed.write(CLIP_STORE_MAGIC, "latin1");
  fixed.writeUInt32LE(CLIP_STORE_VERSION, 8);
  fixed.writeUInt32LE(headerBytes.length, 12);
  fixed.writeUInt32LE(payload.length, 16);
  const body = Buffer.concat([fixed, headerBytes, payload]);
  return Buffer.concat([body, createHash("sha256").update(body).digest()]);
}

function allValues({ name, clips, layout, values }: Dataset): Float32Array {
  const total = clips.reduce((sum, clip) => sum + clip.frames * frameSize(clip, layout), 0);
  if (total > MOST_VALUES) {
    const what = `${total} values are more than the ${MOST_VALUES} of one .hgl-clips file`;
    throw new HglError({ code: "data", where: name, what, next: "write a folder: a name without .hgl-clips" });
  }
  const all = new Float32Array(total);
  let to = 0;
  clips.forEach((_, at) => {
    const own = values.of(at);
    all.set(own, to);
    to += own.length;
  });
  return all;
}

/**
 * Reads what encodeClipStore wrote. `where` names the file in errors. Throws HglError "data" for anything else: another
 * kind of file, a newer version, a wrong length, a wrong hash, a header or label that makes no sense.
 */
export function decodeClipStore(bytes: Uint8Array, where: string): Dataset {
  const fail = (what: string, next = "fetch or export the file again"): never => {
    throw new HglError({ code: "data", where, what, next });
  };
  if (!isClipStore(bytes)) fail("this is not an .hgl-clips file", "name a file that `hgl data import` wrote");
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.length < FIXED_BYTES + HASH_BYTES) fail(`the file ends after ${file.length} bytes`);
  const version = file.readUInt32LE(8);
  if (version !== CLIP_STORE_VERSION) {
    fail(`the file has version ${version}, this program reads ${CLIP_STORE_VERSION}`, "update HocSLM Notebook");
  }
  const headerLength = file.readUInt32LE(12);
  const expected = FIXED_BYTES + headerLength + file.readUInt32LE(16) + HASH_BYTES;
  if (expected !== file.length) fail(`the file has ${file.length} bytes where its lengths say ${expected}`);
  if (headerLength > MOST_HEADER_BYTES) fail(`a header of ${headerLength} bytes is over the limit`);
  const hash = createHash("sha256").update(file.subarray(0, -HASH_BYTES)).digest();
  if (!hash.equals(file.subarray(-HASH_BYTES))) fail("the file's hash does not match its content");

  const header = parseHeader(file.subarray(FIXED_BYTES, FIXED_BYTES + headerLength), fail);
  const facts = factsFrom(header, where);
  let total = 0;
  const clips = header.clips.map(([id, label, subject, view, setup, frames, bodies]): Clip => {
    total += frames * frameSize({ bodies }, facts.layout);
    return { id, label, subject, view, setup, frames, bodies };
  });
  if (total > MOST_VALUES) fail(`${total} values are over the limit of ${MOST_VALUES}`);
  const planes = inflate(file.subarray(FIXED_BYTES + headerLength, -HASH_BYTES), 2 * total, fail);
  return packedDataset(facts, clips, unpacked(planes, clips, facts.layout, header.unitsPerMetre));
}

type Fail = (what: string, next?: string) => never;

function parseHeader(bytes: Buffer, fail: Fail): Header {
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString("utf8"));
  } catch {
    return fail("the header is not JSON");
  }
  const parsed = HEADER.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  return fail(`header field ${issue.path.join(".") || "(top)"}: ${issue.message}`);
}

function inflate(payload: Buffer, length: number, fail: Fail): Buffer {
  let planes: Buffer;
  try {
    planes = inflateRawSync(payload, { maxOutputLength: length });
  } catch {
    return fail(`the payload does not inflate to its ${length} bytes`);
  }
  return planes.length === length
    ? planes
    : fail(`the payload inflates to ${planes.length} bytes instead of ${length}`);
}

function packed({ name, clips, layout }: Dataset, values: Float32Array, unitsPerMetre: number): Buffer {
  const planes = Buffer.alloc(2 * values.length);
  let to = 0;
  for (const clip of clips) {
    const floats = frameSize(clip, layout);
    const start = to;
    for (let coordinate = 0; coordinate < floats; coordinate++) {
      let before = 0;
      for (let frame = 0; frame < clip.frames; frame++) {
        const quantised = Math.round(values[start + frame * floats + coordinate]! * unitsPerMetre);
        if (Math.abs(quantised) > 32767) {
          const what = `frame ${frame + 1} lies ${Math.abs(quantised / unitsPerMetre)} m from the origin, too far for 16 bits`;
          throw new HglError({
            code: "data",
            where: `${name}, clip ${clip.id}`,
            what,
            next: "write fewer units per metre",
          });
        }
        const change = ((quantised - before) << 16) >> 16;
        const zigzag = ((change << 1) ^ (change >> 15)) & 0xffff;
        planes[to] = zigzag & 0xff;
        planes[values.length + to] = zigzag >> 8;
        before = quantised;
        to++;
      }
    }
  }
  return planes;
}

function unpacked(
  planes: Buffer,
  clips: readonly Clip[],
  layout: Dataset["layout"],
  unitsPerMetre: number,
): Float32Array {
  const values = new Float32Array(planes.length / 2);
  let from = 0;
  for (const clip of clips) {
    const floats = frameSize(clip, layout);
    const start = from;
    for (let coordinate = 0; coordinate < floats; coordinate++) {
      let quantised = 0;
      for (let frame = 0; frame < clip.frames; frame++) {
        const zigzag = planes[from]! | (planes[values.length + from]! << 8);
        const change = (zigzag >>> 1) ^ -(zigzag & 1);
        quantised = ((quantised + change) << 16) >> 16;
        values[start + frame * floats + coordinate] = quantised / unitsPerMetre;
        from++;
      }
    }
  }
  return values;
}
