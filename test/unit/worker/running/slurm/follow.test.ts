import assert from "node:assert/strict";
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import type { RunEvent } from "../../../../../src/common/runRecord";
import { followRun } from "../../../../../src/worker/running/follow";
import { ClusterJob, QueueWatch } from "../../../../../src/worker/running/slurm/watch";
import { encodeLine } from "../../../../../src/worker/store/eventLog";
import { jobPathOf, readJob, writeJob, type JobRecord } from "../../../../../src/worker/store/job";
import { Lock } from "../../../../../src/worker/store/lock";
import { prepareRun } from "../../training/fakes";

const root = mkdtempSync(join(tmpdir(), "hgl-follow-"));
after(() => rmSync(root, { recursive: true, force: true }));
const record: JobRecord = { format: 1, cluster: "slurm", job: "12", task: 0, log: "", ended: null };
const failed: RunEvent = { type: "failed", at: 1, step: 3, message: "the disk is full" };

/** A run with a task in a queue, followed; `looked` resolves after some looks. */
function followed(name: string, events: readonly RunEvent[]) {
  const folder = prepareRun(join(root, name));
  for (const event of events) appendFileSync(folder.eventsPath, encodeLine(event));
  writeJob(folder, record);
  const job = new ClusterJob(folder, record, new QueueWatch(() => Promise.resolve(new Map())));
  const leaving = new AbortController();
  let looks = 0;
  let enough = () => {};
  const looked = async (more: number) => {
    const until = looks + more;
    await new Promise<void>((resolve) => (enough = () => looks >= until && resolve()));
  };
  const onHolder = () => {
    looks++;
    enough();
  };
  const end = followRun(folder, { onEvents: () => {}, onHolder, job, pollMs: 10, leave: leaving.signal });
  return { folder, end, looked, leave: () => leaving.abort() };
}

test("what an earlier sitting failed with, or stopped at, is no end while the task is in the queue", async () => {
  const interrupted: RunEvent = { type: "interrupted", at: 1, step: 3 };
  for (const [name, event] of [
    ["failed", failed],
    ["stopped", interrupted],
  ] as const) {
    const { folder, end, looked, leave } = followed(name, [event]);
    await looked(3);
    leave();
    assert.equal(await end, undefined, name);
    assert.equal(readJob(folder)!.ended, null);
  }
});

test("a sitting that fails while it is followed is the end, though the queue still has the task; so is a record that was taken away", async () => {
  const one = followed("fails", []);
  const lock = await Lock.acquire(one.folder.lockPath);
  await one.looked(2);
  appendFileSync(one.folder.eventsPath, encodeLine(failed));
  lock.release();
  const end = await one.end;
  assert.ok(end?.kind === "failed" && /the disk is full/.test(end.error.message));
  assert.deepEqual(readJob(one.folder)!.ended, { state: "", reason: "" }, "the cell may give it away again");
  const other = followed("taken", [{ type: "interrupted", at: 1, step: 3 }]);
  await other.looked(2);
  rmSync(jobPathOf(other.folder));
  assert.equal((await other.end)?.kind, "interrupted");
});

test("a finished run is done, whatever the queue says", async () => {
  const { folder, end, looked } = followed("done", []);
  const lock = await Lock.acquire(folder.lockPath);
  await looked(2);
  writeFileSync(folder.resultPath, JSON.stringify({ test: { top1: 1 } }));
  appendFileSync(folder.eventsPath, encodeLine({ type: "end", at: 2 } as RunEvent));
  lock.release();
  assert.equal((await end)?.kind, "done");
});
