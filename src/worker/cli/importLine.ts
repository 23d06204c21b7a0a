import type { ImportHooks } from "../importing/importStore";
import type { Terminal } from "./terminal";

/** Shorter imports are not spoken of. */
const QUIET_MS = 1000;
const BETWEEN_MS = 200;

/** One line on how far an import is, in terminals that can take it back. */
export class ImportLine {
  readonly hooks: ImportHooks;
  #drawn = false;
  #last = performance.now() + QUIET_MS - BETWEEN_MS;

  constructor(
    source: string,
    private readonly terminal: Terminal,
  ) {
    const began = performance.now();
    this.hooks = {
      onShare: (share, clips) => {
        const now = performance.now();
        if (terminal.columns === null || now - this.#last < BETWEEN_MS) return;
        this.#last = now;
        const rate = Math.round((1000 * clips) / (now - began));
        this.#drawn = true;
        terminal.err(`\r\u001b[Kreading ${source}: ${Math.round(100 * share)} %, ${rate} clips/s`);
      },
    };
  }

  /** Takes the line away. */
  end(): void {
    if (this.#drawn) this.terminal.err("\r\u001b[K");
    this.#drawn = false;
  }
}
