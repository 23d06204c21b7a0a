import { statSync } from "node:fs";
import { HglError } from "../../../common/errors";
import { SCORE_ENDINGS } from "../../../common/vocabulary";
import { checkNames, readLabels, readScoreFile, type ScoreFile } from "../../../model/evaluation/scoreFile";
import { fileBytes } from "../../importing/fileBytes";
import { readIfThere } from "../../store/atomicFile";

/**
 * A file of scores, with what lies beside it as beside our own: NAME.labels.npy and NAME.clips.json.
 * @throws HglError "disk" where a file cannot be read, "data" naming the file and the place
 */
export function openScores(path: string): ScoreFile {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) {
    const next = "correct the path under `members`";
    throw new HglError({ code: "disk", where: path, what: "there is no such file", next });
  }
  const file = reading(path, readScoreFile);
  const ending = SCORE_ENDINGS.find((one) => path.toLowerCase().endsWith(one))!;
  const stem = path.slice(0, -ending.length);
  const count = file.logits.length / file.classes;
  const labels = file.labels ?? labelsBeside(`${stem}.labels.npy`, count, file.classes);
  return { ...file, labels, clips: file.clips ?? clipsBeside(`${stem}.clips.json`, count) };
}

function reading<T>(path: string, read: (source: ReturnType<typeof fileBytes>) => T): T {
  const source = fileBytes(path);
  try {
    return read(source);
  } finally {
    source.close();
  }
}

function labelsBeside(path: string, count: number, classes: number): Int32Array | null {
  if (readIfThere(path) === undefined) return null;
  const labels = reading(path, readLabels);
  if (labels.length !== count) throw unfit(path, `${labels.length} labels lie beside the scores of ${count} clips`);
  const off = labels.findIndex((label) => label >= classes);
  if (off >= 0) throw unfit(path, `clip ${off + 1} has label ${labels[off]} of ${classes} classes`);
  return labels;
}

function clipsBeside(path: string, count: number): readonly string[] | null {
  const bytes = readIfThere(path);
  if (bytes === undefined) return null;
  let clips: unknown;
  try {
    clips = JSON.parse(Buffer.from(bytes).toString("utf8"));
  } catch {
    throw unfit(path, "the file is no JSON");
  }
  if (!isTexts(clips)) throw unfit(path, "the file is no list of clip names");
  if (clips.length !== count) throw unfit(path, `${clips.length} names lie beside the scores of ${count} clips`);
  checkNames(path, clips);
  return clips;
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function unfit(where: string, what: string): HglError {
  return new HglError({ code: "data", where, what, next: "make the file again, or take it away" });
}
