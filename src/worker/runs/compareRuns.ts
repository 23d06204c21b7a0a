import { HglError } from "../../common/errors";
import { argmax } from "../../model/evaluation/metrics";
import { holm } from "../../model/statistics/holm";
import type { Interval } from "../../model/statistics/interval";
import { mcNemar, newcombeInterval, pairedCounts, pairedDifference } from "../../model/statistics/paired";
import type { PairedCounts } from "../../model/statistics/paired";
import type { StoredRun } from "../running/storedRuns";
import { readScores } from "../store/scores";
import { count } from "../words";

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

interface Predictions {
  readonly run: string;
  readonly classes: readonly string[];
  readonly clips: readonly string[];
  readonly labels: Int32Array;
  readonly hits: Uint8Array;
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

function predictionsOf({ folder, spec }: StoredRun): Predictions {
  const { logits, labels, clips, classes } = readScores(folder.scoresPath, "test");
  const hits = Uint8Array.from(labels, (label, clip) =>
    argmax(logits.subarray(clip * classes, (clip + 1) * classes)) === label ? 1 : 0,
  );
  return { run: folder.id, classes: spec.classes, clips, labels, hits };
}

/** A run's hits in the order of another's clips. */
function hitsInOrder(own: Predictions, base: Predictions): Uint8Array {
  const refuse = (what: string): never => {
    const next = "compare runs on the same data and split";
    throw new HglError({ code: "data", where: `runs ${base.run} and ${own.run}`, what, next });
  };
  const name = own.classes.findIndex((one, i) => one !== base.classes[i]);
  if (own.classes.length !== base.classes.length || name >= 0)
    refuse(`they tell apart other classes (${base.classes.length} and ${own.classes.length})`);
  const places = new Map(own.clips.map((clip, place) => [clip, place]));
  const known = new Set(base.clips);
  const [missing, extra] = [base.clips.find((clip) => !places.has(clip)), own.clips.find((clip) => !known.has(clip))];
  if (missing !== undefined || extra !== undefined || own.clips.length !== base.clips.length) {
    const [has, lacks] = missing === undefined ? [own, base] : [base, own];
    const example = JSON.stringify(missing ?? extra ?? own.clips[0]);
    refuse(
      `they were tested on other clips (${count(base.clips.length, "clip")} and ${own.clips.length}): ${example} is one of ${has.run} and not of ${lacks.run}`,
    );
  }
  const order = base.clips.map((clip) => places.get(clip)!);
  const other = order.findIndex((place, clip) => own.labels[place] !== base.labels[clip]);
  if (other >= 0) refuse(`clip ${JSON.stringify(base.clips[other])} has another class in each`);
  return Uint8Array.from(order, (place) => own.hits[place]!);
}
