/** Measurements of the cells of one notebook, at most one of a cell at a time; `measure` rejects where there are no times to show. */
export class Measurements {
  readonly #underWay = new Map<string, Promise<string | null>>();

  constructor(private readonly measure: (cell: string) => Promise<void>) {}

  /** Measures a cell, or waits for the measurement that is under way: null, or why it failed. Never rejects. */
  of(cell: string): Promise<string | null> {
    const known = this.#underWay.get(cell);
    if (known) return known;
    const measuring = this.measure(cell)
      .then(
        () => null,
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      )
      .finally(() => this.#underWay.delete(cell));
    this.#underWay.set(cell, measuring);
    return measuring;
  }
}
