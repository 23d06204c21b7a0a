import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { effectiveEvents } from "../../src/common/runHistory";
import type { RunEvent } from "../../src/common/runRecord";
import { decodeLine } from "../../src/worker/store/eventLog";
import type { LockRecord } from "../../src/worker/store/lock";
import { until } from "./workbench";

/** Folders of all runs beside the notebooks of a folder. */
export function runFolders(folder: string): string[] {
  const runs = join(folder, ".hgl/runs");
  if (!existsSync(runs)) return [];
  return readdirSync(runs, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(runs, entry.name, "config.json")))
    .map((entry) => join(runs, entry.name));
}

/** Everything the log holds, in order; a line that is still being written is left out. */
export function eventsOf(run: string): RunEvent[] {
  const path = join(run, "events.ndjson");
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, "utf8").split("\n").slice(0, -1);
  return lines.map((line) => {
    const event = decodeLine(new TextEncoder().encode(line));
    assert.ok(event, `a damaged line in ${path}: ${line}`);
    return event;
  });
}

export function stepsOf(run: string): number[] {
  return eventsOf(run).flatMap((event) => (event.type === "step" ? [event.step] : []));
}

/** Process id of whoever trains a run; undefined when nobody holds it. */
export function trainerOf(run: string): number | undefined {
  const path = join(run, "lock.json");
  if (!existsSync(path)) return undefined;
  const { pid } = JSON.parse(readFileSync(path, "utf8")) as LockRecord;
  return isAlive(pid) ? pid : undefined;
}

/** Training outlives the editor on purpose; that of a test must not outlive the test. */
export async function endTraining(folder: string): Promise<void> {
  const trainers = [...new Set(runFolders(folder).flatMap((run) => trainerOf(run) ?? []))];
  for (const pid of trainers) process.kill(pid, "SIGKILL");
  await until("training has ended", () => !trainers.some(isAlive));
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/**
 * The run has come to its end, every epoch once, and no step was taken twice. The losses of the epochs, which hold every step's, are those of
 * another run of the same configuration that nobody disturbed.
 */
export function assertWhole(run: string, expected: { resumptions: number; like: string; repeats?: boolean }): void {
  const events = eventsOf(run);
  const counted = effectiveEvents(events);
  assert.equal(
    events.filter(({ type }) => type === "start").length,
    expected.resumptions + 1,
    "starts and resumptions",
  );
  assert.equal(events.filter(({ type }) => type === "end").length, 1, "the run has ended once");
  for (const told of expected.repeats ? [counted] : [events, counted]) {
    const steps = told.flatMap((event) => (event.type === "step" ? [event.step] : []));
    assert.deepEqual(
      steps,
      [...new Set(steps)].sort((a, b) => a - b),
      "every step is told once, in order",
    );
  }
  assert.deepEqual(epochsOf(counted), epochsOf(eventsOf(expected.like)));
}

function epochsOf(events: readonly RunEvent[]): readonly (readonly [epoch: number, loss: number])[] {
  return events.flatMap((event) => (event.type === "epoch" ? [[event.epoch, event.loss] as const] : []));
}
