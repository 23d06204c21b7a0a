// What `hgl run` is to a training process: starts it for RUNFOLDER, follows it, prints a line for each event.
import { spawn } from "node:child_process";
import { openSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { reportFailure } from "../../src/worker/cli/failure";
import { followRun } from "../../src/worker/cli/runProcess";
import { processTerminal } from "../../src/worker/cli/terminal";
import { RunFolder } from "../../src/worker/store/runFolder";

const child = fileURLToPath(new URL("./trainChild.ts", import.meta.url));
try {
  await followRun(new RunFolder(process.argv[2]!), {
    onEvent: ({ type }) => process.stdout.write(`${type}\n`),
    onStopping: () => process.stdout.write("stopping\n"),
    pollMs: 20,
    launch: (folder) => {
      const log = openSync(folder.logPath, "a");
      return spawn(process.execPath, ["--import", "tsx", child, folder.path], {
        detached: true,
        stdio: ["ignore", log, log],
      });
    },
  });
} catch (error) {
  process.exitCode = reportFailure(error, processTerminal());
}
