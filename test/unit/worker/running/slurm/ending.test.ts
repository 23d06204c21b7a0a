import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { endingOf, type Seen } from "../../../../../src/worker/running/ending";
import type { GoneTask } from "../../../../../src/worker/running/slurm/ending";
import { prepareRun } from "../../training/fakes";

const root = mkdtempSync(join(tmpdir(), "hgl-gone-"));
after(() => rmSync(root, { recursive: true, force: true }));
const folder = prepareRun(root);
const log = join(root, "out-3.txt");

function ending(state: string, reason: string, { printed = "", last = undefined as Seen["last"] } = {}) {
  writeFileSync(log, printed);
  const job: GoneTask = { name: "12_3", log, ended: { state, reason } };
  const seen = { last, lastStep: 40, holder: undefined, started: undefined, job, memory: null, again: "the cell" };
  const end = endingOf(folder, seen);
  return [end.kind, "error" in end ? end.error.message.replace(`run ${folder.id}: `, "") : ""];
}

const GO_ON = "the cell again to go on from the last checkpoint";

test("a task that has gone from the queue says how, what it printed last and what to do next", () => {
  const rows: [ReturnType<typeof ending>, [string, string]][] = [
    [
      ending("OUT_OF_MEMORY", "", { printed: "slurmstepd: error: Detected 1 oom_kill event.\n" }),
      [
        "failed",
        `Slurm's task 12_3 ended as OUT_OF_MEMORY at step 40; it printed last: slurmstepd: error: Detected 1 oom_kill event; raise \`executor.memory\` or lower \`batch\`, and run ${GO_ON}.`,
      ],
    ],
    [
      ending("NODE_FAIL", "NodeDown"),
      ["failed", `Slurm's task 12_3 ended as NODE_FAIL (NodeDown) at step 40; run ${GO_ON}.`],
    ],
    [
      ending("FAILED", "exit status 137"),
      ["failed", `Slurm's task 12_3 ended as FAILED (exit status 137) at step 40; read ${log}, and run ${GO_ON}.`],
    ],
    [ending("CANCELLED", "signal 15"), ["interrupted", `Slurm's task 12_3 was cancelled at step 40; run ${GO_ON}.`]],
    [
      ending("", ""),
      [
        "failed",
        `Slurm's task 12_3 is gone from Slurm's queue, and nothing remembers how at step 40; read ${log}, and run ${GO_ON}.`,
      ],
    ],
    [
      ending("", "", { printed: "…\nhgl: data: the data have changed since this run was planned.\n" }),
      ["failed", "data: the data have changed since this run was planned."],
    ],
  ];
  for (const [found, wanted] of rows) assert.deepEqual(found, wanted);
});

test("the log's last word counts before the queue's, but for a time limit that leaves no room", () => {
  const interrupted = { type: "interrupted", at: 0, step: 40 } as const;
  assert.match(ending("CANCELLED", "", { last: interrupted })[1]!, /^stopped at step 40; a checkpoint is written/);
  const [kind, message] = ending("FAILED", "exit status 75", { last: interrupted });
  assert.equal(kind, "failed");
  assert.match(message!, /reached its time limit without coming any further at step 40, .*; raise `executor\.time`/);
  const failed = { type: "failed", at: 0, step: 40, message: "loss is not finite" } as const;
  assert.deepEqual(ending("FAILED", "exit status 1", { last: failed }), ["failed", "loss is not finite."]);
});
