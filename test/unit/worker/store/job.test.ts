import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import {
  jobPathOf,
  jobUnderway,
  readJob,
  runHolder,
  taskName,
  writeJob,
  type JobRecord,
} from "../../../../src/worker/store/job";
import { Lock } from "../../../../src/worker/store/lock";
import { prepareRun } from "../training/fakes";

const root = mkdtempSync(join(tmpdir(), "hgl-job-"));
after(() => rmSync(root, { recursive: true, force: true }));
const record: JobRecord = { format: 1, cluster: "slurm", job: "4711", task: 2, log: "/jobs/out-2.txt", ended: null };

test("a run waits from the record of its job on to the job's end or its own result", () => {
  const folder = prepareRun(join(root, "states"));
  assert.equal(folder.state(), "new");
  writeJob(folder, record);
  assert.deepEqual(readJob(folder), record);
  assert.equal(taskName(record), "4711_2");
  assert.deepEqual([folder.state(), folder.writer()], ["queued", "waiting"]);
  writeJob(folder, { ...record, ended: { state: "NODE_FAIL", reason: "" } });
  assert.deepEqual([folder.state(), jobUnderway(folder)], ["new", undefined]);
  writeJob(folder, record);
  writeFileSync(folder.resultPath, "{}");
  assert.equal(jobUnderway(folder), undefined);
});

test("a lock that a task left on another machine is nobody's once the task was seen gone", async () => {
  const folder = prepareRun(join(root, "left"));
  const lock = { token: "t", pid: 1, host: "node7.cluster", machine: "", started: "", beat: 4 };
  writeFileSync(folder.lockPath, JSON.stringify(lock));
  assert.equal(folder.writer(), "training", "without a cluster nobody knows better");
  writeJob(folder, record);
  assert.deepEqual([folder.writer(), runHolder(folder)?.host], ["training", "node7.cluster"]);
  writeJob(folder, { ...record, ended: { state: "NODE_FAIL", reason: "" } });
  assert.deepEqual([folder.writer(), runHolder(folder)], ["none", undefined]);
  rmSync(folder.lockPath);
  const own = await Lock.acquire(folder.lockPath);
  assert.equal(folder.writer(), "training", "a process of this machine is asked itself");
  own.release();
});

test("a damaged record, or one that names no job, is none", () => {
  const folder = prepareRun(join(root, "damaged"));
  const rows: unknown[] = [
    null,
    [],
    { ...record, format: 2 },
    { ...record, cluster: "pbs" },
    { ...record, job: "4711; rm" },
    { ...record, job: "--all" },
    { ...record, task: 1.5 },
    { ...record, log: 3 },
    { ...record, ended: {} },
  ];
  for (const row of rows) {
    writeFileSync(jobPathOf(folder), JSON.stringify(row));
    assert.equal(readJob(folder), undefined, JSON.stringify(row));
  }
  writeFileSync(jobPathOf(folder), '{"format": 1, "clu');
  assert.equal(readJob(folder), undefined);
  assert.equal(folder.state(), "new");
});
