import { basename, join } from "node:path";
import { HglError } from "../../../common/errors";
import { parseBvh } from "../../../model/data/bvh/bvh";
import type { BvhJoint } from "../../../model/data/bvh/bvh";
import { bvhValues } from "../../../model/data/bvh/clip";
import type { BvhSkeleton } from "../../../model/data/bvh/clip";
import { STANDING_HEIGHT, layoutOfBvh } from "../../../model/data/bvh/skeleton";
import type { LeftOut, ReadClip } from "../../../model/data/source";
import type { Layout } from "../../../model/skeleton/layout";
import { fileBytes } from "../fileBytes";
import { listFiles, listFolders, readWhole } from "../files";
import type { Format } from "../format";
import { UNLISTED, labelledClips } from "./labelledClips";
import type { LabelledClip } from "./labelledClips";
import { pieces } from "./pieces";

const FILE = /\.bvh$/i;
const MOST_BYTES = 2 ** 28;
const MOST_DEPTH = 8;
/** Where a file's frame time stands, if its hierarchy is no longer than this. */
const HEAD = 2 ** 16;

/**
 * BVH files, one a clip, below a folder per class or beside a labels.csv. All have the skeleton of the first, from which the layout is derived;
 * with a layout named, the joints of its names are taken. Frames stay as they are, whatever their rate.
 */
export const bvh: Format = {
  name: "bvh",
  words: "BVH motion capture files",
  recognises: (path, isFolder) => isFolder && holdsBvh(path, 3),
  open(path, options) {
    const files = bvhFiles(path);
    if (files.length === 0) {
      throw new HglError({ code: "data", where: path, what: "no .bvh file is below this folder", next: "name the folder above the files" }); // prettier-ignore
    }
    const fileOf = new Map<string, string>();
    for (const file of files) {
      const id = file.replace(FILE, "");
      if (fileOf.has(id)) {
        throw new HglError({
          code: "data",
          where: path,
          what: `two files are clip "${id}"`,
          next: "rename one of them",
        });
      }
      fileOf.set(id, join(path, file));
    }
    const { clips, classes, protocols, warnings } = labelledClips(path, [...fileOf.keys()]);
    const skeleton = firstSkeleton([...fileOf.values()]);
    const layout = options.layout ?? layoutOfBvh(skeleton);
    return {
      facts: {
        name: basename(path),
        layout,
        coordinates: "xyz",
        classes,
        protocols,
        warnings: [
          ...warnings,
          `BVH has no unit: each skeleton was scaled so that its longest way along bones from foot to head is ${STANDING_HEIGHT} m, a choice of ours.`,
          ...rateWarning([...fileOf.values()]),
        ],
      },
      ...pieces(
        clips,
        (clip) => readClip(clip, fileOf.get(clip.id)!, layout, skeleton),
        ({ id }) => id,
      ),
    };
  },
};

/** Paths below `root` with `/`, in the order of a walk. */
function bvhFiles(root: string, inside = "", depth = 0): readonly string[] {
  const folder = join(root, inside);
  const path = (name: string): string => (inside === "" ? name : `${inside}/${name}`);
  const here = listFiles(folder).filter((name) => FILE.test(name));
  const below = depth >= MOST_DEPTH ? [] : listFolders(folder);
  return [...here.map(path), ...below.flatMap((name) => bvhFiles(root, path(name), depth + 1))];
}

function holdsBvh(folder: string, depth: number): boolean {
  try {
    if (listFiles(folder).some((name) => FILE.test(name))) return true;
    return depth > 0 && listFolders(folder).slice(0, 5).some((name) => holdsBvh(join(folder, name), depth - 1)); // prettier-ignore
  } catch {
    return false;
  }
}

/** Of the first file that can be read; what is bad is told when its clip is. */
function firstSkeleton(files: readonly string[]): readonly BvhJoint[] {
  let first: HglError | undefined;
  for (const file of files) {
    try {
      return parseBvh(readWhole(file, MOST_BYTES), file).joints;
    } catch (error) {
      if (!(error instanceof HglError && error.code === "data")) throw error;
      first ??= error;
    }
  }
  throw first ?? new Error("there is no file");
}

/** Says so when files differ in their frame times; a file whose frame time is not found at its beginning tells nothing. */
function rateWarning(files: readonly string[]): readonly string[] {
  const times = new Set(files.flatMap(frameTimeOf));
  if (times.size < 2) return [];
  const shown = [...times].sort((a, b) => a - b).map((time) => `${time} s`);
  const some = shown.slice(0, 4).join(", ");
  return [`The files have ${times.size} frame times (${some}${shown.length > 4 ? " and others" : ""}); frames were kept as they are.`]; // prettier-ignore
}

function frameTimeOf(path: string): number[] {
  const file = fileBytes(path);
  try {
    const head = Buffer.from(file.read(0, Math.min(file.size, HEAD))).toString("latin1");
    const found = /Frame Time:\s*([-+.\deE]+)/i.exec(head);
    return found && Number.isFinite(Number(found[1])) ? [Number(found[1])] : [];
  } finally {
    file.close();
  }
}

function readClip(
  { id, numbers }: LabelledClip,
  file: string,
  layout: Layout,
  skeleton: BvhSkeleton,
): ReadClip | LeftOut {
  if (!numbers) return { id, leftOut: { rule: UNLISTED } };
  const bvh = parseBvh(readWhole(file, MOST_BYTES), file);
  const values = bvhValues(bvh, layout, skeleton, file);
  return { id, ...numbers, frames: bvh.frames, bodies: 1, values };
}
