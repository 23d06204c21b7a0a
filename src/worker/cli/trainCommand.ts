import { Command, InvalidArgumentError } from "commander";
import type { Terminal } from "./terminal";

/** The command of a training process; `hgl run`, the editor and a cluster's job script call it. */
export function trainCommand(terminal: Terminal): Command {
  return new Command("train")
    .description("Train the run of a run folder, from where it stands to its end (`hgl run` calls this).")
    .argument("<folder>", "a folder under .hgl/runs")
    .option("--checkpoint-minutes <n>", "minutes between checkpoints inside an epoch", minutes, 5)
    .option("--json", "print each event as it is logged")
    .action(async (folder: string, { checkpointMinutes, json }: { checkpointMinutes: number; json?: boolean }) => {
      // Loaded here, so that the other commands start without the compute libraries.
      const { trainProcess } = await import("../training/trainProcess");
      const { realParts } = await import("../training/realParts");
      const onEvent = json ? (event: unknown) => terminal.out(`${JSON.stringify(event)}\n`) : undefined;
      await trainProcess(folder, realParts, { checkpointMinutes, onEvent });
    });
}

function minutes(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 1440)) throw new InvalidArgumentError("It must be a number over 0, at most 1440.");
  return value;
}
