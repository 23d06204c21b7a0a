import type { Terminal } from "./terminal";

/** Shorter work is not spoken of. */
const QUIET_MS = 1000;
const BETWEEN_MS = 200;

/** One line on how far something is, in terminals that can take it back. */
export class ShareLine {
  readonly hooks: { readonly onShare: (share: number, done: number) => void };
  #drawn = false;
  #last = performance.now() + QUIET_MS - BETWEEN_MS;

  constructor(
    /** "reading ucla" */
    what: string,
    /** "clips" */
    units: string,
    private readonly terminal: Terminal,
  ) {
    const began = performance.now();
    this.hooks = {
      onShare: (share, done) => {
        const now = performance.now();
        if (terminal.columns === null || now - this.#last < BETWEEN_MS) return;
        this.#last = now;
        const rate = Math.round((1000 * done) / (now - began));
        this.#drawn = true;
        terminal.err(`\r\u001b[K${what}: ${Math.round(100 * share)} %, ${rate} ${units}/s`);
      },
    };
  }

  /** Takes the line away. */
  end(): void {
    if (this.#drawn) this.terminal.err("\r\u001b[K");
    this.#drawn = false;
  }
}
