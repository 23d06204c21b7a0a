import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { Command } from "commander";
import { HglError } from "../../common/errors";
import { SAMPLE_SOURCE } from "../../notebook/cells/data";
import { checkNotebook, type Diagnostic } from "../../notebook/check";
import { examples } from "./examples";
import { formatFor, openNotebook, readNotebookText } from "../running/openNotebook";
import { type Terminal } from "./terminal";
import { count } from "../words";

export function checkCommand(terminal: Terminal): Command {
  return new Command("check")
    .description("Look for mistakes in a notebook without running anything.")
    .argument("<notebook>", "a .hgl.md file")
    .option("--json", "the findings as one JSON array")
    .addHelpText(
      "after",
      examples([
        ["hgl check first-run.hgl.md", "one line for each finding: FILE:LINE: severity: what, what to do"],
        ["hgl check first-run.hgl.md --json", "for a program"],
      ]),
    )
    .action((notebook: string, { json }: { json?: boolean }) => check(notebook, json === true, terminal));
}

/** @throws HglError "cell" (exit 1) when there is an error; the findings are printed by then. */
function check(path: string, json: boolean, terminal: Terminal): void {
  const found = checkNotebook(readNotebookText(path), formatFor(path));
  const errors = found.filter(({ severity }) => severity === "error").length;
  if (json) terminal.out(`${JSON.stringify(found)}\n`);
  else for (const one of found) terminal.out(`${line(path, one)}\n`);
  if (errors > 0)
    throw new HglError({
      code: "cell",
      where: path,
      what: count(errors, "error"),
      next: "correct them and check again",
    });
  const { cells } = openNotebook(path);
  for (const cell of cells) {
    if (cell.kind !== "data" || cell.config.source === SAMPLE_SOURCE) continue;
    const source = resolve(dirname(path), cell.config.source);
    if (!existsSync(source))
      throw new HglError({
        code: "data",
        where: `${path}, #${cell.id}`,
        what: `there is no ${source}`,
        next: "correct the cell's source",
      });
  }
  if (!json) terminal.out(`${path}: no errors in ${count(cells.length, "cell")}\n`);
}

function line(path: string, { line, cellId, severity, message }: Diagnostic): string {
  return `${path}:${line}: ${severity}${cellId ? ` in #${cellId}` : ""}: ${message}`;
}
