import { holm } from "../../model/statistics/holm";
import type { Interval } from "../../model/statistics/interval";
import { mcNemar, newcombeInterval, pairedCounts, pairedDifference } from "../../model/statistics/paired";
import type { PairedCounts } from "../../model/statistics/paired";
import type { StoredRun } from "../running/storedRuns";
import { hitsInOrder, predictionsOf } from "./predictions";

/** A run against the first one, over the same test clips. */
export interface PairedTest {
  readonly run: string;
  readonly against: string;
  readonly clips: number;
  readonly counts: PairedCounts;
  /** The run's accuracy less that of the one it is held against, as a share, with its 95 % interval. */
  readonly difference: number;
  readonly interval: Interval;
  /** McNemar's exact test, two-sided, and the same after Holm's correction over all tests of the comparison. */
  readonly p: number;
  readonly holm: number;
}

/**
 * Tests every further run against the first; runs without a result are left out, and so is everything where the first has none.
 * @throws HglError "data" for runs that were tested on other clips, or with other classes, "store" for damaged scores
 */
export function pairedTests(runs: readonly StoredRun[]): readonly PairedTest[] {
  const [first, ...others] = runs;
  if (!first || !isTested(first)) return [];
  const base = predictionsOf(first);
  const tests = others.filter(isTested).map((run) => {
    const own = predictionsOf(run);
    const counts = pairedCounts(base.hits, hitsInOrder(own, base));
    const [difference, interval, p] = [pairedDifference(counts), newcombeInterval(counts), mcNemar(counts)];
    return { run: own.run, against: base.run, clips: base.clips.length, counts, difference, interval, p };
  });
  const adjusted = holm(tests.map(({ p }) => p));
  return tests.map((test, i) => ({ ...test, holm: adjusted[i]! }));
}

function isTested({ folder }: StoredRun): boolean {
  return folder.storedResult() !== undefined;
}
