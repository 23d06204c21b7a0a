// What `hgl run` is to a training process: starts it for RUNFOLDER …, follows them, prints a line for each event.
import { spawn } from "node:child_process";
import { openSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { reportFailure } from "../../src/worker/cli/failure";
import { followToItsEnd } from "../../src/worker/cli/followRun";
import { processTerminal } from "../../src/worker/cli/terminal";
import type { Launch } from "../../src/worker/running/launch";
import { beginRuns } from "../../src/worker/running/train";
import { RunFolder } from "../../src/worker/store/runFolder";

const child = fileURLToPath(new URL("./trainChild.ts", import.meta.url));
const launch: Launch = (folders) => {
  const path = folders[0]!.logPath;
  const log = openSync(path, "a");
  const args = ["--import", "tsx", child, "--log", path, ...folders.map((folder) => folder.path)];
  return spawn(process.execPath, args, { detached: true, stdio: ["ignore", log, log] });
};

try {
  const folders = process.argv.slice(2).map((path) => new RunFolder(path));
  const planned = folders.map((folder) => ({
    cell: "base",
    config: folder.spec().config,
    spec: folder.spec(),
    folder,
  }));
  for (const { run, stored, started, sittingFrom } of beginRuns(planned, { launch })) {
    if (stored) continue;
    await followToItsEnd(run.folder, {
      onEvent: ({ type }) => process.stdout.write(`${type}\n`),
      onStopping: () => process.stdout.write("stopping\n"),
      started,
      sittingFrom,
      pollMs: 20,
    });
  }
} catch (error) {
  process.exitCode = reportFailure(error, processTerminal());
}
