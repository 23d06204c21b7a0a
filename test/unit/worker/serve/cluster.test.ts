import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, test } from "node:test";
import { jobUnderway, readJob, writeJob } from "../../../../src/worker/store/job";
import { runsBeside } from "../../../../src/worker/running/storedRuns";
import { codeVersion } from "../../../../src/worker/version";
import { fakeSlurm } from "../running/slurm/fakeSlurm";
import { prepareRun, smallConfig } from "../training/fakes";
import { fakeLaunch, serveHere } from "./client";
import { notebookFolder } from "./notebook";

// What the worker does with a cluster's answers; test/slurm has a real one.

const skip = process.platform === "win32";
const ends: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function opened(alone = false) {
  const { root, path, text: own } = notebookFolder();
  const slurm = fakeSlurm({ alone });
  const launch = fakeLaunch();
  const { client, end } = await serveHere({ launch });
  ends.push(() => rmSync(root, { recursive: true, force: true }), slurm.remove, end);
  const text = own.replace("seeds: [1, 2]", "seeds: [1, 2]\nexecutor: { on: slurm, partition: cpu }");
  writeFileSync(path, text);
  const execute = (execution: string, cell = "base") => client.ask("execute", { path, text, cell, execution });
  return { root, path, text, slurm, client, launch, execute };
}

test("a cell for a cluster on a machine without one says what to do, and trains nothing here", { skip }, async () => {
  const { execute, launch, path } = await opened(true);
  const { status, message } = await execute("x");
  assert.equal(status.state, "failed");
  assert.match(message!, /there is no Slurm on this machine's PATH; run this on a login node of the cluster/);
  assert.equal(launch.children.length, 0);
  assert.ok(runsBeside(path).every(({ folder }) => folder.state() === "new"));
});

test(
  "a cell's runs are submitted once, followed by whoever opens the notebook, and cancelled together when it is stopped",
  { skip },
  async () => {
    const { slurm, client, execute, path, text } = await opened();
    slurm.prints("sbatch", "12\n");
    slurm.prints("squeue", "12|0|PENDING|Resources\n12|1|PENDING|Resources\n");
    slurm.prints("scancel", "");
    const first = execute("x");
    await client.until(() => client.toldOf("outputs", "x").at(0));
    const { cells } = await client.ask("restore", { path, text });
    assert.equal(cells.find(({ cell }) => cell === "base")!.status.state, "running");
    const second = client.ask("attach", { path, text, cell: "base", execution: "y" });
    const third = execute("z");
    await client.until(() => client.toldOf("outputs", "z").at(0));
    assert.equal(slurm.starts("sbatch").length, 1);
    assert.ok(slurm.starts("sbatch")[0]!.includes("--array=0-1"));
    slurm.prints("squeue", "");
    await client.ask("interrupt", { executions: ["x"] });
    for (const one of [first, second, third]) assert.equal((await one).status.state, "interrupted");
    assert.deepEqual(slurm.starts("scancel"), [["12_0", "12_1"]]);
    assert.ok(runsBeside(path).every(({ folder }) => folder.state() === "new"));
  },
);

test(
  "in the list of runs, one that waits on a cluster is stopped there, not deleted and not trained here",
  { skip },
  async () => {
    const { root, slurm, client, launch } = await opened();
    slurm.prints("squeue", "12|0|PENDING|Resources\n");
    slurm.prints("scancel", "");
    const folder = prepareRun(join(root, ".hgl", "runs"), smallConfig);
    writeFileSync(folder.configPath, JSON.stringify({ ...folder.spec(), codeVersion: codeVersion() }));
    writeJob(folder, { format: 1, cluster: "slurm", job: "12", task: 0, log: "", ended: null });
    const asked = { folder: folder.path };
    await assert.rejects(
      client.ask("deleteRun", asked),
      /this run waits to be trained, so it cannot be deleted; stop it/,
    );
    await client.ask("resumeRun", asked);
    assert.equal(launch.children.length, 0);
    await client.ask("stopRun", asked);
    assert.deepEqual(slurm.starts("scancel"), [["12_0"]]);
    assert.deepEqual([folder.state(), jobUnderway(folder)], ["new", undefined]);
    assert.equal(readJob(folder)!.ended!.state, "CANCELLED");
    await client.ask("deleteRun", asked);
  },
);
