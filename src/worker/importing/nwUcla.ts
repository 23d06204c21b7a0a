import { basename } from "node:path";
import { HglError } from "../../common/errors";
import type { ReadClip, SourceFacts } from "../../model/data/source";
import { layoutNamed } from "../../model/skeleton/layout";

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

export const FILE_NAME = /^a(\d\d)_s(\d\d)_e(\d\d)_v(\d\d)\.json$/;
export const NESTED = "all_sqe";
const MOST_FRAMES = 100_000;

/** One clip from the text of its file; `path` gives its ids and names it in errors. */
export function parseNwUclaClip(text: string, path: string): ReadClip {
  const fail = (what: string, next = "take this file from the original release again, or remove it"): never => {
    throw new HglError({ code: "data", where: path, what, next });
  };
  const ids = FILE_NAME.exec(basename(path));
  if (!ids) return fail("the name is not of the form a01_s01_e00_v01.json", "remove or rename this file");
  const [action, subject, , view] = ids.slice(1).map(Number) as [number, number, number, number];
  const label = CLASSES.findIndex(([id]) => id === action);
  if (label < 0) fail(`there is no action a${ids[1]} among ${CLASSES.map(([id]) => id).join(", ")}`);
  if (subject === 0 || view === 0) fail("subjects and views count from 1");

  const content = parseJson(text, fail);
  if (content.label === undefined) fail("the label is missing");
  if (content.label !== label + 1) {
    fail(`label ${JSON.stringify(content.label)} contradicts action a${ids[1]}, whose label is ${label + 1}`);
  }
  const values = parseFrames(content.skeletons, fail);
  const id = basename(path, ".json");
  return { id, label, subject, view, setup: 0, frames: values.length / (JOINTS * 3), bodies: 1, values };
}

const JOINTS = 20;

type Fail = (what: string, next?: string) => never;

function parseJson(text: string, fail: Fail): Record<string, unknown> {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    return failNotJson(text, error as Error, fail);
  }
  if (typeof content !== "object" || content === null || Array.isArray(content))
    return fail("the file is not a JSON object");
  return content as Record<string, unknown>;
}

/** Python writes NaN and Infinity into JSON, where they have no place; the frame that holds one deserves naming. */
function failNotJson(text: string, error: Error, fail: Fail): never {
  const token = /(?<=[[,:]\s*)-?(?:NaN|Infinity)(?=\s*[\],}])/g;
  const found = text.match(token)?.[0];
  if (found !== undefined) {
    let patched: { skeletons?: unknown } = {};
    try {
      patched = JSON.parse(text.replace(token, "null")) as typeof patched;
    } catch {
      fail(`the file is not JSON (${error.message})`);
    }
    const frames = Array.isArray(patched.skeletons) ? (patched.skeletons as unknown[]) : [];
    const frame = frames.findIndex((joints) => JSON.stringify(joints).includes("null"));
    fail(frame < 0 ? `the file holds ${found}` : `frame ${frame + 1} holds ${found}`);
  }
  return fail(`the file is not JSON (${error.message})`);
}

function parseFrames(skeletons: unknown, fail: Fail): Float32Array {
  if (!Array.isArray(skeletons)) return fail("`skeletons` is missing or not a list of frames");
  if (skeletons.length === 0) return fail("`skeletons` is empty");
  if (skeletons.length > MOST_FRAMES) return fail(`${skeletons.length} frames are over the limit of ${MOST_FRAMES}`);
  const values = new Float32Array(skeletons.length * JOINTS * 3);
  let at = 0;
  skeletons.forEach((joints: unknown, frame) => {
    const where = `frame ${frame + 1}`;
    if (!Array.isArray(joints)) return fail(`${where} is not a list of joints`);
    if (joints.length !== JOINTS) return fail(`${where} has ${joints.length} joints instead of ${JOINTS}`);
    joints.forEach((point: unknown, joint) => {
      if (!Array.isArray(point) || point.length !== 3)
        return fail(`${where}, joint ${joint + 1} is not a point x, y, z`);
      for (const coordinate of point as unknown[]) {
        if (typeof coordinate !== "number" || !Number.isFinite(Math.fround(coordinate))) {
          return fail(`${where}, joint ${joint + 1} holds ${String(coordinate)}`);
        }
        values[at++] = coordinate;
      }
    });
  });
  return values;
}

export function nwUclaFacts(views: ReadonlySet<number>): SourceFacts {
  return {
    name: "nw-ucla",
    source: "Northwestern-UCLA Multiview Action3D (Wang et al., CVPR 2014), JSON of the field's common release",
    layout: layoutNamed("ucla20"),
    coordinates: "xyz",
    classes: CLASSES.map(([, name]) => name),
    protocols: [
      views.has(3)
        ? { name: "X-View", by: "view", train: [1, 2].filter((view) => views.has(view)), test: [3] }
        : { name: "views 1 and 2", by: "view", train: [1], test: [2] },
    ],
    warnings: views.has(3)
      ? []
      : [
          "View 3, the field's test view, is absent: by default view 1 is trained on and view 2 tested, which is not the published protocol.",
        ],
  };
}
