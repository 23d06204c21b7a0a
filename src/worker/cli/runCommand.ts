import { Command } from "commander";
import type { KeyFor } from "../text/keys";
import { examples } from "./examples";
import { runNotebook, type RunNotebookOptions } from "./runNotebook";
import type { Terminal } from "./terminal";

export function runCommand(terminal: Terminal, keyFor: KeyFor): Command {
  return new Command("run")
    .summary("Train and show what a notebook describes.")
    .description(
      "Train and show what a notebook describes: its cells run in the order of their dependencies.\n\nA training run is a process of its own that writes .hgl/runs/<id> beside the notebook.\nFinished runs are not trained again; interrupted ones go on from their last checkpoint.\nCtrl-C finishes the step, writes a checkpoint and stops.\n\nA text cell's endpoint that wants an API key gets the one of HGL_API_KEY, if HGL_API_ORIGIN names that endpoint\n(https://api.example.com). A key never stands in a notebook.",
    )
    .argument("<notebook>", "a .hgl.md file")
    .option("-c, --cell <id>", "only this cell and the cells it needs")
    .option("-r, --report <file>", "write an HTML report")
    .option(
      "--fresh",
      "train finished and interrupted runs again from the start; their old folders are kept beside the new ones",
    )
    .option("--json", "one JSON object a line instead of text")
    .addHelpText(
      "after",
      examples([
        ["hgl run first-run.hgl.md", "everything"],
        ["hgl run first-run.hgl.md --cell base", "one training cell, and what it needs"],
        ["hgl run first-run.hgl.md --report report.html", "and a report to look at"],
        ["hgl run first-run.hgl.md --json | jq .type", "events for a program"],
      ]),
    )
    .action(async (notebook: string, options: RunNotebookOptions) => {
      await runNotebook(notebook, options, terminal, { keyFor });
    });
}
