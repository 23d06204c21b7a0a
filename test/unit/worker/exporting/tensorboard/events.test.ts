import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { crc32c } from "../../../../../src/common/crc32";
import { maskedCrc } from "../../../../../src/worker/exporting/tensorboard/records";
import { hgl } from "../../cli/recorder";
import { BEGUN, finishedRun } from "../../runs/finishedRun";
import { smallConfig } from "../../training/fakes";

let root = "";
let file = "";
before(async () => {
  root = mkdtempSync(join(tmpdir(), "hgl-tensorboard-"));
  const run = finishedRun(join(root, ".hgl", "runs"), smallConfig, [1, 0, 1, 1]);
  const to = join(root, "tb");
  for (let again = 0; again < 2; again++) {
    const { status, out } = await hgl("runs", "export", run.id, "--in", root, "--to", to, "--format", "tensorboard");
    assert.equal(status, 0);
    assert.match(out, new RegExp(`^${run.id}  .*base-seed-7-${run.id}\n.*tb: 1 run for tensorboard\n$`));
  }
  const [folder, ...others] = readdirSync(to);
  assert.deepEqual(others, []);
  const files = readdirSync(join(to, folder!));
  assert.deepEqual(files, [`events.out.tfevents.1700000000.${run.id}`], "a second export writes over the first");
  file = join(to, folder!, files[0]!);
});
after(() => rmSync(root, { recursive: true, force: true }));

/** CRC-32C by its definition, a bit at a time, and not by our tables. */
function bitwiseCrc(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0x82f63b78 : 0);
  }
  return ~crc >>> 0;
}

function unmasked(masked: number): number {
  const rotated = (masked - 0xa282ead8) >>> 0;
  return ((rotated >>> 17) | (rotated << 15)) >>> 0;
}

function* recordsOf(bytes: Uint8Array): Generator<Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < bytes.length;) {
    const length = Number(view.getBigUint64(at, true));
    assert.equal(unmasked(view.getUint32(at + 8, true)), bitwiseCrc(bytes.subarray(at, at + 8)));
    const record = bytes.subarray(at + 12, at + 12 + length);
    assert.equal(unmasked(view.getUint32(at + 12 + length, true)), bitwiseCrc(record));
    yield record;
    at += length + 16;
  }
}

/** Fields of a protobuf message by number: varints and fixed numbers as numbers, the rest as bytes. */
function fieldsOf(bytes: Uint8Array): Map<number, number | Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fields = new Map<number, number | Uint8Array>();
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++]!;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const key = varint();
    const [number, wire] = [key >> 3, key & 7];
    if (wire === 0) fields.set(number, varint());
    else if (wire === 1 || wire === 5) {
      fields.set(number, wire === 1 ? view.getFloat64(at, true) : view.getFloat32(at, true));
      at += wire === 1 ? 8 : 4;
    } else {
      const length = varint();
      fields.set(number, bytes.subarray(at, at + length));
      at += length;
    }
  }
  return fields;
}

test("CRC-32C is that of RFC 3720, appendix B.4, and of the check value", () => {
  const iscsiRead = "01c000000000000000000000000000001400000000000400000000140000001828000000000000000200000000000000"; // prettier-ignore
  for (const [bytes, crc] of [
    [new Uint8Array(32), 0x8a9136aa],
    [new Uint8Array(32).fill(255), 0x62a8ab43],
    [Uint8Array.from({ length: 32 }, (_, i) => i), 0x46dd794e],
    [Uint8Array.from({ length: 32 }, (_, i) => 31 - i), 0x113fdb5c],
    [Buffer.from(iscsiRead, "hex"), 0xd9963a56],
    [Buffer.from("123456789"), 0xe3069283],
    [new Uint8Array(0), 0],
  ] as const) {
    assert.equal(crc32c(bytes), crc);
    assert.equal(unmasked(maskedCrc(bytes)), crc);
  }
});

test("an independent reader finds every point with its step and its time", () => {
  const [version, ...events] = [...recordsOf(readFileSync(file))].map(fieldsOf);
  assert.equal(version!.get(1), BEGUN / 1000);
  assert.equal(Buffer.from(version!.get(3) as Uint8Array).toString(), "brain.Event:2");
  const points = events.map((event) => {
    const value = fieldsOf(fieldsOf(event.get(5) as Uint8Array).get(1) as Uint8Array);
    const tag = Buffer.from(value.get(1) as Uint8Array).toString();
    return [tag, event.get(2), Math.round(1000 * (event.get(1) as number)) - BEGUN, value.get(2)] as const;
  });
  const own = (name: string) => points.filter(([tag]) => tag === name).map(([, ...rest]) => rest);
  assert.deepEqual(own("train/loss"), [[3, 500, 1.25], [7, 3500, 0.75]], "what was taken back is not told"); // prettier-ignore
  assert.deepEqual(own("train/lr")[0], [3, 500, Math.fround(0.3)]);
  assert.deepEqual(own("validation/accuracy").map(([step, , value]) => [step, value]), [[5, Math.fround(0.1)], [10, Math.fround(0.2)], [15, Math.fround(0.3)], [20, Math.fround(0.4)]]); // prettier-ignore
  assert.deepEqual(own("epoch/accuracy").at(-1), [20, 8000, 0.5]);
  assert.deepEqual(own("test/accuracy"), [[20, 9000, 0.75]]);
  assert.equal(points.length, 2 * 4 + 4 * 6 + 3);
});

const python = `
import json, sys
from tensorboard.backend.event_processing.event_file_loader import EventFileLoader
for event in EventFileLoader(sys.argv[1]).Load():
    for value in event.summary.value:
        print(json.dumps([value.tag, event.step, event.wall_time, value.tensor.float_val[0]]))
`;

test("TensorBoard itself reads the file", (context) => {
  try {
    execFileSync("python3", ["-c", "import tensorboard"], { stdio: "ignore" });
  } catch {
    return context.skip("Python's tensorboard is not installed here");
  }
  const lines = execFileSync("python3", ["-c", python, file], { encoding: "utf8" }).trim().split("\n");
  const points = lines.map((line) => JSON.parse(line) as [string, number, number, number]);
  assert.equal(points.length, 2 * 4 + 4 * 6 + 3);
  assert.ok(points.some(([tag, step, at, value]) => tag === "train/loss" && step === 7 && at === 1700000003.5 && value === 0.75)); // prettier-ignore
});
