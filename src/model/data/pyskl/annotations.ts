import { badFile, shown } from "../containers/badBytes";
import { NumpyArray, Tuple } from "../containers/pickle/values";
import type { PickleValue } from "../containers/pickle/values";

/** One clip's entry in the annotation file, checked as far as its own fields go; arrays are not read yet. */
export interface Annotation {
  /** The video's identifier. */
  readonly id: string;
  readonly label: number;
  /** 0 where the entry does not say it. */
  readonly frames: number;
  /** Of the video, in pixels; only pictures need it. */
  readonly height: number;
  readonly width: number;
  /** [M, T, V, C], or [N, V, 3] with `frameOf`: N skeletons over all frames. */
  readonly keypoint: NumpyArray | undefined;
  /** [M, T, V]. */
  readonly score: NumpyArray | undefined;
  /** The frame of each of N skeletons, counted from 0. */
  readonly frameOf: NumpyArray | undefined;
  /** The file that holds the keypoints instead. */
  readonly elsewhere: string | undefined;
}

/** What an annotation file holds. */
export interface PysklFile {
  readonly annotations: readonly Annotation[];
  /** Ids by the split's name; empty in the older form, which is a list of annotations. */
  readonly splits: ReadonlyMap<string, readonly string[]>;
}

const MOST_LABEL = 9_999;
const MOST_NAME = 500;
const NEXT = "name an annotation file of pyskl or mmaction2";

/** Reads the structure {split: {name: ids}, annotations: [...]}, or a list of annotations. Throws HglError "data" with the field that is wrong. */
export function pysklFile(root: PickleValue, file: string): PysklFile {
  const list = Array.isArray(root) ? root : root instanceof Map ? root.get("annotations") : undefined;
  if (!Array.isArray(list)) throw badFile(file, "the pickle holds no list of annotations", NEXT);
  if (list.length === 0) throw badFile(file, "the list of annotations is empty", NEXT);
  const annotations = list.map((entry, at) => annotationOf(entry, at, file));
  const seen = new Set<string>();
  for (const { id } of annotations) {
    if (seen.has(id)) throw badFile(file, `two annotations have the frame_dir ${shown(id)}`, NEXT);
    seen.add(id);
  }
  return { annotations, splits: root instanceof Map ? splitsOf(root.get("split"), file) : new Map() };
}

function annotationOf(entry: PickleValue, at: number, file: string): Annotation {
  const fail = (what: string): never => {
    throw badFile(`${file}, annotation ${at}`, what, NEXT);
  };
  if (!(entry instanceof Map)) return fail("the annotation is no dict");
  const id = entry.get("frame_dir") ?? entry.get("filename");
  if (typeof id !== "string" || id === "" || id.length > MOST_NAME) {
    return fail(`\`frame_dir\` is no name of 1 to ${MOST_NAME} characters`);
  }
  const label = entry.get("label");
  if (!isCount(label) || label > MOST_LABEL) return fail(`\`label\` is no whole number from 0 to ${MOST_LABEL}`);
  const total = entry.get("total_frames") ?? 0;
  const [height, width] = pictureOf(entry.get("img_shape") ?? entry.get("original_shape"));
  const array = (key: string): NumpyArray | undefined => {
    const value = entry.get(key);
    if (value === undefined || value === null || value instanceof NumpyArray) return value ?? undefined;
    return fail(`\`${key}\` is no NumPy array`);
  };
  const raw = entry.get("raw_file");
  return {
    id,
    label,
    frames: isCount(total) ? total : fail("`total_frames` is no count"),
    height,
    width,
    keypoint: array("keypoint"),
    score: array("keypoint_score"),
    frameOf: array("frame_inds"),
    elsewhere: typeof raw === "string" ? raw : undefined,
  };
}

function isCount(value: PickleValue | undefined): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

/** (height, width); zeros for what is no picture's size. */
function pictureOf(value: PickleValue | undefined): [height: number, width: number] {
  const [height, width] = value instanceof Tuple ? value.items : Array.isArray(value) ? value : [];
  return isCount(height) && isCount(width) ? [height, width] : [0, 0];
}

function splitsOf(value: PickleValue | undefined, file: string): ReadonlyMap<string, readonly string[]> {
  if (value === undefined) return new Map();
  if (!(value instanceof Map)) throw badFile(file, "`split` is no dict of lists", NEXT);
  return new Map(
    [...value].map(([name, ids]) => {
      if (
        typeof name !== "string" ||
        name.length > MOST_NAME ||
        !Array.isArray(ids) ||
        !ids.every((id) => typeof id === "string")
      ) {
        throw badFile(
          file,
          `the split ${typeof name === "string" ? shown(name) : "without a name"} is no list of names`,
          NEXT,
        );
      }
      return [name, ids];
    }),
  );
}
