import { HglError } from "../../../common/errors";
import { MOST_FRAMES, joinFrames } from "../frames";
import { JsonBytes } from "../jsonBytes";
import type { Fail } from "../jsonBytes";
import type { ReadClip } from "../source";

/** Class names in the order of the labels (1-based in the files), and the action id of each in the file names. */
const CLASSES: readonly (readonly [action: number, name: string])[] = [
  [1, "pick up with one hand"],
  [2, "pick up with two hands"],
  [3, "drop trash"],
  [4, "walk around"],
  [5, "sit down"],
  [6, "stand up"],
  [8, "donning"],
  [9, "doffing"],
  [11, "throw"],
  [12, "carry"],
];

export const NW_UCLA_CLASSES: readonly string[] = CLASSES.map(([, name]) => name);

const FILE_NAME = /^a(\d\d)_s(\d\d)_e(\d\d)_v(\d\d)\.json$/;
const JOINTS = 20;

export function isNwUclaName(fileName: string): boolean {
  return FILE_NAME.test(fileName);
}

/** What a file's name says of its clip. */
export type NwUclaName = Pick<ReadClip, "id" | "label" | "subject" | "view">;

/** Throws HglError "data", naming the file by `where`, for a name that is no clip's. */
export function parseNwUclaName(fileName: string, where: string): NwUclaName {
  const fail = failing(where);
  const ids = FILE_NAME.exec(fileName);
  if (!ids) return fail("the name is not of the form a01_s01_e00_v01.json", "remove or rename this file");
  const [action, subject, , view] = ids.slice(1).map(Number) as [number, number, number, number];
  const label = CLASSES.findIndex(([id]) => id === action);
  if (label < 0) fail(`there is no action a${ids[1]} among ${CLASSES.map(([id]) => id).join(", ")}`);
  if (subject === 0 || view === 0) fail("subjects and views count from 1");
  return { id: fileName.slice(0, -".json".length), label, subject, view };
}

/**
 * One clip from the bytes of its file, JSON {file_name, skeletons [T][20][3], label 1..10}; `where` names the file in errors.
 * Throws HglError "data" with frame and joint for anything that is not such a clip.
 */
export function parseNwUclaClip(bytes: Uint8Array, fileName: string, where: string): ReadClip {
  const name = parseNwUclaName(fileName, where);
  const fail = failing(where);
  const json = new JsonBytes(bytes, fail);
  let label: string | undefined;
  let frames: readonly Float32Array[] | undefined;
  if (json.kind() !== "object") {
    json.skip();
    json.end();
    return fail("the file is not a JSON object");
  }
  json.object((key) => {
    if (key === "label") {
      label = json.shown();
      json.skip();
    } else if (key === "skeletons" && json.kind() === "list") frames = readFrames(json, fail);
    else json.skip();
  });
  json.end();
  if (label === undefined) return fail("the label is missing");
  if (label !== String(name.label + 1)) {
    fail(`label ${label} contradicts action ${fileName.slice(0, 3)}, whose label is ${name.label + 1}`);
  }
  if (!frames) return fail("`skeletons` is missing or not a list of frames");
  if (frames.length === 0) return fail("`skeletons` is empty");
  return { ...name, setup: 0, frames: frames.length, bodies: 1, values: joinFrames(frames, JOINTS * 3) };
}

function readFrames(json: JsonBytes, fail: Fail): readonly Float32Array[] {
  const frames: Float32Array[] = [];
  json.list((frame) => {
    if (frame >= MOST_FRAMES) fail(`there are more than ${MOST_FRAMES} frames`);
    if (json.kind() !== "list") fail(`frame ${frame + 1} is not a list of joints`);
    const values = new Float32Array(JOINTS * 3);
    const joints = json.list((joint) => readPoint(json, values, frame, joint, fail));
    if (joints !== JOINTS) fail(`frame ${frame + 1} has ${joints} joints instead of ${JOINTS}`);
    frames.push(values);
  });
  return frames;
}

function readPoint(json: JsonBytes, values: Float32Array, frame: number, joint: number, fail: Fail): void {
  if (joint >= JOINTS) return json.skip();
  if (json.kind() !== "list") return fail(`frame ${frame + 1}, joint ${joint + 1} is not a point x, y, z`);
  const axes = json.list((axis) => {
    const shown = json.shown();
    const value = json.number();
    if (value === undefined || !Number.isFinite(Math.fround(value))) {
      return fail(`frame ${frame + 1}, joint ${joint + 1} holds ${shown}`);
    }
    if (axis < 3) values[joint * 3 + axis] = value;
  });
  if (axes !== 3) fail(`frame ${frame + 1}, joint ${joint + 1} is not a point x, y, z`);
}

function failing(where: string): Fail {
  return (what, next = "take this file from the original release again, or remove it") => {
    throw new HglError({ code: "data", where, what, next });
  };
}
