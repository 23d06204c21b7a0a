// A training process with the real network: `node --import tsx networkChild.ts RUNFOLDER`. HGL_TEST_KILL_AT kills it at that file operation of its
// checkpoints, between the halves of a write where it is one.
import * as fs from "node:fs";
import { reportFailure } from "../../src/worker/cli/failure";
import { processTerminal } from "../../src/worker/cli/terminal";
import { realParts } from "../../src/worker/training/realParts";
import { trainProcess } from "../../src/worker/training/trainProcess";
import type { FileSystem } from "../../src/worker/store/fileSystem";
import { smallDataset } from "../unit/worker/training/fakes";
import { describedClasses } from "./describedClasses";

const killAt = Number(process.env.HGL_TEST_KILL_AT ?? Infinity);
const checkpointHandles = new Set<number>();
let operations = 0;

/** Counts an operation of a checkpoint, and is the last one where its turn has come. */
function strike(before?: () => void): void {
  if (++operations < killAt) return;
  before?.();
  process.kill(process.pid, "SIGKILL");
}

const files: FileSystem = {
  ...fs,
  openSync: ((path: string, ...more: [string, number?]) => {
    const ours = path.includes("checkpoints");
    if (ours) strike();
    const handle = fs.openSync(path, ...more);
    if (ours) checkpointHandles.add(handle);
    return handle;
  }) as typeof fs.openSync,
  writeSync: ((handle: number, bytes: Uint8Array, offset: number, length: number) => {
    if (checkpointHandles.has(handle)) strike(() => fs.writeSync(handle, bytes, offset, length >> 1));
    return fs.writeSync(handle, bytes, offset, length);
  }) as typeof fs.writeSync,
  fsyncSync: (handle) => {
    if (checkpointHandles.has(handle)) strike();
    fs.fsyncSync(handle);
  },
  closeSync: (handle) => {
    checkpointHandles.delete(handle);
    fs.closeSync(handle);
  },
  renameSync: (from, to) => {
    if (String(to).includes("checkpoints")) strike();
    fs.renameSync(from, to);
  },
};

try {
  await trainProcess(
    process.argv.slice(2),
    { ...realParts, openDataset: async () => smallDataset(), openTexts: async () => describedClasses },
    // A checkpoint behind every step.
    { checkpointMinutes: 0, files },
  );
} catch (error) {
  process.exitCode = reportFailure(error, processTerminal());
}
