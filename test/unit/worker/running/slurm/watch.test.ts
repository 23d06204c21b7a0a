import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { HglError } from "../../../../../src/common/errors";
import type { Queued } from "../../../../../src/worker/running/slurm/queue";
import { ClusterJob, jobsOf, QueueWatch } from "../../../../../src/worker/running/slurm/watch";
import { jobPathOf, readJob, writeJob, type JobRecord } from "../../../../../src/worker/store/job";
import { prepareRun, smallConfig } from "../../training/fakes";
import { fakeSlurm, type FakeSlurm } from "./fakeSlurm";

const skip = process.platform === "win32";
const record = (task: number): JobRecord => ({ format: 1, cluster: "slurm", job: "12", task, log: "", ended: null });
const waiting: Queued = { state: "PENDING", reason: "Resources" };

let slurm: FakeSlurm;
let root: string;
beforeEach(() => {
  slurm = fakeSlurm();
  root = mkdtempSync(join(tmpdir(), "hgl-watch-"));
});
afterEach(() => {
  slurm.remove();
  rmSync(root, { recursive: true, force: true });
});

const runOf = (seed: number) => prepareRun(root, { ...smallConfig, seed });

test("a task has gone once it was missing twice; a controller that does not answer says nothing", async () => {
  let answer: () => Promise<ReadonlyMap<string, Queued>> = () => Promise.resolve(new Map([["12_0", waiting]]));
  const watch = new QueueWatch(() => answer());
  const folder = runOf(1);
  writeJob(folder, record(0));
  const job = new ClusterJob(folder, record(0), watch);
  assert.equal(job.isKept(), true, "nobody has looked yet");
  await watch.look();
  assert.deepEqual(job.queued(), waiting);
  answer = () => Promise.resolve(new Map());
  await watch.look();
  assert.equal(job.isKept(), true, "a task that is queued again may be missing for a moment");
  answer = () =>
    Promise.reject(new HglError({ code: "device", what: "Slurm refuses: Unable to contact slurm controller" }));
  for (let looks = 0; looks < 5; looks++) await watch.look();
  assert.equal(job.isKept(), true);
  assert.match(watch.fault!, /Unable to contact/);
  answer = () => Promise.resolve(new Map([["12_0", waiting]]));
  await watch.look();
  assert.equal(watch.fault, null);
  answer = () => Promise.resolve(new Map());
  await watch.look();
  assert.equal(job.isKept(), true, "it was there in between");
  await watch.look();
  assert.equal(job.isKept(), false);
  job.leave();
});

test(
  "a task whose record was taken away, or that somebody cancelled, is kept no longer, and its end asks no cluster",
  { skip },
  async () => {
    const folder = runOf(1);
    writeJob(folder, record(0));
    const [one, other] = [0, 1].map(
      () => new ClusterJob(folder, record(0), new QueueWatch(() => Promise.resolve(new Map()))),
    );
    assert.equal(one!.isKept(), true);
    one!.takenOut();
    assert.equal(other!.isKept(), false);
    assert.deepEqual(await other!.end(false), { state: "CANCELLED", reason: "" });
    rmSync(jobPathOf(folder));
    assert.equal(one!.isKept(), false);
    assert.deepEqual(await one!.end(false), { state: "", reason: "" });
    assert.equal(readJob(folder), undefined);
    assert.deepEqual([...slurm.starts("sacct"), ...slurm.starts("scontrol")], []);
  },
);

test(
  "runs keep the jobs that the queue still has; of those that have gone it is written down how",
  { skip },
  async () => {
    slurm.prints("squeue", "12|1|RUNNING|None\n");
    slurm.fails("sacct", "Slurm accounting storage is disabled");
    slurm.prints("scontrol", "JobState=NODE_FAIL Reason=NodeDown ExitCode=0:0\n");
    const folders = [1, 2, 3].map(runOf);
    folders.slice(0, 2).forEach((folder, task) => writeJob(folder, record(task)));
    const jobs = await jobsOf(folders);
    assert.deepEqual([...jobs.keys()], [folders[1]]);
    for (const job of jobs.values()) job.leave();
    assert.deepEqual(readJob(folders[0]!)!.ended, { state: "NODE_FAIL", reason: "NodeDown" });
    assert.deepEqual(
      folders.map((folder) => folder.state()),
      ["new", "queued", "new"],
    );
  },
);

test("runs that were never given to a cluster ask none", { skip }, async () => {
  slurm.prints("squeue", "");
  assert.equal((await jobsOf([runOf(1)])).size, 0);
  assert.deepEqual(slurm.starts("squeue"), []);
});
