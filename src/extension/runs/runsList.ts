import type { RunSummary } from "../../common/wire/worker";
import { isAlive } from "./runTree";

/** Where the list of runs comes from and how often. */
export interface RunsSource {
  /** Folders below which notebooks lie, absolute; without one nothing is asked. */
  roots(): readonly string[];
  /** Rejects with an error whose message is a sentence for the user. */
  read(roots: readonly string[]): Promise<readonly RunSummary[]>;
  /** Called with each list that was read, and why the last reading failed. */
  show(now: readonly RunSummary[], before: readonly RunSummary[] | null, failure: string | null): void;
  later(milliseconds: number, then: () => void): { cancel(): void };
}

/** Files change in bursts: a run's beginning writes several. */
const BURST_MS = 300;
/** While something trains, its epoch moves without a file of ours being made. */
const TRAINING_MS = { watched: 3000, unwatched: 15_000 };

/** Reads the list again when told to, and from time to time while anything trains; one reading at a time. */
export class RunsList {
  #runs: readonly RunSummary[] | null = null;
  #reading: Promise<void> | null = null;
  #again = false;
  #waiting: { cancel(): void } | null = null;
  #watched = false;
  #closed = false;

  constructor(private readonly source: RunsSource) {}

  /** Null until the first reading has succeeded. */
  get runs(): readonly RunSummary[] | null {
    return this.#runs;
  }

  /** Whether someone looks at it. */
  set watched(watched: boolean) {
    this.#watched = watched;
  }

  /** Soon, together with what else changes. */
  changed(): void {
    this.#wait(BURST_MS);
  }

  /** Now; resolves when a reading that began after this call is shown. */
  async refresh(): Promise<void> {
    if (this.#closed) return;
    this.#waiting?.cancel();
    if (this.#reading) this.#again = true;
    else this.#reading = this.#read();
    await this.#reading;
  }

  dispose(): void {
    this.#closed = true;
    this.#waiting?.cancel();
  }

  async #read(): Promise<void> {
    try {
      do {
        this.#again = false;
        await this.#readOnce();
      } while (this.#again && !this.#closed);
    } finally {
      this.#reading = null;
    }
    if (this.#runs?.some(isAlive)) this.#wait(this.#watched ? TRAINING_MS.watched : TRAINING_MS.unwatched);
  }

  async #readOnce(): Promise<void> {
    const before = this.#runs;
    let failure: string | null = null;
    try {
      const roots = this.source.roots();
      this.#runs = roots.length === 0 ? [] : await this.source.read(roots);
    } catch (error) {
      failure = error instanceof Error ? error.message : String(error);
    }
    if (!this.#closed) this.source.show(this.#runs ?? [], before, failure);
  }

  #wait(milliseconds: number): void {
    if (this.#closed) return;
    this.#waiting?.cancel();
    this.#waiting = this.source.later(milliseconds, () => void this.refresh());
  }
}
