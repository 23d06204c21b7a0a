import { HglError } from "../../../common/errors";
import { layoutNamed } from "../../skeleton/layout";
import type { Layout } from "../../skeleton/layout";
import { ntuClasses, numberedClasses } from "../classNames";
import { badFile, shown } from "../containers/badBytes";
import { NUMPY_GLOBALS } from "../containers/pickle/numpyGlobals";
import { readPickle } from "../containers/pickle/readPickle";
import type { NumpyArray } from "../containers/pickle/values";
import { nameFromFile } from "../fileName";
import type { ByteSource, ClipSource, Coordinates, LeftOut, ReadClip, SourceFacts } from "../source";
import { pysklFile } from "./annotations";
import type { Annotation } from "./annotations";
import { plainBodies, sortedBodies } from "./bodies";
import { clipOfBodies, NTU_NAME } from "./clipOfBodies";
import { keypointFiles } from "./keypointFiles";
import type { Beside, Keypoints } from "./keypointFiles";
import { protocolsOf } from "./splits";

export interface PysklOptions {
  /** Where the joints' count does not tell the skeleton. */
  readonly layout?: Layout;
  /** For Kinetics, which keeps its keypoints in other files. */
  readonly beside?: Beside;
}

const PIECE = 500;
/** Joints and coordinates of the field's files. */
const LAYOUTS: Readonly<Record<string, string>> = {
  "25 3": "ntu25",
  "20 3": "ucla20",
  "17 2": "coco17",
  "18 2": "openpose18",
  "17 3": "coco17",
  "18 3": "openpose18",
};
const IN_PICTURES = new Set(["coco17", "openpose18", "openpose25"]);
/** What the lineage keeps of a crowd. */
const MOST_IN_FRAME = 2;

/**
 * Opens an annotation pickle of pyskl and mmaction2, in any of its three forms: {split, annotations} with keypoints [M, T, V, C] (and scores
 * [M, T, V] in pictures), a bare list of annotations, and Kinetics' table of contents, whose keypoints lie in other files. Nothing in the
 * pickle is run. Throws HglError "data" for what it cannot be; a clip whose arrays are bad is yielded as left out.
 */
export function openPyskl(source: ByteSource, { layout, beside }: PysklOptions = {}): ClipSource {
  const { annotations, splits } = pysklFile(readPickle(source, NUMPY_GLOBALS), source.name);
  const elsewhere = keypointFiles(source.name, beside);
  const ordered = byFile(annotations);
  const keypointsOf = (annotation: Annotation): Keypoints => {
    if (annotation.keypoint) return { source, array: annotation.keypoint };
    if (annotation.elsewhere !== undefined) return elsewhere(annotation.elsewhere, annotation.id);
    throw badFile(whereOf(source, annotation), "neither `keypoint` nor `raw_file` is there");
  };
  const form = formOf(keypointsOf(ordered[0]!).array, layout, whereOf(source, ordered[0]!));
  return {
    facts: factsOf(source.name, ordered, splits, form),
    pieces: Math.ceil(ordered.length / PIECE),
    *read(piece) {
      for (const annotation of ordered.slice(piece * PIECE, (piece + 1) * PIECE)) {
        yield readOrName(annotation.id, () => readClip(source, annotation, keypointsOf(annotation), form));
      }
    },
  };
}

interface Form {
  readonly layout: Layout;
  readonly coordinates: Coordinates;
  /** C as the file has it. */
  readonly width: number;
}

/** Clips whose keypoints share a file stand together, so that each file is opened once. */
function byFile(annotations: readonly Annotation[]): readonly Annotation[] {
  const name = ({ elsewhere }: Annotation): string => elsewhere ?? "";
  return [...annotations].sort((a, b) => (name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : 0));
}

function formOf({ shape }: NumpyArray, wanted: Layout | undefined, where: string): Form {
  const [joints, width] = shape.slice(-2) as [number, number];
  const known = LAYOUTS[`${joints} ${width}`];
  if (shape.length < 3 || (width !== 2 && width !== 3) || (known === undefined && !wanted)) {
    const next = "name the skeleton's layout in the data cell (layout:), or a file of 25, 20, 18 or 17 joints";
    throw badFile(where, `keypoints of shape (${shape.join(", ")}) belong to no known skeleton`, next);
  }
  const layout = wanted ?? knownLayout(known!, where);
  if (layout.joints.length !== joints) {
    const next = "name another layout, or none";
    throw badFile(where, `the layout ${layout.name} has ${layout.joints.length} joints, the file ${joints}`, next);
  }
  return { layout, width, coordinates: width === 2 || IN_PICTURES.has(layout.name) ? "xyc" : "xyz" };
}

function knownLayout(name: string, where: string): Layout {
  try {
    return layoutNamed(name);
  } catch (error) {
    if (!(error instanceof HglError)) throw error;
    throw badFile(where, error.facts.what, "update HocSLM Notebook");
  }
}

function factsOf(
  file: string,
  annotations: readonly Annotation[],
  splits: ReadonlyMap<string, readonly string[]>,
  { layout, coordinates }: Form,
): SourceFacts {
  const ids = new Set(annotations.map(({ id }) => id));
  const lost = new Set([...splits.values()].flat().filter((id) => !ids.has(id))).size;
  return {
    name: nameFromFile(file, /\.(pkl|pickle)$/i),
    layout,
    coordinates,
    classes: classesOf(annotations),
    protocols: protocolsOf(splits, ids),
    source: "skeletons in the form of pyskl and mmaction2",
    warnings: lost > 0 ? [`${lost} clips that the splits name have no annotation; they are left out.`] : [],
  };
}

/** NTU RGB+D's names, where every clip's name has its form and ends in the number of its label; numbers otherwise. */
function classesOf(annotations: readonly Annotation[]): readonly string[] {
  const count = annotations.reduce((most, { label }) => Math.max(most, label + 1), 1);
  const isNtu = annotations.every(({ id, label }) => Number(NTU_NAME.exec(id)?.groups?.action) === label + 1);
  return (isNtu && count <= 120 ? ntuClasses(count <= 60 ? 60 : 120) : undefined) ?? numberedClasses(count);
}

function whereOf(source: ByteSource, { id }: Annotation): string {
  return `${source.name}, clip ${shown(id)}`;
}

function readOrName(id: string, read: () => ReadClip): ReadClip | LeftOut {
  try {
    return read();
  } catch (error) {
    if (error instanceof HglError && error.code === "data") return { id, leftOut: { error } };
    throw error;
  }
}

function readClip(source: ByteSource, annotation: Annotation, keypoints: Keypoints, form: Form): ReadClip {
  const where = whereOf(source, annotation);
  const { array } = keypoints;
  const [joints, width] = array.shape.slice(-2);
  if (joints !== form.layout.joints.length || width !== form.width) {
    const what = `keypoints of shape (${array.shape.join(", ")}) do not end in ${form.layout.joints.length} joints of ${form.width}`;
    throw badFile(where, what);
  }
  const { frameOf, score } = annotation;
  const read =
    frameOf && array.shape.length === 3
      ? sortedBodies(keypoints.source, array, { source, array: frameOf }, MOST_IN_FRAME, where)
      : plainBodies(keypoints.source, array, score, where);
  if (array.shape.length === 4 && annotation.frames !== 0 && annotation.frames !== read.frames) {
    throw badFile(where, `\`total_frames\` is ${annotation.frames}, the keypoints have ${read.frames} frames`);
  }
  return clipOfBodies(annotation, read, form.coordinates, where);
}
