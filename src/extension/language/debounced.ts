/** Calls per key, put off until nothing has asked for that key during `pauseMs`. */
export class Debounced {
  readonly #waiting = new Map<string, NodeJS.Timeout>();

  constructor(private readonly pauseMs: number) {}

  later(key: string, act: () => void): void {
    this.cancel(key);
    this.#waiting.set(
      key,
      setTimeout(() => {
        this.#waiting.delete(key);
        act();
      }, this.pauseMs),
    );
  }

  cancel(key: string): void {
    clearTimeout(this.#waiting.get(key));
    this.#waiting.delete(key);
  }

  dispose(): void {
    for (const timer of this.#waiting.values()) clearTimeout(timer);
    this.#waiting.clear();
  }
}
