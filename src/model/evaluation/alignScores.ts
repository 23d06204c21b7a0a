import { badFile, shown } from "../data/containers/badBytes";
import type { StreamScores } from "./ensemble";
import type { ScoreFile } from "./scoreFile";

/** The clips that were tested, in the order that all members of an ensemble take. */
export interface TestedClips {
  readonly clips: readonly string[];
  readonly labels: Int32Array;
  readonly classes: number;
}

export interface AlignedScores extends StreamScores {
  /** What shows that a row is its clip's: the clips' names, the labels in their order, or nothing but the number of rows. */
  readonly by: "names" | "labels" | "order";
}

const NEXT = "name the scores of the same test split";

/**
 * Somebody's scores in the order of the tested clips. `where` is the file. Throws HglError "data" for other classes, another number of clips, a
 * clip that is in one alone, and a label that is another.
 */
export function alignScores(where: string, file: ScoreFile, tested: TestedClips): AlignedScores {
  const { classes, clips, labels } = file;
  const count = file.logits.length / classes;
  if (classes !== tested.classes) {
    throw badFile(
      where,
      `its scores are of ${classes} classes, the data of ${tested.classes}`,
      "name scores of this data",
    );
  }
  if (count !== tested.clips.length) {
    throw badFile(where, `it scores ${count} clips, and ${tested.clips.length} were tested`, NEXT);
  }
  const order = clips ? placesOf(where, clips, tested.clips) : tested.clips.map((_, row) => row);
  if (labels) {
    const other = order.findIndex((row, clip) => labels[row] !== tested.labels[clip]);
    if (other >= 0) {
      const what = `clip ${shown(tested.clips[other]!)} has label ${labels[order[other]!]} there, and ${tested.labels[other]} in the data`;
      const next = clips ? "check the order of the classes" : "check the order of clips and of classes";
      throw badFile(`${where}, row ${order[other]! + 1}`, what, next);
    }
  }
  const logits = new Float32Array(file.logits.length);
  order.forEach((row, clip) => logits.set(file.logits.subarray(row * classes, (row + 1) * classes), clip * classes));
  return { name: where, clips: tested.clips, classes, logits, by: clips ? "names" : labels ? "labels" : "order" };
}

/** Where each tested clip stands in the file. */
function placesOf(where: string, clips: readonly string[], tested: readonly string[]): readonly number[] {
  const rows = new Map(clips.map((clip, row) => [clip, row]));
  return tested.map((clip) => {
    const row = rows.get(clip);
    if (row !== undefined) return row;
    const known = new Set(tested);
    const other = clips.findIndex((one) => !known.has(one));
    const instead = other < 0 ? "" : `, but ${shown(clips[other]!)}, which was not tested`;
    throw badFile(where, `the tested clip ${shown(clip)} is not in it${instead}`, NEXT);
  });
}
