import { HglError } from "../../common/errors";
import { argmax } from "../../model/evaluation/metrics";
import type { PlannedRun } from "../running/plan";
import { readScores } from "../store/scores";
import { count } from "../words";

/** What a run predicted on its test clips. */
export interface Predictions {
  readonly run: string;
  readonly classes: readonly string[];
  readonly clips: readonly string[];
  readonly labels: Int32Array;
  /** 1 where a clip's prediction is right. */
  readonly hits: Uint8Array;
}

/** @throws HglError "store" for damaged scores */
export function predictionsOf({ folder, spec }: Pick<PlannedRun, "folder" | "spec">): Predictions {
  const { logits, labels, clips, classes } = readScores(folder.scoresPath, "test");
  const hits = Uint8Array.from(labels, (label, clip) =>
    argmax(logits.subarray(clip * classes, (clip + 1) * classes)) === label ? 1 : 0,
  );
  return { run: folder.id, classes: spec.classes, clips, labels, hits };
}

/** A run's hits in the order of another's clips. @throws HglError "data" for other clips or classes */
export function hitsInOrder(own: Predictions, base: Predictions): Uint8Array {
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
