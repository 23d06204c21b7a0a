import { basename, join } from "node:path";
import { HglError } from "../../../common/errors";
import { MOST_FRAMES } from "../../../model/data/frames";
import { followPeople } from "../../../model/data/openpose/follow";
import { parseOpenposeFrame } from "../../../model/data/openpose/frame";
import type { LeftOut, ReadClip } from "../../../model/data/source";
import { layoutNamed } from "../../../model/skeleton/layout";
import type { Layout } from "../../../model/skeleton/layout";
import { byCodeUnit, listFiles, listFolders, readWhole } from "../files";
import type { Format } from "../format";
import { UNLISTED, labelledClips } from "./labelledClips";
import type { LabelledClip } from "./labelledClips";
import { pieces } from "./pieces";

const FRAME = /^(.*?)_?(\d{1,15})_keypoints\.json$/;
const MOST_BYTES = 16 * 2 ** 20;
const MOST_DEPTH = 8;
/** Frames in which the first person is looked for, whose joints tell the layout. */
const LOOKED_AT = 2000;
const LAYOUTS: ReadonlyMap<number, string> = new Map([
  [25, "openpose25"],
  [18, "openpose18"],
]);

/**
 * OpenPose's output: a folder per clip with one JSON per frame, NAME_000000000000_keypoints.json, below a folder per class or beside a
 * labels.csv. BODY_25 and the COCO model's 18 joints are told apart by their number; another model needs its layout named.
 */
export const openpose: Format = {
  name: "openpose",
  words: "OpenPose JSON, a folder per clip",
  recognises: (path, isFolder) => isFolder && firstClip(path, 3),
  open(path, options) {
    const ids = clipFolders(path);
    if (ids.length === 0) {
      const what = "no file NAME_000000000000_keypoints.json is below this folder";
      throw new HglError({ code: "data", where: path, what, next: "name the folder above the clips' folders" });
    }
    const layout = layoutOf(path, ids, options.layout);
    const { clips, classes, protocols, warnings } = labelledClips(path, ids);
    const unsized = clips.filter(({ numbers, image }) => numbers && !image).length;
    return {
      facts: {
        name: basename(path),
        layout,
        coordinates: "xyc",
        classes,
        protocols,
        warnings: [...warnings, ...(unsized > 0 ? [unsizedWarning(unsized)] : [])],
      },
      ...pieces(
        clips,
        (clip) => readClip(path, clip, layout),
        ({ id }) => id,
      ),
    };
  },
};

function unsizedWarning(clips: number): string {
  const whose = clips === 1 ? "1 clip" : `${clips} clips`;
  return `The size of the picture is not told for ${whose}: places were scaled by the largest seen in each; an image column in labels.csv, such as 1920x1080, tells it.`;
}

/** Ids of the folders that hold frames: paths below `root` with `/`, in the order of a walk. */
function clipFolders(root: string, inside = "", depth = 0): readonly string[] {
  const folder = join(root, inside);
  const below = depth >= MOST_DEPTH ? [] : listFolders(folder);
  const deeper = below.flatMap((name) => clipFolders(root, inside === "" ? name : `${inside}/${name}`, depth + 1));
  return inside !== "" && listFiles(folder).some((name) => FRAME.test(name)) ? [inside, ...deeper] : deeper;
}

function firstClip(folder: string, depth: number): boolean {
  try {
    if (listFiles(folder).some((name) => FRAME.test(name))) return true;
    return depth > 0 && listFolders(folder).slice(0, 5).some((name) => firstClip(join(folder, name), depth - 1)); // prettier-ignore
  } catch {
    return false;
  }
}

/** The frames of a clip by their numbers. Throws HglError "data" when they are those of two clips. */
function framesOf(folder: string): readonly string[] {
  const frames = listFiles(folder).flatMap((name) => {
    const found = FRAME.exec(name);
    return found ? [{ name, clip: found[1]!, number: Number(found[2]) }] : [];
  });
  const other = frames.find(({ clip }) => clip !== frames[0]!.clip);
  if (other) {
    const what = `the folder holds frames of "${frames[0]!.clip}" and of "${other.clip}"`;
    throw new HglError({ code: "data", where: folder, what, next: "give each clip a folder of its own" });
  }
  if (frames.length > MOST_FRAMES) {
    const what = `${frames.length} frames are over the limit of ${MOST_FRAMES}`;
    throw new HglError({ code: "data", where: folder, what, next: "divide the clip" });
  }
  return frames.sort((a, b) => a.number - b.number || byCodeUnit(a.name, b.name)).map(({ name }) => join(folder, name));
}

/** By the joints of the first person that is seen. */
function layoutOf(root: string, ids: readonly string[], named: Layout | undefined): Layout {
  const seen = jointsSeen(root, ids);
  const fail = (what: string, next: string): never => {
    throw new HglError({ code: "data", where: root, what, next });
  };
  if (named) {
    if (seen === undefined || named.joints.length === seen) return named;
    return fail(
      `the cell names the skeleton layout "${named.name}" of ${named.joints.length} joints, but these clips have ${seen}`,
      LAYOUTS.has(seen) ? `leave out layout, or name ${LAYOUTS.get(seen)!}` : "name one of so many",
    );
  }
  if (seen === undefined) return fail(`nobody is seen in the first ${LOOKED_AT} frames`, "name the layout");
  const known = LAYOUTS.get(seen);
  return known === undefined
    ? fail(`people of ${seen} joints are neither BODY_25 nor COCO`, "name or declare the layout")
    : layoutNamed(known);
}

/** What is bad is told when its clip is read. */
function jointsSeen(root: string, ids: readonly string[]): number | undefined {
  let looked = 0;
  for (const id of ids) {
    try {
      for (const file of framesOf(join(root, id))) {
        if (++looked > LOOKED_AT) return undefined;
        const [person] = parseOpenposeFrame(readWhole(file, MOST_BYTES), file);
        if (person) return person.values.length / 3;
      }
    } catch (error) {
      if (!(error instanceof HglError && error.code === "data")) throw error;
    }
  }
  return undefined;
}

function readClip(root: string, { id, numbers, image }: LabelledClip, layout: Layout): ReadClip | LeftOut {
  if (!numbers) return { id, leftOut: { rule: UNLISTED } };
  const joints = layout.joints.length;
  const frames = framesOf(join(root, id)).map((file) => parseOpenposeFrame(readWhole(file, MOST_BYTES), file, joints));
  const clip = followPeople(frames, joints, image);
  if (clip.frames === 0) return { id, leftOut: { rule: "nobody is seen in any frame" } };
  return { id, ...numbers, ...clip };
}
