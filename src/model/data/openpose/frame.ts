import { HglError } from "../../../common/errors";
import { JsonBytes } from "../jsonBytes";
import type { Fail } from "../jsonBytes";

/** Somebody in a picture as OpenPose writes it: x and y, mostly in pixels, and the score of each joint. */
export interface Person {
  /** [V, 3]. */
  readonly values: Float32Array;
  /** Sum over the joints. */
  readonly score: number;
}

const MOST_PEOPLE = 1000;
const MOST_NUMBERS = 3 * 256;

/**
 * The people of one frame's JSON, {people: [{pose_keypoints_2d: [x, y, score] * V}]}, those of whom nothing was seen left out; `joints` is V,
 * if it is known already. `where` names the file. Throws HglError "data" with the person for anything else.
 */
export function parseOpenposeFrame(bytes: Uint8Array, where: string, joints?: number): readonly Person[] {
  const fail: Fail = (what, next = "write this file with OpenPose again, or remove its clip") => {
    throw new HglError({ code: "data", where, what, next });
  };
  const json = new JsonBytes(bytes, fail);
  if (json.kind() !== "object") fail("the file is no JSON object");
  let people: readonly Person[] | undefined;
  json.object((key) => {
    if (key === "people" && json.kind() === "list") people = readPeople(json, joints, fail);
    else json.skip();
  });
  json.end();
  return people ?? fail("`people` is missing or no list");
}

function readPeople(json: JsonBytes, joints: number | undefined, fail: Fail): readonly Person[] {
  const people: Person[] = [];
  let expected = joints;
  json.list((at) => {
    const who = `person ${at + 1}`;
    if (at >= MOST_PEOPLE) fail(`there are more than ${MOST_PEOPLE} people`);
    if (json.kind() !== "object") fail(`${who} is ${json.shown()}, not an object`);
    json.object((key) => {
      // The second is what versions before 1.4 wrote.
      if (key !== "pose_keypoints_2d" && key !== "pose_keypoints") return json.skip();
      const numbers = readNumbers(json, `${who}, ${key}`, fail);
      // Nothing but a face or a hand was found.
      if (numbers.length === 0) return;
      if (numbers.length % 3 !== 0 || (expected !== undefined && numbers.length !== 3 * expected)) {
        const wanted = expected === undefined ? "three for each joint" : `${3 * expected}`;
        fail(`${who} has ${numbers.length} numbers instead of ${wanted}`);
      }
      expected = numbers.length / 3;
      const values = Float32Array.from(numbers);
      const score = values.reduce((sum, value, i) => (i % 3 === 2 && value > 0 ? sum + value : sum), 0);
      if (score > 0) people.push({ values, score });
    });
  });
  return people;
}

function readNumbers(json: JsonBytes, place: string, fail: Fail): readonly number[] {
  const numbers: number[] = [];
  if (json.kind() !== "list") fail(`${place} is ${json.shown()}, not a list`);
  json.list((at) => {
    const shown = json.shown();
    const value = json.number();
    if (value === undefined || !Number.isFinite(Math.fround(value))) return fail(`${place}[${at}] is ${shown}`);
    if (at >= MOST_NUMBERS) fail(`${place} has more than ${MOST_NUMBERS} numbers`);
    numbers.push(value);
  });
  return numbers;
}
