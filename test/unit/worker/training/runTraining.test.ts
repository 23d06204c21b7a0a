import assert from "node:assert/strict";
import * as fs from "node:fs";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { HglError } from "../../../../src/common/errors";
import { effectiveEvents } from "../../../../src/common/runHistory";
import { BatchLoader } from "../../../../src/worker/loading/batchLoader";
import type { FileSystem } from "../../../../src/worker/store/fileSystem";
import { sha256, type RunFolder } from "../../../../src/worker/store/runFolder";
import { readScores } from "../../../../src/worker/store/scores";
import type { Parts } from "../../../../src/worker/training/parts";
import { runTraining, type RunOptions } from "../../../../src/worker/training/runTraining";
import { FakeTrainer, fakeParts, prepareRun, smallConfig, smallDataset } from "./fakes";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "hgl-run-"));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
  assert.equal(FakeTrainer.live, 0, "every trainer is disposed");
});

const never = new AbortController().signal;

function run(folder: RunFolder, parts: Parts = fakeParts(), options: Partial<RunOptions> = {}) {
  return runTraining(folder.path, parts, { stop: never, checkpointMinutes: 60, ...options });
}

/** What must not depend on how often a run was stopped: last weights, scores and result without the counted looks. */
function fingerprint(folder: RunFolder): string {
  const manifest = JSON.parse(readFileSync(join(folder.checkpointsPath, "manifest.json"), "utf8")) as {
    checkpoints: { file: string }[];
  };
  const file = readFileSync(join(folder.checkpointsPath, manifest.checkpoints.at(-1)!.file));
  const header = Number(file.readBigUInt64LE(0));
  const { testLooks: _, ...result } = folder.result()!;
  return sha256(
    [
      sha256(file.subarray(8 + header)),
      sha256(readFileSync(join(folder.scoresPath, "test.npy"))),
      JSON.stringify(result),
    ].join(),
  );
}

test("a run learns, and leaves the folder that the design names", async () => {
  const folder = prepareRun(root);
  assert.equal(folder.state(), "new");
  assert.equal(await run(folder), "done");
  assert.equal(folder.state(), "done");
  const result = folder.result()!;
  assert.equal(result.test.clips, 12);
  assert.ok(result.test.top1 > 0.6, `top-1 ${result.test.top1}`);
  assert.equal(result.validation!.clips, 6);
  assert.equal(result.parameters, 3 * 480 + 3);
  const names = fs.readdirSync(folder.path).sort();
  assert.deepEqual(names, ["checkpoints", "config.json", "events.ndjson", "looks.json", "result.json", "scores"]);
  const scores = readScores(folder.scoresPath, "test");
  assert.equal(scores.logits.length, 12 * 3);
  assert.deepEqual([...new Set(scores.clips.map((id) => id.slice(0, 2)))], ["s5", "s6"]);
  const events = folder.events();
  assert.deepEqual([events[0]!.type, events.at(-1)!.type], ["start", "end"]);
  const epochs = events.filter((event) => event.type === "epoch");
  assert.deepEqual(
    epochs.map(({ epoch }) => epoch),
    [1, 2, 3, 4],
  );
  assert.ok(epochs[3]!.loss < epochs[0]!.loss);
  const checkpoints = fs.readdirSync(folder.checkpointsPath).filter((name) => name.startsWith("step-"));
  assert.ok(checkpoints.length === 2 || checkpoints.length === 3, "the last two and the best are kept");
});

test("the test split is opened once for the last epoch and once for another best epoch", async () => {
  const folder = prepareRun(root);
  await run(folder);
  const { bestOnValidation, testLooks } = folder.result()!;
  assert.equal(testLooks, bestOnValidation!.epoch === smallConfig.train.epochs ? 1 : 2);
});

test("without a validation split there is no best epoch and one look", async () => {
  const folder = prepareRun(root, { ...smallConfig, data: { ...smallConfig.data, validation: 0 } });
  await run(folder);
  const { bestOnValidation, testLooks, validation } = folder.result()!;
  assert.deepEqual(
    { bestOnValidation, testLooks, validation },
    { bestOnValidation: null, testLooks: 1, validation: null },
  );
});

test("a finished run is not trained again", async () => {
  const folder = prepareRun(root);
  await run(folder);
  const before = readFileSync(folder.eventsPath);
  const parts = fakeParts({ beforeStep: () => assert.fail("it trained") });
  assert.equal(await run(folder, parts), "done");
  assert.deepEqual(readFileSync(folder.eventsPath), before);
});

test("stopped after every single step and resumed, it ends with the same bits", async () => {
  const undisturbed = prepareRun(join(root, "a"));
  await run(undisturbed);
  const stopped = prepareRun(join(root, "b"));
  let sittings = 0;
  for (let outcome = "interrupted"; outcome === "interrupted"; sittings++) {
    const stop = new AbortController();
    outcome = await run(stopped, fakeParts({ beforeStep: () => stop.abort() }), { stop: stop.signal });
    if (outcome === "interrupted") assert.equal(stopped.state(), "interrupted");
  }
  // 18 training clips in batches of 4: 5 steps an epoch, 4 epochs.
  assert.equal(sittings, 21);
  assert.equal(fingerprint(stopped), fingerprint(undisturbed));
  const steps = effectiveEvents(stopped.events())
    .filter((event) => event.type === "checkpoint")
    .map(({ step }) => step);
  assert.deepEqual(
    steps,
    [...steps].sort((a, b) => a - b),
  );
  const epochsOf = (folder: RunFolder) =>
    effectiveEvents(folder.events()).flatMap((event) =>
      event.type === "epoch" ? [[event.epoch, event.loss, event.trainTop1, event.validation]] : [],
    );
  assert.deepEqual(epochsOf(stopped), epochsOf(undisturbed), "no epoch missing, doubled or different");
});

test("a damaged newest checkpoint is skipped, said, and the run still ends the same", async () => {
  const undisturbed = prepareRun(join(root, "a"));
  await run(undisturbed);
  const folder = prepareRun(join(root, "b"));
  const stop = new AbortController();
  await run(folder, fakeParts({ beforeStep: (step) => void (step === 12 && stop.abort()) }), { stop: stop.signal });
  const newest = fs
    .readdirSync(folder.checkpointsPath)
    .filter((name) => name.startsWith("step-"))
    .sort()
    .at(-1)!;
  assert.equal(newest, "step-00000012.safetensors");
  const path = join(folder.checkpointsPath, newest);
  const bytes = readFileSync(path);
  bytes[bytes.length - 5]! ^= 1;
  writeFileSync(path, bytes);
  assert.equal(await run(folder), "done");
  const warnings = folder.events().flatMap((event) => (event.type === "warning" ? [event.message] : []));
  assert.deepEqual(warnings, ["skipped step-00000012.safetensors: its digest does not match its content"]);
  assert.equal(fingerprint(folder), fingerprint(undisturbed));
});

test("the real loader's thread gives the same run as filling batches in place", async () => {
  const inline = prepareRun(join(root, "a"));
  await run(inline);
  const threaded = prepareRun(join(root, "b"));
  await run(threaded, fakeParts({ openLoader: (data, batch) => BatchLoader.start(data, batch) }));
  assert.equal(fingerprint(threaded), fingerprint(inline));
});

test("a loss that becomes NaN stops the run, names the step and keeps the last good checkpoint", async () => {
  const folder = prepareRun(root);
  await assert.rejects(run(folder, fakeParts({ nanAt: 8 })), (error: HglError) => {
    assert.equal(error.code, "numbers");
    assert.match(
      error.message,
      /^step 8 \(epoch 2\): the loss became NaN; .*last good checkpoint is kept; lower the train cell's lr/s,
    );
    return true;
  });
  assert.equal(folder.state(), "failed");
  const last = folder.events().at(-1)!;
  assert.ok(last.type === "failed" && last.step === 8);
  assert.ok(fs.existsSync(join(folder.checkpointsPath, "step-00000005.safetensors")));
  // A repaired program goes on from there.
  assert.equal(await run(folder), "done");
});

test("data that changed since the run was planned are refused", async () => {
  const folder = prepareRun(root);
  const dataset = { ...smallDataset(), contentHash: "f".repeat(64) };
  await assert.rejects(
    run(folder, fakeParts({ dataset })),
    /small: the data have changed since this run was planned \(content ffffffffffff, planned .*\); run the notebook again/,
  );
});

test("a full disk while a checkpoint is written is told with its path, and what was there stays", async () => {
  const folder = prepareRun(root);
  let armed = false;
  const files: FileSystem = {
    ...fs,
    writeSync: ((...args: Parameters<typeof fs.writeSync>) => {
      const bytes = args[1] as unknown as Uint8Array;
      if (armed && bytes.length > 1000) throw Object.assign(new Error("ENOSPC"), { code: "ENOSPC" });
      return fs.writeSync(...args);
    }) as typeof fs.writeSync,
  };
  const parts = fakeParts({ beforeStep: (step) => void (armed = step > 5) });
  await assert.rejects(run(folder, parts, { files }), (error: HglError) => {
    assert.equal(error.code, "disk");
    assert.match(
      error.message,
      /step-00000010\.safetensors: writing failed: no space left on the device; free some space and run again/,
    );
    return true;
  });
  assert.deepEqual(fs.readdirSync(folder.checkpointsPath).sort(), ["manifest.json", "step-00000005.safetensors"]);
  const undisturbed = prepareRun(join(root, "other"));
  await run(undisturbed);
  assert.equal(await run(folder), "done");
  assert.equal(fingerprint(folder), fingerprint(undisturbed));
});

test("two writers never share a folder", async () => {
  const folder = prepareRun(root);
  let second: unknown;
  const parts = fakeParts({
    beforeStep: async (step) => {
      if (step === 1) second = await run(folder).catch((error: unknown) => error);
    },
  });
  await run(folder, parts);
  assert.ok(second instanceof HglError);
  assert.match(second.message, /this run is being written by process \d+ on .*; wait for it, or stop that process/);
});

test("a run whose lock was taken over stops before it writes another checkpoint", async () => {
  const folder = prepareRun(root);
  const parts = fakeParts({
    beforeStep: (step) => {
      if (step !== 3) return;
      const lock = JSON.parse(readFileSync(folder.lockPath, "utf8")) as object;
      writeFileSync(folder.lockPath, JSON.stringify({ ...lock, token: "another", pid: 4242, host: "elsewhere" }));
    },
  });
  await assert.rejects(run(folder, parts), /process 4242 on elsewhere has taken this run over/);
  assert.equal(fs.existsSync(folder.checkpointsPath) && fs.readdirSync(folder.checkpointsPath).length > 0, false);
  assert.notEqual(folder.events().at(-1)!.type, "failed", "it does not write into a folder that is not its own");
});

test("checkpoints inside an epoch come every so many minutes", async () => {
  const folder = prepareRun(root);
  // The fake clock moves 10 ms per look, about 20 to 30 ms per step.
  await run(folder, fakeParts(), { checkpointMinutes: 0.02 / 60 });
  const steps = folder.events().flatMap((event) => (event.type === "checkpoint" ? [event.step] : []));
  assert.ok(
    steps.some((step) => step % 5 !== 0),
    `checkpoints at ${steps.join()}`,
  );
});

for (const phase of ["the data are read", "the network is compiled"] as const)
  test(`stopped while ${phase}, it ends at once, says so, and goes on later as if never stopped`, async () => {
    const undisturbed = prepareRun(join(root, "a"));
    await run(undisturbed);
    const stopped = prepareRun(join(root, "b"));
    const stop = new AbortController();
    const parts = fakeParts();
    const stopping: Parts =
      phase === "the data are read"
        ? { ...parts, openDataset: () => (setImmediate(() => stop.abort()), new Promise(() => {})) }
        : { ...parts, createTrainer: (...shape) => (stop.abort(), parts.createTrainer(...shape)) };
    assert.equal(await run(stopped, stopping, { stop: stop.signal }), "interrupted");
    assert.deepEqual(
      stopped.events().map((event) => [event.type, "step" in event ? event.step : null]),
      [["interrupted", 0]],
    );
    assert.equal(stopped.state(), "interrupted");
    assert.equal(await run(stopped), "done");
    assert.equal(fingerprint(stopped), fingerprint(undisturbed));
  });

test("test-time views change what is kept of the test and of the last validation, and nothing that is learnt", async () => {
  const data = { ...smallConfig.data, testClips: 3, augment: { ...smallConfig.data.augment, testCrop: 0.7 } };
  const single = prepareRun(join(root, "one"), { ...smallConfig, data: { ...data, testClips: 1 } });
  const several = prepareRun(join(root, "three"), { ...smallConfig, data });
  const threaded = fakeParts({ openLoader: (input, batch) => BatchLoader.start(input, batch, 2) });
  for (const folder of [single, several]) assert.equal(await run(folder, threaded), "done");
  const epochs = (folder: RunFolder) =>
    folder.events().flatMap((event) => (event.type === "epoch" ? [[event.loss, event.validation?.loss]] : []));
  assert.deepEqual(epochs(several), epochs(single));
  const [one, three] = [single, several].map((folder) => readScores(folder.scoresPath, "test"));
  assert.deepEqual(three!.clips, one!.clips);
  assert.notDeepEqual(three!.logits, one!.logits);
  for (let clip = 0; clip < three!.labels.length; clip++) {
    const shares = [...three!.logits.subarray(3 * clip, 3 * clip + 3)].map((value) => Math.exp(value));
    assert.ok(Math.abs(shares[0]! + shares[1]! + shares[2]! - 1) < 1e-5, "logarithms of probabilities");
  }
  assert.equal(several.result()!.test.clips, single.result()!.test.clips);
});
