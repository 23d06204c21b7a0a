import type { RunEvent } from "../../common/runRecord";
import { type Terminal } from "./terminal";
import { clock, percent, seenWord } from "../words";

/** Shows one sitting of one run: a bar that redraws itself on a terminal, a line per epoch elsewhere. */
export interface Progress {
  event(event: RunEvent): void;
  /** Leaves the cursor at the beginning of a fresh line. */
  end(): void;
}

export interface ProgressLabel {
  readonly cell: string;
  /** What the run is called beside its seed: a variant's label. */
  readonly name?: string | undefined;
  readonly seed: number;
  /** 1-based place of this run among the cell's runs, and how many there are. */
  readonly index: number;
  readonly of: number;
  /** Runs after this one that will have to be trained too. */
  readonly remaining: number;
}

export function progressOn(terminal: Terminal, label: ProgressLabel): Progress {
  const lines = new EpochLines(terminal, label);
  return terminal.columns === null ? lines : new Bar(terminal, label, lines);
}

function nameOf({ cell, name, seed, index, of }: ProgressLabel): string {
  return `#${cell} ${name === undefined ? "" : `${name}, `}seed ${seed}${of > 1 ? ` (${index}/${of})` : ""}`;
}

class EpochLines implements Progress {
  readonly #terminal: Terminal;
  readonly #name: string;
  #epochs = 0;
  #speed = 0;

  constructor(terminal: Terminal, label: ProgressLabel) {
    this.#terminal = terminal;
    this.#name = nameOf(label);
  }

  event(event: RunEvent): void {
    const line = this.lineOf(event);
    if (line !== undefined) this.#terminal.out(`${line}\n`);
  }

  lineOf(event: RunEvent): string | undefined {
    switch (event.type) {
      case "start":
        this.#epochs = event.epochs;
        return event.resumedAt === null ? undefined : `${this.#name}  resumed at step ${event.resumedAt}`;
      case "step":
        this.#speed = event.clipsPerSecond;
        return undefined;
      case "epoch": {
        const validation = event.validation ? `  validation ${percent(event.validation.top1)}` : "";
        return `${this.#name}  epoch ${event.epoch}/${this.#epochs}  loss ${event.loss.toFixed(4)}  train ${percent(event.trainTop1)}${validation}  ${this.#speed.toFixed(0)} clips/s  ${event.seconds.toFixed(1)} s`;
      }
      case "warning":
        return `${this.#name}  warning: ${event.message}`;
      case "end":
        return `${this.#name}  test ${percent(event.result.test.top1)}${seenWord(event.result)} after the last epoch, trained ${clock(event.seconds)}`;
      case "checkpoint":
      case "interrupted":
      case "failed":
        return undefined;
    }
  }

  end(): void {}
}

class Bar implements Progress {
  readonly #terminal: Terminal;
  readonly #label: ProgressLabel;
  readonly #lines: EpochLines;
  #epochs = 1;
  #total = 1;
  #startedAt = 0;
  #startedStep = 0;
  #accuracy = "";
  #drawn = false;

  constructor(terminal: Terminal, label: ProgressLabel, lines: EpochLines) {
    this.#terminal = terminal;
    this.#label = label;
    this.#lines = lines;
  }

  event(event: RunEvent): void {
    const line = this.#lines.lineOf(event);
    if (event.type === "start") {
      this.#epochs = event.epochs;
      this.#total = event.epochs * event.stepsPerEpoch;
      this.#startedAt = event.at;
      this.#startedStep = event.resumedAt ?? 0;
    }
    if (event.type === "epoch" && event.validation) this.#accuracy = `val ${percent(event.validation.top1)}`;
    if (event.type === "step") this.#draw(event);
    // Epochs are the bar's business; everything else that has a line gets one above it.
    if (line !== undefined && event.type !== "epoch") {
      this.#clear();
      this.#terminal.out(`${line}\n`);
    }
  }

  end(): void {
    this.#clear();
  }

  #draw({ at, epoch, step, loss, clipsPerSecond }: RunEvent & { type: "step" }): void {
    const share = step / this.#total;
    const perStep = step > this.#startedStep ? (at - this.#startedAt) / 1000 / (step - this.#startedStep) : 0;
    const left = perStep * (this.#total - step);
    const { remaining } = this.#label;
    const all = remaining > 0 ? ` (all ${clock(left + remaining * perStep * this.#total)})` : "";
    const columns = this.#terminal.columns ?? 80;
    const pieces: Piece[] = [
      { text: percent(share, 0).padStart(4), worth: 9 },
      { text: `epoch ${epoch}/${this.#epochs}`, worth: 4 },
      { text: `loss ${loss.toFixed(3)}`, worth: 2 },
      ...(this.#accuracy ? [{ text: this.#accuracy, worth: 3 }] : []),
      { text: `${clipsPerSecond.toFixed(0)} clips/s`, worth: 1 },
      { text: `ETA ${clock(left)}${all}`, worth: 10 },
    ];
    this.#terminal.out(`\r${ERASE_LINE}${fitted(nameOf(this.#label), share, pieces, columns - 1)}`);
    this.#drawn = true;
  }

  #clear(): void {
    if (this.#drawn) this.#terminal.out(`\r${ERASE_LINE}`);
    this.#drawn = false;
  }
}

interface Piece {
  readonly text: string;
  /** What is worth least goes first where the line is too narrow. */
  readonly worth: number;
}

const ERASE_LINE = "\x1b[K";
const LEAST_BAR = 10;
const MOST_BAR = 40;

/** One line of at most `width` columns: name, bar, and as many pieces as leave the bar room. */
function fitted(name: string, share: number, pieces: readonly Piece[], width: number): string {
  let kept = pieces;
  const room = () => width - kept.reduce((sum, { text }) => sum + 2 + text.length, name.length + 2);
  while (room() < LEAST_BAR && kept.length > 1) {
    const least = Math.min(...kept.map(({ worth }) => worth));
    kept = kept.filter(({ worth }) => worth > least);
  }
  const bar = Math.min(MOST_BAR, Math.max(0, room()));
  const done = Math.round(Math.min(1, share) * bar);
  const drawn = bar >= LEAST_BAR ? ["━".repeat(done) + "─".repeat(bar - done)] : [];
  return [name, ...drawn, ...kept.map(({ text }) => text)].join("  ").slice(0, width);
}
