import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { Lock, lockHolder, type LockRecord } from "../../../../src/worker/store/lock";

let folder = "";
let path = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "hgl-lock-"));
  path = join(folder, "lock.json");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const FAST = { beat: 20, patience: 120 };

async function recordOfUs(): Promise<LockRecord> {
  const lock = await Lock.acquire(path, FAST);
  lock.release();
  return lock.record;
}

async function endedPid(): Promise<number> {
  const child = spawn(process.execPath, ["-e", ""]);
  await new Promise((resolve) => child.once("exit", resolve));
  return child.pid!;
}

test("taken, refused to a second, given back", async () => {
  const lock = await Lock.acquire(path, FAST);
  assert.equal(lockHolder(path)?.pid, process.pid);
  await assert.rejects(
    Lock.acquire(path, FAST),
    new RegExp(`this run is being written by process ${process.pid} on .*; wait for it, or stop that process`),
  );
  lock.release();
  assert.equal(lockHolder(path), undefined);
  assert.deepEqual(readdirSync(folder), []);
  (await Lock.acquire(path, FAST)).release();
});

test("the heartbeat counts while the lock is held and stops when it is released", async () => {
  const lock = await Lock.acquire(path, FAST);
  await new Promise((resolve) => setTimeout(resolve, 90));
  const { beat } = JSON.parse(readFileSync(path, "utf8")) as LockRecord;
  assert.ok(beat >= 2, `beat ${beat}`);
  lock.release();
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(existsSync(path), false);
});

test("a holder that is gone from this machine is proven so at once", async () => {
  const pid = await endedPid();
  writeFileSync(path, JSON.stringify({ ...(await recordOfUs()), token: "dead", pid, started: "1" }));
  assert.equal(lockHolder(path), undefined);
  const lock = await Lock.acquire(path, FAST);
  assert.equal(lock.takenOver, `its holder, process ${pid}, is gone`);
  lock.release();
  assert.deepEqual(readdirSync(folder), []);
});

test(
  "a process id that belongs to another program now proves nothing alive",
  { skip: process.platform !== "linux" },
  async () => {
    writeFileSync(path, JSON.stringify({ ...(await recordOfUs()), token: "dead", started: "1" }));
    const lock = await Lock.acquire(path, FAST);
    assert.match(lock.takenOver!, /belongs to another program now/);
    lock.release();
  },
);

test("a restart of the machine proves every earlier holder gone", { skip: process.platform !== "linux" }, async () => {
  writeFileSync(path, JSON.stringify({ ...(await recordOfUs()), token: "dead", machine: "earlier-boot/pid:[1]" }));
  const lock = await Lock.acquire(path, FAST);
  assert.match(lock.takenOver!, /ended when .* restarted/);
  lock.release();
});

test("a silent holder on another machine is replaced after the whole patience, whatever the clocks say", async () => {
  writeFileSync(
    path,
    JSON.stringify({ ...(await recordOfUs()), token: "far", host: "far-away", machine: "x/y", pid: 1 }),
  );
  assert.equal(lockHolder(path)?.host, "far-away");
  const begun = performance.now();
  const lock = await Lock.acquire(path, FAST);
  assert.ok(performance.now() - begun >= FAST.patience - 5);
  assert.match(lock.takenOver!, /process 1 on far-away, gave no sign of life/);
  lock.release();
});

test("a beating holder on another machine is respected", async () => {
  const far = { ...(await recordOfUs()), token: "far", host: "far-away", machine: "x/y", pid: 1 };
  let beat = 0;
  writeFileSync(path, JSON.stringify(far));
  const beating = setInterval(() => writeFileSync(path, JSON.stringify({ ...far, beat: ++beat })), 15);
  await assert
    .rejects(Lock.acquire(path, FAST), /written by process 1 on far-away/)
    .finally(() => clearInterval(beating));
});

test("a damaged lock file is nobody's until patience has run out", async () => {
  writeFileSync(path, "{");
  const lock = await Lock.acquire(path, FAST);
  assert.match(lock.takenOver!, /gave no sign of life/);
  lock.release();
});

test("of ten that prove the same lock stale, one gets it", async () => {
  const pid = await endedPid();
  writeFileSync(path, JSON.stringify({ ...(await recordOfUs()), token: "dead", pid, started: "1" }));
  const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => Lock.acquire(path, FAST)));
  const won = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
  assert.equal(won.length, 1);
  won[0]!.assertHeld();
  won[0]!.release();
});

test("a holder notices that its lock is gone or another's", async () => {
  const lock = await Lock.acquire(path, { beat: 10_000, patience: 10_000 });
  rmSync(path);
  assert.throws(
    () => lock.assertHeld(),
    /lock file was removed or its folder moved while it was running; leave the folder where it is/,
  );
  writeFileSync(path, JSON.stringify({ ...lock.record, token: "other", pid: 77, host: "there" }));
  assert.throws(() => lock.assertHeld(), /process 77 on there has taken this run over/);
  lock.release();
  assert.ok(existsSync(path), "another's lock is left alone");
});
