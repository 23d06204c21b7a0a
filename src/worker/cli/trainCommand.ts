import { Command, InvalidArgumentError } from "commander";
import { reportFailure } from "./failure";
import type { Terminal } from "./terminal";

interface TrainCommandOptions {
  readonly checkpointMinutes: number;
  readonly log?: string;
  readonly json?: boolean;
}

/** The command of a training process; `hgl run`, the editor and a cluster's job script call it. */
export function trainCommand(terminal: Terminal): Command {
  return new Command("train")
    .description(
      "Train the runs of run folders one after another, each from where it stands to its end (`hgl run` calls this).",
    )
    .argument("<folders...>", "folders under .hgl/runs")
    .option("--checkpoint-minutes <n>", "minutes between checkpoints inside an epoch", minutes, 5)
    .option("--log <file>", "the file that this process's output goes to, for whoever finds it dead")
    .option("--json", "print each event as it is logged")
    .action(async (folders: string[], { checkpointMinutes, log, json }: TrainCommandOptions) => {
      // Loaded here, so that the other commands start without the compute libraries.
      const { trainProcess } = await import("../training/trainProcess");
      const { realParts } = await import("../training/realParts");
      const onEvent = json ? (event: unknown) => terminal.out(`${JSON.stringify(event)}\n`) : undefined;
      const onFailure = (_: string, error: unknown) => void reportFailure(error, terminal);
      await trainProcess(folders, realParts, { checkpointMinutes, log, onEvent, onFailure });
    });
}

function minutes(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 1440)) throw new InvalidArgumentError("It must be a number over 0, at most 1440.");
  return value;
}
