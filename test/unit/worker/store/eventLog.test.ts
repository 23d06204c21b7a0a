import assert from "node:assert/strict";
import * as fs from "node:fs";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { effectiveEvents, stateOf } from "../../../../src/common/runHistory";
import type { RunEvent } from "../../../../src/common/runRecord";
import { decodeLine, encodeLine, EventLog, parseLog, readLog } from "../../../../src/worker/store/eventLog";

let folder = "";
let path = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "hgl-log-"));
  path = join(folder, "events.ndjson");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const step = (n: number): RunEvent => ({
  at: n,
  type: "step",
  epoch: 1,
  step: n,
  loss: 1 / n,
  lr: 0.1,
  gradNorm: 1,
  clipsPerSecond: 9,
});
const warning: RunEvent = { at: 5, type: "warning", message: 'ümlaut ✓ "quoted" }\u2028 newline \n inside' };

function write(events: readonly RunEvent[]): void {
  const { log } = EventLog.open(path);
  for (const event of events) log.append(event, event.type !== "step");
  log.close();
}

test("what is appended is read back, over several sittings, as plain ndjson", () => {
  write([step(1), warning]);
  write([step(2)]);
  assert.deepEqual(readLog(path), {
    events: [step(1), warning, step(2)],
    validBytes: readFileSync(path).length,
    tornBytes: 0,
    damagedLines: [],
  });
  const lines = readFileSync(path, "utf8").trimEnd().split("\n");
  assert.deepEqual(
    lines.map((line) => (JSON.parse(line) as { event: RunEvent }).event),
    [step(1), warning, step(2)],
  );
});

test("a log cut at any byte loses the torn line only, and the writer cuts it off", () => {
  write([step(1), warning, step(2)]);
  const whole = readFileSync(path);
  const ends = [...whole].flatMap((byte, i) => (byte === 10 ? [i + 1] : []));
  for (let length = 0; length <= whole.length; length++) {
    writeFileSync(path, whole.subarray(0, length));
    const kept = ends.filter((end) => end <= length).length;
    const { log, content } = EventLog.open(path);
    log.append(step(3), true);
    log.close();
    assert.equal(content.events.length, kept);
    assert.equal(content.tornBytes, length - (ends[kept - 1] ?? 0));
    assert.deepEqual(readLog(path).events, [...[step(1), warning, step(2)].slice(0, kept), step(3)]);
    assert.equal(readLog(path).tornBytes, 0);
  }
});

test("a flipped bit anywhere costs its own line and is reported", () => {
  write([step(1), step(2), step(3)]);
  const whole = readFileSync(path);
  const first = whole.indexOf(10) + 1;
  const second = whole.indexOf(10, first) + 1;
  for (let at = first; at < second - 1; at++) {
    const damaged = Buffer.from(whole);
    damaged[at]! ^= 4;
    const { events, damagedLines, tornBytes } = parseLog(damaged);
    assert.deepEqual(events.at(-1), step(3));
    assert.equal(tornBytes, 0);
    // A flip may make a line feed, which makes two bad lines of one.
    assert.ok(damagedLines.length >= 1 && damagedLines[0] === 2, `byte ${at}`);
    assert.equal(events.length, 2);
  }
});

test("a line whose length or checksum lies is no event", () => {
  const line = Buffer.from(encodeLine(step(1)))
    .toString()
    .trimEnd();
  assert.deepEqual(decodeLine(Buffer.from(line)), step(1));
  for (const wrong of [
    line.replace(/"bytes":\d+/, '"bytes":1'),
    line.replace(/"crc32":"./, '"crc32":"x'),
    line.replace('"loss":1', '"loss":2'),
    `${line} `,
    "",
    "{}",
  ])
    assert.equal(decodeLine(Buffer.from(wrong)), undefined, wrong);
});

test("half a line that a full disk left is taken back, so that the next line is whole", () => {
  let full = false;
  const files = {
    ...fs,
    writeSync: ((handle: number, bytes: Uint8Array, offset: number, length: number) => {
      if (!full) return fs.writeSync(handle, bytes, offset, length);
      if (offset > 0) throw Object.assign(new Error("ENOSPC"), { code: "ENOSPC" });
      return fs.writeSync(handle, bytes, offset, 10);
    }) as typeof fs.writeSync,
  };
  const { log } = EventLog.open(path, files);
  log.append(step(1), true);
  full = true;
  assert.throws(
    () => log.append(step(2), true),
    /events\.ndjson: writing the event log failed: no space left on the device; free some space/,
  );
  full = false;
  log.append(step(3), true);
  log.close();
  assert.deepEqual(readLog(path).events, [step(1), step(3)]);
  assert.deepEqual(readLog(path).damagedLines, []);
});

test("foreign bytes at the end are a torn tail, not events", () => {
  write([step(1)]);
  appendFileSync(path, "hello\nworld");
  assert.equal(readLog(path).tornBytes, 11);
});

const start = (resumedAt: number | null): RunEvent => ({
  at: 0,
  type: "start",
  runId: "r",
  seed: 1,
  epochs: 3,
  stepsPerEpoch: 2,
  resumedAt,
});
const epoch = (n: number): RunEvent => ({
  at: 0,
  type: "epoch",
  epoch: n,
  loss: 1,
  trainTop1: 0,
  validation: null,
  seconds: 1,
});

test("after a resume the repeated steps and epochs count once", () => {
  const events = [
    start(null),
    step(1),
    step(2),
    epoch(1),
    step(3),
    step(4),
    epoch(2),
    start(2),
    step(3),
    step(4),
    epoch(2),
    step(5),
  ];
  const told = effectiveEvents(events).flatMap((event) =>
    event.type === "step" ? [event.step] : event.type === "epoch" ? [-event.epoch] : [],
  );
  assert.deepEqual(told, [1, 2, -1, 3, 4, -2, 5]);
  assert.deepEqual(
    effectiveEvents([start(null), step(1), start(null)]).filter(({ type }) => type === "step"),
    [],
  );
});

test("the state follows from the log and the lock", () => {
  const failed: RunEvent = { at: 0, type: "failed", step: 1, message: "m" };
  const interrupted: RunEvent = { at: 0, type: "interrupted", step: 1 };
  assert.equal(stateOf([], "none"), "new");
  assert.equal(stateOf([start(null)], "training"), "running");
  assert.equal(stateOf([], "waiting"), "queued");
  assert.equal(stateOf([start(null), step(1)], "none"), "interrupted");
  assert.equal(stateOf([start(null), interrupted], "none"), "interrupted");
  assert.equal(stateOf([start(null), failed], "none"), "failed");
  assert.equal(stateOf([start(null), failed, start(1)], "none"), "interrupted");
});
