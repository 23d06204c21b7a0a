import type { CellOutput } from "../../common/wire/worker";
import type { RunStory } from "../running/runStory";
import type { Tell } from "./desk";

/** Between two messages of an execution, so that there are at most two a second. */
const BETWEEN_MS = 500;

/**
 * Tells how runs grow. What has happened since the last message waits in the stories, which are bounded; a message that the reader has not
 * taken holds the next one back. So however slow the reader, nothing piles up, and what it gets next is all there is.
 */
export class LiveRuns {
  readonly #tell: Tell;
  readonly #execution: string;
  readonly #stories: readonly RunStory[];
  #sending: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #next: (() => Promise<readonly CellOutput[]>) | undefined;

  constructor(tell: Tell, execution: string, stories: readonly RunStory[]) {
    this.#tell = tell;
    this.#execution = execution;
    this.#stories = stories;
  }

  /** Shows the runs as they are and from then on what is new. */
  async show(outputs: readonly CellOutput[]): Promise<void> {
    for (const story of this.#stories) story.forgetFresh();
    this.#timer = setInterval(() => this.#flush(), BETWEEN_MS);
    await this.#tell("outputs", { execution: this.#execution, outputs });
  }

  /** Shows the runs anew as soon as what is being told has been taken; of several askings in the meantime the last one counts. */
  renew(outputs: () => Promise<readonly CellOutput[]>): void {
    this.#next = outputs;
    if (this.#timer) this.#renewNext();
  }

  /** Nothing is told after this has resolved. */
  async end(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#next = undefined;
    await this.#sending;
  }

  #renewNext(): void {
    const outputs = this.#next;
    if (this.#sending || !outputs) return;
    this.#next = undefined;
    this.#sending = (async () => {
      for (const story of this.#stories) story.forgetFresh();
      await this.#tell("outputs", { execution: this.#execution, outputs: await outputs() });
    })().finally(() => {
      this.#sending = undefined;
    });
  }

  #flush(): void {
    this.#renewNext();
    if (this.#sending) return;
    const runs = this.#stories.flatMap((story) => story.delta() ?? []);
    if (runs.length === 0) return;
    this.#sending = this.#tell("progress", { execution: this.#execution, runs }).finally(() => {
      this.#sending = undefined;
    });
  }
}
