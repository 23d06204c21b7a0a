import { readFile, readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { HglError } from "../../common/errors";
import { checkDataset } from "../../model/data/dataset";
import type { Clip, Dataset } from "../../model/data/dataset";
import { layoutNamed } from "../../model/skeleton/layout";
import { diskError } from "./diskError";

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

const FILE_NAME = /^a(\d\d)_s(\d\d)_e(\d\d)_v(\d\d)\.json$/;
const NESTED = "all_sqe";
const MOST_FRAMES = 100_000;
const READ_AHEAD = 16;

/** The folder that holds the clips: `folder` itself or its all_sqe; undefined when neither has a file aXX_sYY_eZZ_vWW.json. */
export async function findNwUclaFolder(folder: string): Promise<string | undefined> {
  for (const candidate of [folder, join(folder, NESTED)]) {
    const names = await readdir(candidate).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT" || error.code === "ENOTDIR") return [];
      throw diskError(error, candidate);
    });
    if (names.some((name) => FILE_NAME.test(name))) return candidate;
  }
  return undefined;
}

/**
 * Reads a folder of Northwestern-UCLA clips, one JSON {file_name, skeletons [T][20][3], label 1..10} each, in the order of
 * their names. Default split: views 1 and 2 against view 3, or view 1 against view 2 with a warning when view 3 is absent
 * (lineage: CTR-GCN's feeder). Throws HglError "data" naming file and frame for anything that is not such a clip.
 */
export async function readNwUcla(source: string, onShare?: (share: number) => void): Promise<Dataset> {
  const folder = await findNwUclaFolder(source);
  if (folder === undefined) {
    const next = `point to the folder that holds a01_s01_e00_v01.json or to the one above its ${NESTED}`;
    throw new HglError({ code: "data", where: source, what: "no Northwestern-UCLA clip is in this folder", next });
  }
  const names = (await readdir(folder)).filter((name) => name.endsWith(".json")).sort();
  const read: ParsedClip[] = [];
  for (let start = 0; start < names.length; start += READ_AHEAD) {
    const some = names.slice(start, start + READ_AHEAD);
    const texts = await Promise.all(some.map((name) => readText(join(folder, name))));
    texts.forEach((text, i) => read.push(parseNwUclaClip(text, join(folder, some[i]!))));
    onShare?.((start + some.length) / names.length);
  }
  return assemble(read);
}

export interface ParsedClip {
  readonly clip: Omit<Clip, "offset">;
  /** [frames, 20, 3]. */
  readonly values: Float32Array;
}

/** One clip from the text of its file; `path` gives its ids and names it in errors. */
export function parseNwUclaClip(text: string, path: string): ParsedClip {
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
  return { clip: { id, label, subject, view, frames: values.length / (JOINTS * 3) }, values };
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

function assemble(read: readonly ParsedClip[]): Dataset {
  const values = new Float32Array(read.reduce((sum, { values }) => sum + values.length, 0));
  const clips: Clip[] = [];
  let offset = 0;
  for (const { clip, values: own } of read) {
    values.set(own, offset);
    clips.push({ ...clip, offset });
    offset += own.length;
  }
  const views = new Set(clips.map((clip) => clip.view));
  const dataset: Dataset = {
    name: "nw-ucla",
    source: "Northwestern-UCLA Multiview Action3D (Wang et al., CVPR 2014), JSON of the field's common release",
    layout: layoutNamed("ucla20"),
    classes: CLASSES.map(([, name]) => name),
    clips,
    values,
    bodies: 1,
    defaultSplit: views.has(3)
      ? { by: "view", train: [1, 2].filter((view) => views.has(view)), test: [3] }
      : { by: "view", train: [1], test: [2] },
    warnings: views.has(3)
      ? []
      : [
          "View 3, the field's test view, is absent: by default view 1 is trained on and view 2 tested, which is not the published protocol.",
        ],
  };
  checkDataset(dataset);
  return dataset;
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw diskError(error, path);
  }
}
