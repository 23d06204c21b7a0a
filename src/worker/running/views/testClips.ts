import { HglError } from "../../../common/errors";
import type { Judged } from "../../../figures/confusionPayload";
import { argmax } from "../../../model/evaluation/metrics";
import { readScores } from "../../store/scores";
import { count } from "../../words";
import type { RunGroup } from "../figures/source";
import type { FinishedRun } from "../plan";

/**
 * What the runs of one train cell took their test clips for.
 * @throws HglError "store" for scores that are missing or damaged, or runs that were tested on different clips
 */
export function testClips(runs: readonly Pick<FinishedRun, "spec" | "config" | "folder">[]): Judged {
  let first: { readonly ids: readonly string[]; readonly truth: Int32Array } | undefined;
  const predictions = runs.map(({ spec, config, folder }) => {
    const { logits, labels, clips, classes } = readScores(folder.scoresPath, "test");
    first ??= { ids: clips, truth: labels };
    if (clips.length !== first.ids.length || clips.some((id, i) => id !== first!.ids[i]))
      throw new HglError({
        code: "store",
        where: folder.scoresPath,
        what: "its test clips are not those of the other seeds",
        next: "run the cell again with --fresh",
      });
    const predicted = new Int16Array(clips.length);
    for (let clip = 0; clip < clips.length; clip++)
      predicted[clip] = argmax(logits.subarray(clip * classes, (clip + 1) * classes));
    return { run: spec.runId, seed: config.seed, classes: predicted };
  });
  return { ids: first?.ids ?? [], truth: first?.truth ?? [], predictions };
}

/** The same where a store without scores is no reason to show nothing. */
export function testClipsIfThere(runs: Parameters<typeof testClips>[0]): Judged | undefined {
  try {
    return testClips(runs);
  } catch (error) {
    if (error instanceof HglError) return undefined;
    throw error;
  }
}

/**
 * What two train cells took the same test clips for, both in the order of the first.
 * @throws HglError "cell" naming what differs, "store"
 */
export function comparedClips(view: string, own: RunGroup, other: RunGroup): readonly [Judged, Judged] {
  const [mine, others] = [own, other].map(({ runs }) => runs[0]!.result.classes) as [string[], string[]];
  const at = mine.findIndex((name, i) => name !== others[i]);
  if (at >= 0 || mine.length !== others.length) {
    const what =
      mine.length === others.length
        ? `class ${at + 1} of #${own.id} is ${JSON.stringify(mine[at])}, and of #${other.id} ${JSON.stringify(others[at])}`
        : `#${own.id} tells apart ${count(mine.length, "class", "classes")}, and #${other.id} ${others.length}`;
    throw different(view, what);
  }
  const [a, b] = [testClips(own.runs), testClips(other.runs)];
  const places = new Map(b.ids.map((id, place) => [id, place]));
  const absent = a.ids.filter((id) => !places.has(id));
  if (absent.length > 0 || a.ids.length !== b.ids.length) {
    const example = absent[0] ?? b.ids.find((id) => !a.ids.includes(id))!;
    const [has, lacks] = absent.length > 0 ? [own.id, other.id] : [other.id, own.id];
    throw different(
      view,
      `#${own.id} was tested on ${count(a.ids.length, "clip")} and #${other.id} on ${b.ids.length}, and they are not the same: ${JSON.stringify(example)} is a test clip of #${has} and not of #${lacks}`,
    );
  }
  const order = a.ids.map((id) => places.get(id)!);
  const inOrder = (values: ArrayLike<number>): Int16Array => Int16Array.from(order, (place) => values[place]!);
  const truth = inOrder(b.truth);
  const relabelled = a.ids.findIndex((_, clip) => truth[clip] !== a.truth[clip]);
  if (relabelled >= 0) {
    const [here, there] = [a.truth, truth].map((labels) => JSON.stringify(mine[labels[relabelled]!]));
    const clip = JSON.stringify(a.ids[relabelled]);
    throw different(view, `clip ${clip} is ${here} in #${own.id} and ${there} in #${other.id}`);
  }
  const predictions = b.predictions.map((one) => ({ ...one, classes: inOrder(one.classes) }));
  return [a, { ids: a.ids, truth, predictions }];
}

function different(view: string, what: string): HglError {
  return new HglError({
    code: "cell",
    where: `#${view}`,
    what,
    next: "compare two train cells on the same data and split",
  });
}
