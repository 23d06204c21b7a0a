// A training process with the fake learner: `node --import tsx trainChild.ts RUNFOLDER …`, its pace and faults in the environment.
import { setTimeout as sleep } from "node:timers/promises";
import type { DataConfig } from "../../src/common/config";
import { reportFailure } from "../../src/worker/cli/failure";
import { processTerminal } from "../../src/worker/cli/terminal";
import { realParts } from "../../src/worker/training/realParts";
import { BatchLoader } from "../../src/worker/loading/batchLoader";
import { trainProcess } from "../../src/worker/training/trainProcess";
import { fakeParts, smallDataset } from "../unit/worker/training/fakes";

const { HGL_TEST_STEP_MS, HGL_TEST_NAN_AT, HGL_TEST_EXIT_AT } = process.env;
const parts = {
  ...fakeParts({
    beforeStep: async (step) => {
      if (step === Number(HGL_TEST_EXIT_AT)) process.kill(process.pid, "SIGSEGV");
      await sleep(Number(HGL_TEST_STEP_MS ?? 0));
    },
    ...(HGL_TEST_NAN_AT ? { nanAt: Number(HGL_TEST_NAN_AT) } : {}),
  }),
  openDataset: async (config: DataConfig, run: string) =>
    config.source === "small" ? smallDataset() : await realParts.openDataset(config, run),
  openLoader: BatchLoader.start.bind(BatchLoader),
  now: () => Date.now(),
};

try {
  const { folders, log } = askedFor(process.argv.slice(2));
  await trainProcess(folders, parts, {
    checkpointMinutes: 0.05 / 60,
    log,
    onFailure: (_, error) => void reportFailure(error, processTerminal()),
  });
} catch (error) {
  process.exitCode = reportFailure(error, processTerminal());
}

/** `--log FILE FOLDER …`, as `hgl train` takes them. */
function askedFor(args: string[]): { folders: string[]; log: string | undefined } {
  return args[0] === "--log" ? { folders: args.slice(2), log: args[1] } : { folders: args, log: undefined };
}
