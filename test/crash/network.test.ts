import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { RunConfig } from "../../src/common/config";
import { effectiveEvents } from "../../src/common/runHistory";
import type { RunFolder } from "../../src/worker/store/runFolder";
import { smallLanguage } from "../unit/model/language/smallLanguage";
import { prepareRun, smallConfig } from "../unit/worker/training/fakes";
import { fingerprint } from "./fingerprint";

// The real network in processes of its own, killed in the middle of steps and of checkpoints.

const KILLS = process.env.HGL_DEEP ? 50 : 3;
/** Kills that one run lives through before it is let to its end; each end is compared with the undisturbed one. */
const KILLS_OF_A_RUN = process.env.HGL_DEEP ? 5 : 3;
/** Files written behind a step: a checkpoint and its manifest, each with seven operations. */
const OPERATIONS_OF_A_CHECKPOINT = 14;

const base: RunConfig = {
  ...smallConfig,
  model: { ...smallConfig.model, dropout: 0.2 },
  train: { ...smallConfig.train, epochs: 3, lr: 0.05, labelSmoothing: 0.1, accumulate: 2 },
};
const CONFIGS: readonly [name: string, config: RunConfig][] = [
  ["SGD with Nesterov's momentum, augmentation, dropout", base],
  [
    "AdamW, augmentation, dropout, SSF and SLM",
    {
      ...base,
      train: { ...base.train, optimizer: "adamw", lr: 0.003, weightDecay: 0.01, accumulate: 1 },
      language: smallLanguage({ dropout: 0.1, ramp: 1 }),
    },
  ],
];

let root = "";
before(() => {
  root = mkdtempSync(join(tmpdir(), "hgl-network-"));
});
after(() => rmSync(root, { recursive: true, force: true }));

const child = fileURLToPath(new URL("networkChild.ts", import.meta.url));

function start(folder: RunFolder, killAt?: number) {
  const started = spawn(process.execPath, ["--import", "tsx", child, folder.path], {
    env: { ...process.env, ...(killAt === undefined ? {} : { HGL_TEST_KILL_AT: String(killAt) }) },
    stdio: ["ignore", "inherit", "pipe"],
  });
  let said = "";
  started.stderr.on("data", (data: Buffer) => (said += data.toString()));
  const ended = new Promise<{ code: number | null; signal: string | null; said: string }>((resolve) =>
    started.once("close", (code, signal) => resolve({ code, signal, said })),
  );
  return { started, ended };
}

const savedIn = (folder: RunFolder): number => folder.events().filter(({ type }) => type === "checkpoint").length;

/** Ends a training that has got on by a checkpoint; returns the step it stood at, or null where the run was over first. */
async function killSomewhere(folder: RunFolder, amongWrites: boolean): Promise<string | null> {
  const before = savedIn(folder);
  // Within the second, third or fourth checkpoint of this sitting, at any of their operations.
  const killAt = OPERATIONS_OF_A_CHECKPOINT + Math.ceil(Math.random() * 3 * OPERATIONS_OF_A_CHECKPOINT);
  const { started, ended } = start(folder, amongWrites ? killAt : undefined);
  if (!amongWrites) {
    while (savedIn(folder) === before && started.exitCode === null && started.signalCode === null) await sleep(5);
    await sleep(Math.random() * 100);
    started.kill("SIGKILL");
  }
  const { code, signal, said } = await ended;
  if (code !== null) assert.equal(code, 0, said);
  if (signal === null) return null;
  assert.equal(signal, "SIGKILL");
  const half =
    existsSync(folder.checkpointsPath) && readdirSync(folder.checkpointsPath).some((name) => name.startsWith(".tmp-"));
  return `${Math.max(0, ...folder.events().flatMap((event) => ("step" in event ? [event.step] : [])))}${half ? " (half a file)" : ""}`;
}

for (const [name, config] of CONFIGS)
  test(`${name}: killed at random moments and among a checkpoint's writes, it ends with the undisturbed run's bits`, async (t) => {
    const alone = prepareRun(join(root, `${name}-alone`), config);
    const { code, said } = await start(alone).ended;
    assert.equal(code, 0, said);
    const undisturbed = fingerprint(alone);
    let [kills, ends] = [0, 0];
    const moments: string[] = [];
    while (kills < KILLS) {
      const folder = prepareRun(join(root, `${name}-${ends}`), config);
      for (let of = 0; of < KILLS_OF_A_RUN && kills < KILLS; of++) {
        const moment = await killSomewhere(folder, kills % 2 === 0);
        if (moment === null) break;
        kills++;
        moments.push(moment);
      }
      const end = await start(folder).ended;
      assert.equal(end.code, 0, end.said);
      assert.equal(fingerprint(folder), undisturbed, `killed at ${moments.join(", ")}`);
      const epochs = effectiveEvents(folder.events()).flatMap((event) => (event.type === "epoch" ? [event.epoch] : []));
      assert.deepEqual(epochs, [1, 2, 3], "no epoch missing or doubled");
      ends++;
      rmSync(folder.path, { recursive: true });
    }
    t.diagnostic(
      `${kills}/${kills} kills survived, ${ends}/${ends} ends with the same bits; at steps ${moments.join(", ")}`,
    );
  });
