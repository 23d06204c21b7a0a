import { SCORE_ENDINGS } from "../../common/vocabulary";
import { badFile, shown } from "../data/containers/badBytes";
import { openNpy } from "../data/containers/npy";
import { arrayNumbers } from "../data/containers/pickle/arrayNumbers";
import { NUMPY_GLOBALS } from "../data/containers/pickle/numpyGlobals";
import { readPickle } from "../data/containers/pickle/readPickle";
import { NumpyArray, Tuple } from "../data/containers/pickle/values";
import type { PickleValue } from "../data/containers/pickle/values";
import { openZip } from "../data/containers/zip";
import type { Zip } from "../data/containers/zip";
import { readDialect, rows } from "../data/csv/table";
import type { ByteSource } from "../data/source";

/** Somebody's scores of clips. */
export interface ScoreFile {
  readonly classes: number;
  /** Row by row [clips, classes]; finite. Probabilities come as their logarithms, whose softmax they are. */
  readonly logits: Float32Array;
  /** Null where the file has rows alone. */
  readonly clips: readonly string[] | null;
  /** Null where the file does not say them. */
  readonly labels: Int32Array | null;
}

const MOST_CLASSES = 100_000;
const MOST_CLIPS = 10_000_000;
const MOST_NUMBERS = 2 ** 28;
/** Numbers of an array that are read at a time. */
const BLOCK = 2 ** 20;

/**
 * Reads scores by the file's ending:
 *
 *     .npy             [clips, classes]
 *     .npz             `scores` (or `logits`, `score`, or the only array of two axes), and `labels` (or `label`, `y`)
 *     .csv             a column `clip` (or `name`), a column `label`, and a column of scores for each class, in their order
 *     .pkl, .pickle    what CTR-GCN's `--save-score` and pyskl's `--out` write: a dict of clip to scores, or a list of scores or of
 *                      (clip, scores); nothing in it is run
 *
 * @throws HglError "data" with the file and the place for everything else, and for a score that is not finite
 */
export function readScoreFile(source: ByteSource): ScoreFile {
  const ending = SCORE_ENDINGS.find((one) => source.name.toLowerCase().endsWith(one));
  switch (ending) {
    case ".npy":
      return finished(source.name, { ...arrayScores(source), clips: null, labels: null });
    case ".npz":
      return finished(source.name, zippedScores(source));
    case ".csv":
      return finished(source.name, tableScores(source));
    case ".pkl":
    case ".pickle":
      return finished(source.name, pickledScores(source));
    default:
      throw badFile(source.name, "this is no file of scores", `name one that ends in ${SCORE_ENDINGS.join(", ")}`);
  }
}

/** Labels [clips] of a `.npy` file of whole numbers. Throws HglError "data". */
export function readLabels(source: ByteSource): Int32Array {
  const array = openNpy(source);
  const [count = 0] = array.shape;
  if (array.shape.length !== 1 || count > MOST_CLIPS) {
    throw badFile(source.name, `labels of shape (${array.shape.join(", ")}) are no list`, "save one number a clip");
  }
  const labels = new Int32Array(count);
  for (let from = 0; from < count; from += BLOCK) {
    array.rows(from, Math.min(count, from + BLOCK)).forEach((value, i) => {
      labels[from + i] = labelOf(value, source.name, from + i);
    });
  }
  return labels;
}

function labelOf(value: number, where: string, row: number): number {
  if (Number.isSafeInteger(value) && value >= 0 && value < MOST_CLASSES) return value;
  throw badFile(`${where}, row ${row + 1}`, `the label ${value} is no class`, "count classes from 0");
}

type Rows = Pick<ScoreFile, "classes" | "logits">;

function arrayScores(source: ByteSource): Rows {
  const array = openNpy(source);
  if (array.shape.length !== 2) {
    throw badFile(source.name, `scores of shape (${array.shape.join(", ")}) are not clips by classes`);
  }
  const [clips, classes] = array.shape as [number, number];
  const logits = roomFor(source.name, clips, classes);
  const step = Math.max(1, Math.floor(BLOCK / classes));
  for (let from = 0; from < clips; from += step) {
    logits.set(array.rows(from, Math.min(clips, from + step)), from * classes);
  }
  return { classes, logits };
}

/** Room for the scores. Throws HglError "data" for numbers of clips or classes that are none. */
function roomFor(where: string, clips: number, classes: number): Float32Array {
  if (clips === 0) throw badFile(where, "there is no clip in the file");
  if (classes < 2 || classes > MOST_CLASSES) throw badFile(where, `${classes} scores a clip are not those of classes`);
  if (clips > MOST_CLIPS || clips * classes > MOST_NUMBERS) {
    throw badFile(where, `${clips} clips of ${classes} classes are over the limit of ${MOST_NUMBERS} scores`);
  }
  return new Float32Array(clips * classes);
}

function zippedScores(source: ByteSource): ScoreFile {
  const zip = openZip(source);
  const named = (...names: readonly string[]): string | undefined =>
    names.map((name) => `${name}.npy`).find((name) => zip.has(name));
  const unread = named("clips", "names", "clip", "name");
  if (unread !== undefined) {
    const next = "leave it out and save the names as a list in NAME.clips.json beside the file";
    throw badFile(`${source.name}, entry ${unread}`, "text in an archive of arrays is not read", next);
  }
  const scores = named("scores", "logits", "score") ?? onlyTable(zip);
  const labels = named("labels", "label", "y");
  for (const entry of [scores, ...(labels === undefined ? [] : [labels])]) zip.check(entry);
  return {
    ...arrayScores(zip.bytes(scores)),
    clips: null,
    labels: labels === undefined ? null : readLabels(zip.bytes(labels)),
  };
}

/** The one array of two axes. */
function onlyTable(zip: Zip): string {
  const tables = zip.names.filter((name) => name.endsWith(".npy") && openNpy(zip.bytes(name)).shape.length === 2);
  if (tables.length === 1) return tables[0]!;
  const some = zip.names.slice(0, 6).map(shown).join(", ");
  const what = `none of ${some} is called scores, and ${tables.length} could be`;
  throw badFile(zip.name, what, "call the array of scores `scores`");
}

const CLIP_HEADINGS = ["clip", "name", "sample"];

function tableScores(source: ByteSource): ScoreFile {
  const dialect = readDialect(source);
  const headings = dialect.headings.map((heading) => heading.toLowerCase());
  const clipAt = headings.findIndex((heading) => CLIP_HEADINGS.includes(heading));
  const labelAt = headings.indexOf("label");
  const columns = headings.map((_, at) => at).filter((at) => at !== clipAt && at !== labelAt);
  if (headings.length > 0 && headings.every((heading) => heading !== "" && Number.isFinite(Number(heading)))) {
    throw badFile(source.name, "the first row is one of numbers", "begin the table with a row of headings");
  }
  const [values, clips, labels]: [number[], string[], number[]] = [[], [], []];
  for (const { cells, number } of rows(source, dialect, dialect.start, source.size, 2)) {
    const where = `${source.name}, row ${number}`;
    if (cells.length !== headings.length) {
      throw badFile(where, `the row has ${cells.length} cells under ${headings.length} headings`);
    }
    if (clipAt >= 0) clips.push(cells[clipAt]!);
    if (labelAt >= 0) labels.push(labelOf(numberIn(cells[labelAt]!), source.name, number - 1));
    for (const at of columns) {
      const value = numberIn(cells[at]!);
      if (Number.isNaN(value)) throw badFile(where, `${shown(cells[at]!)} under ${shown(headings[at]!)} is no number`);
      values.push(value);
    }
  }
  const logits = roomFor(source.name, columns.length === 0 ? 0 : values.length / columns.length, columns.length);
  logits.set(values);
  return {
    classes: columns.length,
    logits,
    clips: clipAt >= 0 ? clips : null,
    labels: labelAt >= 0 ? Int32Array.from(labels) : null,
  };
}

/** NaN for an empty cell, which is no 0. */
function numberIn(cell: string): number {
  return cell === "" ? NaN : Number(cell);
}

const PICKLE_NEXT = "name a dict or list of scores, as CTR-GCN and pyskl save them";

function pickledScores(source: ByteSource): ScoreFile {
  const root = readPickle(source, NUMPY_GLOBALS);
  if (root instanceof NumpyArray) return { ...pickledTable(source, root), clips: null, labels: null };
  const entries = root instanceof Map ? [...root] : listed(root);
  if (!entries) throw badFile(source.name, "the pickle holds neither a dict nor a list", PICKLE_NEXT);
  const [first] = entries;
  if (!first) throw badFile(source.name, "there is no clip in the file");
  const named = first[0] !== null;
  const clips: string[] = [];
  let logits: Float32Array | undefined;
  let classes = 0;
  entries.forEach(([name, value], at) => {
    const where = `${source.name}, clip ${at + 1}`;
    if ((name !== null) !== named) throw badFile(where, "only some clips have a name", PICKLE_NEXT);
    if (named && typeof name !== "string") throw badFile(where, "the clip's name is no short text", PICKLE_NEXT);
    if (typeof name === "string") clips.push(name);
    const scores = scoresIn(source, value, where);
    classes ||= scores.length;
    if (scores.length !== classes) throw badFile(where, `it has ${scores.length} scores, the first clip ${classes}`);
    logits ??= roomFor(source.name, entries.length, classes);
    logits.set(scores, at * classes);
  });
  return { classes, logits: logits!, clips: named ? clips : null, labels: null };
}

/** The items of a list; (name, scores) where an item is a pair that begins with a text. */
function listed(root: PickleValue): [PickleValue, PickleValue][] | undefined {
  const items = itemsOf(root);
  return items?.map((item) => {
    const pair = itemsOf(item);
    return pair?.length === 2 && typeof pair[0] === "string" ? [pair[0], pair[1]!] : [null, item];
  });
}

function itemsOf(value: PickleValue): readonly PickleValue[] | undefined {
  return Array.isArray(value) ? value : value instanceof Tuple ? value.items : undefined;
}

function pickledTable(source: ByteSource, array: NumpyArray): Rows {
  if (array.shape.length !== 2) {
    throw badFile(source.name, `scores of shape (${array.shape.join(", ")}) are not clips by classes`, PICKLE_NEXT);
  }
  const [clips, classes] = array.shape as [number, number];
  const logits = roomFor(source.name, clips, classes);
  logits.set(arrayNumbers(source, array));
  return { classes, logits };
}

/** One clip's scores: an array of one axis, or of one row, or a list of numbers. */
function scoresIn(source: ByteSource, value: PickleValue, where: string): ArrayLike<number> {
  if (value instanceof NumpyArray) {
    const wide = value.shape.at(-1) ?? 0;
    if (value.shape.length === 0 || value.shape.slice(0, -1).some((side) => side !== 1) || wide > MOST_CLASSES) {
      throw badFile(where, `scores of shape (${value.shape.join(", ")}) are not one row`, PICKLE_NEXT);
    }
    return arrayNumbers(source, value);
  }
  const items = itemsOf(value);
  if (!items || items.length > MOST_CLASSES || !items.every((item) => typeof item === "number")) {
    throw badFile(where, "its scores are no list of numbers", PICKLE_NEXT);
  }
  return items;
}

/** The laws of every file: as many names and labels as rows, no name twice, finite scores. */
function finished(where: string, file: ScoreFile): ScoreFile {
  const { classes, clips, labels } = file;
  const count = file.logits.length / classes;
  const nameOf = (row: number): string => (clips ? shown(clips[row]!) : String(row + 1));
  if (clips) checkNames(where, clips);
  if (labels && labels.length !== count) throw badFile(where, `${count} clips have ${labels.length} labels`);
  const off = labels ? labels.findIndex((label) => label >= classes) : -1;
  if (off >= 0) throw badFile(where, `clip ${nameOf(off)} has label ${labels![off]} of ${classes} classes`);
  const bad = file.logits.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    const row = Math.floor(bad / classes);
    throw badFile(where, `the score of clip ${nameOf(row)} for class ${bad % classes} is ${file.logits[bad]}`);
  }
  return { ...file, logits: areProbabilities(file) ? file.logits.map(logarithm) : file.logits };
}

/** Throws HglError "data" for a name that is empty or stands twice. */
export function checkNames(where: string, clips: readonly string[]): void {
  const seen = new Map<string, number>();
  clips.forEach((clip, at) => {
    const before = seen.get(clip);
    if (clip === "") throw badFile(where, `clip ${at + 1} has an empty name`);
    if (before !== undefined) throw badFile(where, `clips ${before + 1} and ${at + 1} are both called ${shown(clip)}`);
    seen.set(clip, at);
  });
}

/** Whether every row is of shares that add up to 1. Softmax would flatten them, where the lineage adds them up as they are. */
function areProbabilities({ logits, classes }: Rows): boolean {
  for (let at = 0; at < logits.length; at += classes) {
    let sum = 0;
    for (let k = 0; k < classes; k++) {
      const value = logits[at + k]!;
      if (value < 0 || value > 1) return false;
      sum += value;
    }
    if (Math.abs(sum - 1) > 1e-3) return false;
  }
  return true;
}

/** Of a share; of 0 that of the smallest number float32 keeps exactly. */
function logarithm(share: number): number {
  return Math.log(Math.max(share, 2 ** -126));
}
