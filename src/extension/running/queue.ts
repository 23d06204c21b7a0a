/** What a queue knows of a cell that waits or runs. */
export interface Queued {
  readonly id: string;
  /** Ids of all it needs, directly or not. */
  readonly closure: readonly string[];
  /** Two of one id and one identity would do the same work. */
  readonly identity: string | null;
}

/** The cells of one notebook that wait for their turn, and those that run. One runs at a time, beside those that are only followed. */
export class RunQueue<E extends Queued> {
  #waiting: E[] = [];
  readonly #running = new Set<E>();

  get waiting(): readonly E[] {
    return this.#waiting;
  }

  get running(): readonly E[] {
    return [...this.#running];
  }

  /**
   * Appends cells that are in dependency order, and tells which of them were and which that waited they replace. One that does the same
   * as one that waits or runs is left out; one of another identity that still waits gives way, so that what it needs comes before it.
   */
  append(entries: readonly E[]): { readonly added: readonly E[]; readonly replaced: readonly E[] } {
    const added: E[] = [];
    const replaced: E[] = [];
    for (const entry of entries) {
      const { id, identity } = entry;
      const waits = this.#waiting.find((other) => other.id === id);
      if (waits?.identity === identity) continue;
      if (!waits && this.running.some((other) => other.id === id && other.identity === identity)) continue;
      if (waits) {
        this.#remove(waits);
        replaced.push(waits);
      }
      this.#waiting.push(entry);
      added.push(entry);
    }
    return { added, replaced };
  }

  /** The next cell whose turn it is, now running; null when none may start before something ends. */
  next(): E | null {
    const busy = new Set(this.running.map(({ id }) => id));
    const ready = this.#waiting.find(({ id, closure }) => !busy.has(id) && !closure.some((needed) => busy.has(needed)));
    if (!ready) return null;
    this.#remove(ready);
    this.#running.add(ready);
    return ready;
  }

  /** Marks a cell as running that did not wait. */
  follow(entry: E): void {
    this.#running.add(entry);
  }

  /** A running cell has ended; when it failed, what needs it waits in vain and is returned. */
  ended(entry: E, succeeded: boolean): readonly E[] {
    this.#running.delete(entry);
    if (succeeded) return [];
    const skipped = this.#waiting.filter(({ closure }) => closure.includes(entry.id));
    this.#waiting = this.#waiting.filter((other) => !skipped.includes(other));
    return skipped;
  }

  /** Takes all that wait. */
  empty(): readonly E[] {
    const taken = this.#waiting;
    this.#waiting = [];
    return taken;
  }

  /** Takes one that waits. */
  take(entry: E): void {
    this.#remove(entry);
  }

  #remove(entry: E): void {
    this.#waiting = this.#waiting.filter((other) => other !== entry);
  }
}
