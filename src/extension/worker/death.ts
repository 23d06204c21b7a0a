import type { Death } from "../../common/wire/worker";
import type { Translate } from "../translate";

/** How many of the last lines a process printed are kept. */
export const LAST_LINES = 20;
/** A line of a megabyte is no help to anyone. */
const LINE_LENGTH = 500;

/** "The worker (process 4711) was ended by SIGKILL when it used 1.2 of 8.0 GB of memory." */
export function deathSentence(t: Translate, death: Death): string {
  const { pid, signal, memory } = death;
  const how =
    signal !== null
      ? t("The HocSLM worker (process {0}) was ended by {1}", pid, signal)
      : death.exitCode !== null
        ? t("The HocSLM worker (process {0}) ended with exit code {1}", pid, shownCode(death.exitCode))
        : t("The HocSLM worker (process {0}) ended", pid);
  const used = memory && t("when it used {0} of {1} GB of memory", gigabytes(memory.rss), gigabytes(memory.total));
  return [how, used].filter((part) => part !== null).join(" ") + ".";
}

/** The facts of a death below its sentence: one line each, then the last lines it printed. */
export function deathDetails(t: Translate, death: Death): string {
  const { pid, exitCode, signal, memory, lastLines } = death;
  const facts = [
    t("Process: {0}", pid),
    signal === null
      ? ""
      : t("Signal: {0}", signal) +
        (signal === "SIGKILL" ? ` ${t("(by hand, or the system was short of memory)")}` : ""),
    exitCode === null ? "" : t("Exit code: {0}", shownCode(exitCode)),
    memory ? t("Memory last seen: {0} of {1} GB", gigabytes(memory.rss), gigabytes(memory.total)) : "",
    lastLines.length > 0 ? t("Last lines it printed:") : t("It printed nothing."),
  ].filter((line) => line !== "");
  return [...facts, ...lastLines.map((line) => `  ${line}`)].join("\n");
}

/** Windows' exit codes are known by their hexadecimal form. */
function shownCode(code: number): string {
  const unsigned = code >>> 0;
  return unsigned >= 0x8000_0000 ? `0x${unsigned.toString(16).toUpperCase()}` : String(code);
}

function gigabytes(bytes: number): string {
  const value = bytes / 1e9;
  return value < 10 ? value.toFixed(1) : value.toFixed(0);
}

/** Keeps the last lines of a stream of text. */
export class LastLines {
  #lines: string[] = [];
  #open = "";

  add(text: string): void {
    const parts = (this.#open + text).split(/\r?\n/);
    this.#open = parts.pop()!.slice(0, LINE_LENGTH);
    this.#lines = [...this.#lines, ...parts.filter((line) => line.trim() !== "").map(shortened)].slice(-LAST_LINES);
  }

  lines(): readonly string[] {
    return this.#open.trim() === "" ? this.#lines : [...this.#lines, this.#open].slice(-LAST_LINES);
  }
}

function shortened(line: string): string {
  return line.length > LINE_LENGTH ? `${line.slice(0, LINE_LENGTH)}…` : line;
}
