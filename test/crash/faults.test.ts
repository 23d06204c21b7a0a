import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { HglError } from "../../src/common/errors";
import { effectiveEvents } from "../../src/common/runHistory";
import { CheckpointStore } from "../../src/worker/store/checkpoint";
import type { FileSystem } from "../../src/worker/store/fileSystem";
import type { RunFolder } from "../../src/worker/store/runFolder";
import type { Position } from "../../src/worker/training/position";
import { runTraining } from "../../src/worker/training/runTraining";
import { Ended, FAULTS, faultyFiles, type Fault } from "../unit/worker/store/faultyFiles";
import { FakeTrainer, fakeParts, prepareRun, smallConfig, smallDataset } from "../unit/worker/training/fakes";
import { fingerprint } from "./fingerprint";

// A whole small training, lock to result, with one fault at one of its file operations; then another process takes the run up on sound files.

const config = { ...smallConfig, train: { ...smallConfig.train, epochs: 2 } };
const dataset = smallDataset();
/** No beat and no other holder's beat is waited for, so that operations come in the same order each time. */
const lockTimes = { beat: 3_600_000, patience: 10 };
const never = new AbortController().signal;
const layout = new FakeTrainer(config).layout;

let root = "";
let undisturbed = "";
let operations: readonly string[] = [];
let endedPid = 0;

before(async () => {
  root = mkdtempSync(join(tmpdir(), "hgl-faults-"));
  endedPid = spawnSync(process.execPath, ["-e", ""]).pid;
  const folder = prepareRun(join(root, "undisturbed"), config);
  const { files, told } = faultyFiles();
  assert.equal(await train(folder, files), "done");
  undisturbed = fingerprint(folder);
  operations = told.map((one) => one.replace(folder.path, ""));
});
after(() => rmSync(root, { recursive: true, force: true }));

function train(folder: RunFolder, files: FileSystem = faultyFiles().files) {
  // Checkpoints within each epoch, by the fake clock.
  const options = { stop: never, checkpointMinutes: 0.05 / 60, lockTimes, files };
  return runTraining(folder.path, fakeParts({ dataset }), options);
}

/** What a person has lying about: beside the runs and in the run's own folder. */
function usersFiles(place: string, folder: RunFolder): { assertIntact(): void } {
  const files = [join(place, "mine.hgl.md"), join(folder.path, "notes.txt"), join(folder.path, ".tmp.of.mine")];
  for (const path of files) writeFileSync(path, `of a person: ${path}`);
  return {
    assertIntact() {
      for (const path of files) assert.equal(readFileSync(path, "utf8"), `of a person: ${path}`);
    },
  };
}

/** The program that held the lock is this one, which is alive; its record is made that of one which is not. */
function holderEnds({ lockPath }: RunFolder): void {
  for (const path of [lockPath, `${lockPath}.takeover`])
    try {
      const record = JSON.parse(readFileSync(path, "utf8")) as object;
      writeFileSync(path, JSON.stringify({ ...record, pid: endedPid, started: "1" }));
    } catch {
      // It had none, or half a one.
    }
}

const announced = (folder: RunFolder): number =>
  Math.max(0, ...folder.events().flatMap((event) => (event.type === "checkpoint" ? [event.step] : [])));

async function survives(k: number, fault: Fault): Promise<boolean> {
  const place = join(root, `${fault}-${k}`);
  mkdirSync(place);
  const folder = prepareRun(place, config);
  const mine = usersFiles(place, folder);
  const { files, told, open } = faultyFiles(k, fault);
  const ended = fault === "killed" || fault === "power loss";
  let said: unknown;
  try {
    await train(folder, files);
  } catch (error) {
    said = error;
  }
  const where = `${fault} at operation ${k} of ${operations.length}, ${told[k - 1]}`;
  if (said !== undefined && !ended)
    assert.ok(said instanceof HglError && ["disk", "store"].includes(said.code), `${where}: ${String(said)}`);
  if (ended)
    assert.ok(said instanceof Ended || said instanceof HglError || said === undefined, `${where}: ${String(said)}`);
  if (!ended) assert.equal(open(), 0, `${where}: every file is closed`);
  // A lock whose own file fails while it is given back stays until the process ends, which proves it stale.
  if (!ended && !told[k - 1]!.endsWith("lock.json"))
    assert.equal(folder.writer(), "none", `${where}: the lock is given back`);
  holderEnds(folder);
  const { checkpoint, skipped } = new CheckpointStore<Position>(folder.checkpointsPath, layout).loadNewest();
  assert.deepEqual(skipped, [], where);
  assert.ok((checkpoint?.position.step ?? 0) >= announced(folder), `${where}: a checkpoint that was told of is lost`);
  assert.equal(await train(folder), "done", where);
  assert.equal(fingerprint(folder), undisturbed, where);
  const epochs = effectiveEvents(folder.events()).flatMap((event) => (event.type === "epoch" ? [event.epoch] : []));
  assert.deepEqual(epochs, [1, 2], where);
  const left = readdirSync(folder.path, { recursive: true }).filter((name) => String(name).includes(".tmp-"));
  assert.deepEqual(left, [], `${where}: unfinished files are cleared away`);
  mine.assertIntact();
  rmSync(place, { recursive: true });
  return said !== undefined;
}

for (const fault of FAULTS)
  test(`${fault} at the k-th file operation of a training, for every k: nothing told of is lost, and the run ends with its bits`, async (t) => {
    let told = 0;
    for (let k = 1; k <= operations.length; k++) if (await survives(k, fault)) told++;
    t.diagnostic(`${fault}: ${operations.length}/${operations.length} operations, ${told} of them ended the training`);
    assert.equal(FakeTrainer.live, 1, "every trainer but that of the layout is disposed");
  });

test("on a disk that loses what it said was synced, the loader says what it skipped and goes on from the checkpoint before", async (t) => {
  // Just behind the rename of each checkpoint, where its folder would be synced.
  const moments = operations.flatMap((_, at) =>
    /^renameSync .*\.tmp-step-/.test(operations[at - 1] ?? "") ? [at + 1] : [],
  );
  for (const k of moments) {
    const folder = prepareRun(join(root, `lying-${k}`), config);
    await assert.rejects(train(folder, faultyFiles(k, "killed").files));
    const newest = readdirSync(folder.checkpointsPath)
      .filter((name) => name.startsWith("step-"))
      .sort()
      .at(-1)!;
    truncateSync(join(folder.checkpointsPath, newest), 1000);
    holderEnds(folder);
    assert.equal(await train(folder), "done");
    const warnings = folder.events().flatMap((event) => (event.type === "warning" ? [event.message] : []));
    assert.ok(
      warnings.some((message) => message.startsWith(`skipped ${newest}: not a sound safetensors file: `)),
      warnings.join("; "),
    );
    assert.equal(fingerprint(folder), undisturbed);
  }
  t.diagnostic(`${moments.length}/${moments.length} checkpoints cut in half`);
  assert.ok(moments.length >= 4);
});
