import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CommanderError } from "commander";
import { exitCode, HglError } from "../../common/errors";
import type { Terminal } from "./terminal";

/** Says what went wrong in one sentence on stderr, and returns the exit status. */
export function reportFailure(error: unknown, terminal: Terminal): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    // Called without a command, commander has printed the help, which is the answer.
    if (error.code === "commander.help") return exitCode(usageError(""));
    const said = usageError(error.message.replace(/^error: /, "").replace(/\s*\n\s*/g, " "));
    terminal.err(`hgl: ${said.message}\n`);
    return exitCode(said);
  }
  if (error instanceof HglError) {
    terminal.err(`hgl: ${error.message}\n`);
    return exitCode(error);
  }
  terminal.err(`hgl: ${unforeseen(error)}\n`);
  return exitCode(error);
}

function usageError(what: string): HglError {
  return new HglError({ code: "usage", what: what.replace(/\.$/, ""), next: "see `hgl --help`" });
}

function unforeseen(error: unknown): string {
  const what = error instanceof Error ? error.message.split("\n")[0]! : String(error);
  return `an unforeseen fault: ${what.replace(/\.$/, "")}; ${whereDetails(error)}`;
}

function whereDetails(error: unknown): string {
  try {
    const file = join(mkdtempSync(join(tmpdir(), "hgl-")), "fault.log");
    const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
    writeFileSync(
      file,
      `${new Date().toISOString()}\nnode ${process.version} ${process.platform} ${process.arch}\n${process.argv.join(" ")}\n\n${details}\n`,
    );
    return `the details are in ${file}, please report them.`;
  } catch {
    return "its details could not be written.";
  }
}
