import type { Description } from "./describer";

/** What a million tokens cost, in whatever money. */
export interface Prices {
  readonly input: number;
  readonly output: number;
}

export interface Spent {
  readonly input: number;
  readonly output: number;
  /** Null where no prices are known. */
  readonly money: number | null;
  /** Answers that did not say how many tokens they took: the sums are at least this. */
  readonly uncounted: number;
}

/** Adds up what descriptions cost. Tries that failed are not in it: nobody tells what they cost. */
export class Spending {
  #input = 0;
  #output = 0;
  #uncounted = 0;

  constructor(private readonly prices: Prices | null) {}

  add({ input, output }: Description["tokens"]): void {
    this.#input += input ?? 0;
    this.#output += output ?? 0;
    if (input === null || output === null) this.#uncounted++;
  }

  get spent(): Spent {
    const [input, output] = [this.#input, this.#output];
    const money = this.prices && (input * this.prices.input + output * this.prices.output) / 1e6;
    return { input, output, money, uncounted: this.#uncounted };
  }
}
