import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import {
  cancel,
  howEnded,
  parseAccount,
  parseJob,
  parseQueue,
  queueNow,
} from "../../../../../src/worker/running/slurm/queue";
import type { JobRecord } from "../../../../../src/worker/store/job";
import { fakeSlurm, type FakeSlurm } from "./fakeSlurm";

const skip = process.platform === "win32";
const record: JobRecord = { format: 1, cluster: "slurm", job: "12", task: 3, log: "/jobs/out-3.txt", ended: null };

let slurm: FakeSlurm;
beforeEach(() => (slurm = fakeSlurm()));
afterEach(() => slurm.remove());

test("the queue is read line by line; jobs that are no array's, and lines that are none, are left out", () => {
  const printed =
    "12|0|RUNNING|None\n12|3|PENDING|Resources\n13|N/A|RUNNING|None\n\nslurm_load_jobs: odd\n14|2|COMPLETING\n";
  assert.deepEqual(
    [...parseQueue(printed)],
    [
      ["12_0", { state: "RUNNING", reason: "None" }],
      ["12_3", { state: "PENDING", reason: "Resources" }],
      ["14_2", { state: "COMPLETING", reason: "" }],
    ],
  );
});

test("what the accounting prints of a task, of the sitting it had last", () => {
  const rows: [string, ReturnType<typeof parseAccount>][] = [
    ["OUT_OF_MEMORY|0:125\n", { state: "OUT_OF_MEMORY", reason: "signal 125" }],
    ["REQUEUED|0:0\nTIMEOUT|0:0\n", { state: "TIMEOUT", reason: "" }],
    ["CANCELLED by 1000|0:15", { state: "CANCELLED", reason: "signal 15" }],
    ["FAILED|75:0", { state: "FAILED", reason: "exit status 75" }],
    ["", undefined],
    ["\n", undefined],
  ];
  for (const [printed, wanted] of rows) assert.deepEqual(parseAccount(printed), wanted, printed);
});

test("what the controller remembers of a task", () => {
  const rows: [string, ReturnType<typeof parseJob>][] = [
    [
      "JobId=15 ArrayJobId=12 JobState=NODE_FAIL Reason=NodeDown Requeue=1 ExitCode=0:0",
      { state: "NODE_FAIL", reason: "NodeDown" },
    ],
    ["JobState=FAILED Reason=NonZeroExitCode ExitCode=75:0", { state: "FAILED", reason: "exit status 75" }],
    ["JobState=COMPLETED Reason=None ExitCode=0:0", { state: "COMPLETED", reason: "" }],
    ["slurm_load_jobs error: Invalid job id specified", undefined],
  ];
  for (const [printed, wanted] of rows) assert.deepEqual(parseJob(printed), wanted, printed);
});

test("one question tells of all the user's tasks", { skip }, async () => {
  slurm.prints("squeue", "12|3|PENDING|Priority\n");
  assert.deepEqual([...(await queueNow()).keys()], ["12_3"]);
  const [args, ...more] = slurm.starts("squeue");
  assert.equal(more.length, 0);
  assert.ok(args!.includes("--array") && args!.some((one) => one.startsWith("--user=")), args!.join(" "));
});

test(
  "how a task ended is asked of the accounting, then of the controller; a cluster that has neither knows nothing",
  { skip },
  async () => {
    slurm.fails("sacct", "Slurm accounting storage is disabled");
    slurm.fails("scontrol", "slurm_load_jobs error: Invalid job id specified");
    assert.deepEqual(await howEnded(record), { state: "", reason: "" });
    slurm.prints("scontrol", "JobState=NODE_FAIL Reason=NodeDown ExitCode=0:0\n");
    assert.deepEqual(await howEnded(record), { state: "NODE_FAIL", reason: "NodeDown" });
    slurm.prints("sacct", "OUT_OF_MEMORY|0:9\n");
    assert.deepEqual(await howEnded(record), { state: "OUT_OF_MEMORY", reason: "signal 9" });
    assert.ok(slurm.starts("sacct").every((args) => args.includes("--jobs=12_3")));
  },
);

test("tasks are cancelled in one go, and none for nothing", { skip }, async () => {
  slurm.prints("scancel", "");
  await cancel([]);
  await cancel([record, { ...record, task: 4 }]);
  assert.deepEqual(slurm.starts("scancel"), [["12_3", "12_4"]]);
});
