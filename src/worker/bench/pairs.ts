import type { Contender } from "./contender";

export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export interface Paired {
  /** Milliseconds, in the order measured. */
  readonly ours: readonly number[];
  readonly torch: readonly number[] | null;
}

/** Ours and PyTorch's turn by turn, swapping who goes first, so that a machine that slows down or warms up slows both alike. */
export async function runPairs(
  ours: Contender,
  torch: Contender | null,
  pairs: number,
  onPair: (done: number) => void = () => {},
): Promise<Paired> {
  const times = { ours: [] as number[], torch: [] as number[] };
  for (let pair = 0; pair < pairs; pair++) {
    const turns = torch ? [() => ourTurn(), () => torchTurn(torch)] : [() => ourTurn()];
    if (pair % 2 === 1) turns.reverse();
    for (const turn of turns) await turn();
    onPair(pair + 1);
  }
  return { ours: times.ours, torch: torch ? times.torch : null };

  async function ourTurn(): Promise<void> {
    times.ours.push(await ours.once());
  }
  async function torchTurn(contender: Contender): Promise<void> {
    times.torch.push(await contender.once());
  }
}

/** PyTorch's time over ours, pair by pair: above 1 we are faster. */
export function ratios({ ours, torch }: Paired): number[] | null {
  return torch && ours.map((ms, i) => torch[i]! / ms);
}

/** @param values at least one */
export function medianAndRange(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return { median, min: sorted[0]!, max: sorted.at(-1)! };
}
