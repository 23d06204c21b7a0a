import { HglError } from "../../../common/errors";
import { MOST_FRAMES } from "../frames";
import { JsonBytes } from "../jsonBytes";
import type { Fail } from "../jsonBytes";
import { readIndex } from "./labels";

const JOINTS = 18;
const FLOATS = JOINTS * 3;
/** ST-GCN's feeder looks at the first five people of a frame and keeps the two with the highest sum of scores. */
const LOOKED_AT = 5;
const KEPT = 2;
/** The release's longest clip has 300 frames; a frame number far beyond what the file holds is a number that went wrong. */
const MOST_GAPS = 300;

export interface KineticsClip {
  /** Missing where the file has no label of its own. */
  readonly labelIndex?: number;
  readonly frames: number;
  readonly bodies: number;
  /** [T, M, 18, 3]: across and down in [-1, 1], and the score; a joint of score 0 is all zeros. Empty where nobody is seen. */
  readonly values: Float32Array;
}

/**
 * One clip of Kinetics-skeleton, {data: [{frame_index, skeleton: [{pose: [x, y] * 18, score: [18]}]}], label, label_index}, from the first
 * frame that shows somebody to the last; frames between that are missing are empty. `where` names the file. In each frame its
 * people stand by their sum of scores (lineage: ST-GCN, without its pose matching). Throws HglError "data" with the frame and joint.
 */
export function parseKineticsClip(bytes: Uint8Array, where: string): KineticsClip {
  const fail: Fail = (what, next = "take this file from the release again, or remove it") => {
    throw new HglError({ code: "data", where, what, next });
  };
  const json = new JsonBytes(bytes, fail);
  if (json.kind() !== "object") fail("the file is no JSON object");
  let frames: readonly Frame[] | undefined;
  let labelIndex: number | undefined;
  json.object((key) => {
    // -1 stands where there is no label, in clips in which nobody is seen.
    if (key === "label_index" && json.shown() !== "-1") labelIndex = readIndex(json, "the clip", fail);
    else if (key === "data" && json.kind() === "list") frames = readFrames(json, fail);
    else json.skip();
  });
  json.end();
  if (!frames) return fail("`data` is missing or no list of frames");
  return { ...(labelIndex === undefined ? {} : { labelIndex }), ...laidOut(frames, fail) };
}

interface Frame {
  readonly index: number;
  /** At most two, [18, 3] each, the higher sum of scores first. */
  readonly people: readonly Float32Array[];
}

function readFrames(json: JsonBytes, fail: Fail): readonly Frame[] {
  const frames: Frame[] = [];
  json.list((at) => {
    const place = `frame ${at + 1} of data`;
    if (at >= MOST_FRAMES) fail(`there are more than ${MOST_FRAMES} frames`);
    if (json.kind() !== "object") fail(`${place} is ${json.shown()}, not an object`);
    let index: number | undefined;
    let people: readonly Float32Array[] | undefined;
    json.object((key) => {
      if (key === "frame_index") index = readFrameIndex(json, place, fail);
      else if (key === "skeleton" && json.kind() === "list") people = readPeople(json, place, fail);
      else json.skip();
    });
    if (index === undefined) return fail(`${place} has no frame_index`);
    if (!people) return fail(`${place} has no list of skeletons`);
    const before = frames.at(-1)?.index ?? -1;
    if (index <= before) fail(`${place} has frame_index ${index} after ${before}`);
    frames.push({ index, people });
  });
  return frames;
}

function readFrameIndex(json: JsonBytes, place: string, fail: Fail): number {
  const shown = json.shown();
  const index = json.number();
  return index !== undefined && Number.isInteger(index) && index >= 0 && index < MOST_FRAMES
    ? index
    : fail(`${place} has frame_index ${shown}, not a whole number from 0 to ${MOST_FRAMES - 1}`);
}

function readPeople(json: JsonBytes, place: string, fail: Fail): readonly Float32Array[] {
  const people: { readonly values: Float32Array; readonly score: number }[] = [];
  json.list((person) => {
    if (person >= LOOKED_AT) return json.skip();
    const who = `${place}, skeleton ${person + 1}`;
    if (json.kind() !== "object") fail(`${who} is ${json.shown()}, not an object`);
    let pose: Float32Array | undefined;
    let scores: Float32Array | undefined;
    json.object((key) => {
      if (key === "pose") pose = readNumbers(json, 2 * JOINTS, `${who}, pose`, fail);
      else if (key === "score") scores = readNumbers(json, JOINTS, `${who}, score`, fail);
      else json.skip();
    });
    if (!pose || !scores) return fail(`${who} has no ${pose ? "score" : "pose"}`);
    people.push(placed(pose, scores));
  });
  return people
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, KEPT)
    .map(({ values }) => values);
}

function readNumbers(json: JsonBytes, count: number, place: string, fail: Fail): Float32Array {
  const numbers = new Float32Array(count);
  if (json.kind() !== "list") fail(`${place} is ${json.shown()}, not a list`);
  const found = json.list((at) => {
    const shown = json.shown();
    const value = json.number();
    if (value === undefined || !Number.isFinite(Math.fround(value))) return fail(`${place}[${at}] is ${shown}`);
    if (at < count) numbers[at] = value;
  });
  return found === count ? numbers : fail(`${place} has ${found} numbers instead of ${count}`);
}

/** From [0, 1] of the picture to [-1, 1]. */
function placed(pose: Float32Array, scores: Float32Array): { readonly values: Float32Array; readonly score: number } {
  const values = new Float32Array(FLOATS);
  let sum = 0;
  scores.forEach((score, joint) => {
    if (score <= 0) return;
    sum += score;
    values.set([2 * pose[2 * joint]! - 1, 2 * pose[2 * joint + 1]! - 1, score], joint * 3);
  });
  return { values, score: sum };
}

function laidOut(frames: readonly Frame[], fail: Fail): Omit<KineticsClip, "labelIndex"> {
  const seen = frames.filter(({ people }) => people.length > 0);
  const [first, last] = [seen[0], seen.at(-1)];
  if (!first || !last) return { frames: 0, bodies: 1, values: new Float32Array(0) };
  const bodies = seen.some(({ people }) => people.length > 1) ? 2 : 1;
  const length = last.index - first.index + 1;
  if (length > MOST_GAPS + MOST_GAPS * seen.length) {
    return fail(`only ${seen.length} of the frames ${first.index} to ${last.index} show somebody`);
  }
  const values = new Float32Array(length * bodies * FLOATS);
  for (const { index, people } of seen) {
    people.forEach((person, body) => values.set(person, ((index - first.index) * bodies + body) * FLOATS));
  }
  return { frames: length, bodies, values };
}
