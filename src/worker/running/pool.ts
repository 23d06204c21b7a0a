import { availableParallelism, freemem } from "node:os";

/** What trains at the same time must share. */
export interface Machine {
  readonly cores: number;
  /** Bytes that are free. */
  readonly memory: number;
}

export interface PoolNeeds {
  /** Threads of one run; 0 is one for each core. */
  readonly threads: number;
  /** Bytes of one run; null where nobody has measured. */
  readonly memory: number | null;
}

/** Of the free memory; the rest is the editor's and what comes unexpectedly. */
const USABLE = 0.8;

export function machineHere(): Machine {
  return { cores: availableParallelism(), memory: freemem() };
}

/** How many runs are trained at a time: as many as are told, else as many as keep their threads and memory to themselves. */
export function placesFor(runs: number, atOnce: number | "auto", needs: PoolNeeds, machine: Machine): number {
  const { threads, memory } = needs;
  const byCores = threads === 0 ? 1 : Math.floor(machine.cores / threads);
  const byMemory = memory === null ? byCores : Math.floor((USABLE * machine.memory) / memory);
  const wanted = atOnce === "auto" ? Math.min(byCores, byMemory) : atOnce;
  return Math.max(1, Math.min(wanted, runs));
}

/** Deals runs out to places so that all end at about the same time: the longest first, each to whoever has least to do; in their order at each place. */
export function dealt<T>(runs: readonly T[], places: number, costOf: (run: T) => number): T[][] {
  const shares = Array.from({ length: Math.min(places, runs.length) }, () => ({ load: 0, own: [] as number[] }));
  const byCost = runs.map((run, at) => ({ at, cost: costOf(run) })).sort((a, b) => b.cost - a.cost || a.at - b.at);
  for (const { at, cost } of byCost) {
    const least = shares.reduce((best, share) => (share.load < best.load ? share : best));
    least.load += cost;
    least.own.push(at);
  }
  return shares.map(({ own }) => own.sort((a, b) => a - b).map((at) => runs[at]!));
}
