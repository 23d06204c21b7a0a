import assert from "node:assert/strict";
import { test } from "node:test";
import type { RunDelta } from "../../../../src/common/payloads/training";
import { HglError } from "../../../../src/common/errors";
import type { CellStatus, Death } from "../../../../src/common/wire/worker";
import { LiveStatus, unknownStatus } from "../../../../src/extension/running/liveStatus";
import { outcomeOf, outcomeOfError } from "../../../../src/extension/running/outcome";
import { untranslated as t } from "../../../../src/extension/translate";
import { WorkerDied } from "../../../../src/extension/worker/client";

const STATUS: CellStatus = { ...unknownStatus(2, "cpu"), state: "done" };
const DEATH: Death = { pid: 7, exitCode: null, signal: "SIGKILL", memory: null, lastLines: ["last words"] };

test("the worker's answer", () => {
  assert.deepEqual(outcomeOf({ status: STATUS, message: null, death: null }, t), {
    succeeded: true,
    status: STATUS,
    message: null,
    error: null,
    lost: false,
  });
  const stopped = outcomeOf({ status: { ...STATUS, state: "interrupted" }, message: "Stopped.", death: null }, t);
  assert.deepEqual([stopped.succeeded, stopped.message, stopped.error], [false, "Stopped.", null]);
  const failed = outcomeOf(
    { status: { ...STATUS, state: "failed" }, message: "The training process died.", death: DEATH },
    t,
  );
  assert.equal(failed.error?.message, "The training process died.");
  assert.match(failed.error.details, /SIGKILL[^]*last words/);
  assert.match(
    outcomeOf({ status: { ...STATUS, state: "failed" }, message: null, death: null }, t).error!.message,
    /\.$/,
  );
});

test("no answer: refused, stopped, died, ended on purpose, a defect", () => {
  const refused = outcomeOfError(new HglError({ code: "data", what: "no such folder" }), "data", null, t);
  assert.deepEqual([refused.status.state, refused.error?.message], ["failed", "no such folder."]);
  const stopped = outcomeOfError(new HglError({ code: "interrupted", what: "stopped" }), "train", STATUS, t);
  assert.deepEqual([stopped.status.state, stopped.error], ["interrupted", null]);
  const died = outcomeOfError(new WorkerDied("It died.", DEATH, false), "train", STATUS, t);
  assert.match(died.error!.message, /^It died\. Training runs in a process of its own/);
  assert.match(died.error!.details, /last words/);
  assert.deepEqual([died.status.state, died.status.seeds], ["failed", 2]);
  assert.equal(outcomeOfError(new WorkerDied("It died.", DEATH, false), "data", null, t).message, "It died.");
  const ended = outcomeOfError(new WorkerDied("Restarted.", null, true), "data", null, t);
  assert.deepEqual([ended.status.state, ended.error, ended.message], ["interrupted", null, "Restarted."]);
  assert.equal(outcomeOfError(new TypeError("oops"), "data", null, t).error?.message, "oops");
});

function delta(runId: string, changes: Partial<RunDelta> = {}): RunDelta {
  const nothing = {
    clipsPerSecond: null,
    etaSeconds: null,
    steps: [],
    epochPoints: [],
    message: null,
    test: null,
    testOf: "all" as const,
    cutAfter: null,
  };
  return {
    runId,
    folder: `/${runId}`,
    name: null,
    seed: 1,
    state: "running",
    epochs: 9,
    stepsPerEpoch: 9,
    epoch: 1,
    step: 1,
    seconds: 1,
    ...nothing,
    ...changes,
  };
}

function epoch(validationTop1: number | null): RunDelta["epochPoints"][number] {
  return { epoch: 1, step: 9, loss: 1, top1: 0.5, validationLoss: null, validationTop1 };
}

test("the status grows with what is told of the runs", () => {
  const live = new LiveStatus(unknownStatus(3, "cpu, 2 threads"));
  assert.deepEqual(live.status(), unknownStatus(3, "cpu, 2 threads"));
  live.add([delta("a", { epochPoints: [epoch(0.5), epoch(0.75), epoch(0.6)] }), delta("b", { state: "queued" })]);
  assert.deepEqual(live.add([delta("a", { state: "done", test: 0.5 })]), {
    ...unknownStatus(3, "cpu, 2 threads"),
    runs: ["a", "b"],
    seedsDone: 1,
    bestValidation: 0.75,
    test: 0.5,
  });
  live.add([
    delta("a", { state: "done", test: 0.5 }),
    delta("b", { state: "done", test: 0.7, epochPoints: [epoch(null)] }),
  ]);
  const { seedsDone, test: mean } = live.status();
  assert.deepEqual([seedsDone, mean], [2, 0.6]);
});

test("what was known before the first message counts", () => {
  const live = new LiveStatus({
    ...unknownStatus(2, null),
    runs: ["a", "b"],
    seedsDone: 1,
    bestValidation: 0.9,
    test: 0.8,
  });
  assert.equal(live.add([delta("a", { state: "done", test: 0.8 }), delta("b")]).seedsDone, 1);
  assert.equal(live.add([delta("b", { state: "done", test: 0.6 })]).seedsDone, 2);
  assert.equal(live.status().bestValidation, 0.9);
});
