import { opendirSync, readdirSync, realpathSync, statSync, type Dirent } from "node:fs";
import { join } from "node:path";
import { HglError } from "../../../common/errors";
import { CLASSES_120, CLASSES_60 } from "../../../model/data/ntu/classes";
import { MISSING_SKELETONS } from "../../../model/data/ntu/missing";
import { LARGEST_60, outOfRange, readSampleName } from "../../../model/data/ntu/name";
import { prepare } from "../../../model/data/ntu/prepare";
import { PROTOCOLS_120, PROTOCOLS_60 } from "../../../model/data/ntu/protocols";
import { parseSkeletonFile } from "../../../model/data/ntu/skeletonFile";
import type { ClipSource, LeftOut, ReadClip, SourceFacts } from "../../../model/data/source";
import { layoutNamed } from "../../../model/skeleton/layout";
import { diskError } from "../diskError";
import { byCodeUnit, readWhole } from "../files";
import type { Format, ImportOptions } from "../format";

const SUFFIX = ".skeleton";
const LAYOUT = "ntu25";
/** The published archives unpack to a folder in a folder; deeper is somebody else's tree. */
const DEEPEST = 3;
/** Entries that `recognises` looks at before it gives up. */
const GLANCED = 2000;
const PIECE = 256;
/** The longest recording of the data set, six bodies in every frame, has less than a tenth of it. */
const MOST_BYTES = 64 * 2 ** 20;

/** What the data sets have without the listed samples, 302 and 535. */
const CLIPS_60 = 56_578;
const CLIPS_120 = 113_945;

const MISSING_RULE = "on the data set's list of samples with missing or incomplete skeletons";
const NOBODY_RULE = "no body is left after those were dropped that are seen in 11 frames or fewer";

interface Sample {
  readonly name: string;
  readonly folder: string;
}

interface Found {
  readonly samples: readonly Sample[];
  /** Files NAME.skeleton whose name is of another form. */
  readonly strange: { readonly count: number; readonly first: string };
}

/**
 * NTU RGB+D 60 and 120 as they are handed out: a folder of files SsssCcccPpppRrrrAaaa.skeleton, or folders of them up to three deep. It is NTU RGB+D 120
 * as soon as one file has a set-up, performer or action that NTU RGB+D 60 does not have.
 */
export const ntu: Format = {
  name: "ntu",
  words: "NTU RGB+D .skeleton files",
  recognises: (path, isFolder) => isFolder && holdsSample(path, DEEPEST, { left: GLANCED }),
  open: openNtu,
};

function openNtu(path: string, options: ImportOptions): ClipSource {
  if (options.layout && options.layout.name !== LAYOUT) {
    const what = `these are NTU RGB+D files, which have the layout "${LAYOUT}", not "${options.layout.name}"`;
    throw new HglError({ code: "data", where: path, what, next: "leave `layout` out" });
  }
  const found = findSamples(path);
  const { samples } = found;
  if (samples.length === 0) {
    const what = `no file S001C001P001R001A001${SUFFIX} or the like is in this folder`;
    const next = "point to nturgb+d_skeletons, or to the folder that holds it";
    throw new HglError({ code: "data", where: path, what, next });
  }
  return {
    facts: factsOf(found),
    pieces: Math.ceil(samples.length / PIECE),
    *read(piece) {
      for (const sample of samples.slice(piece * PIECE, (piece + 1) * PIECE)) yield readSample(sample);
    },
  };
}

function readSample({ name, folder }: Sample): ReadClip | LeftOut {
  if (MISSING_SKELETONS.has(name)) return { id: name, leftOut: { rule: MISSING_RULE } };
  try {
    const path = join(folder, name + SUFFIX);
    const sample = readSampleName(name)!;
    const wrong = outOfRange(sample);
    if (wrong) {
      const next = "NTU RGB+D has no such file: rename it or leave it out";
      throw new HglError({ code: "data", where: path, what: `its name says ${wrong}`, next });
    }
    const scene = prepare(parseSkeletonFile(readWhole(path, MOST_BYTES), path));
    if (!scene) return { id: name, leftOut: { rule: NOBODY_RULE } };
    const { setup, camera, performer, action } = sample;
    return { id: name, label: action - 1, subject: performer, view: camera, setup, ...scene };
  } catch (error) {
    if (error instanceof HglError) return { id: name, leftOut: { error } };
    throw error;
  }
}

function factsOf({ samples, strange }: Found): SourceFacts {
  const large = samples.some(({ name }) => {
    const sample = readSampleName(name)!;
    const beyond = Object.keys(LARGEST_60) as (keyof typeof LARGEST_60)[];
    return outOfRange(sample) === undefined && beyond.some((kind) => sample[kind] > LARGEST_60[kind]);
  });
  const clips = large ? CLIPS_120 : CLIPS_60;
  const absent = clips - samples.filter(({ name }) => !MISSING_SKELETONS.has(name)).length;
  return {
    name: large ? "ntu120" : "ntu60",
    layout: layoutNamed(LAYOUT),
    coordinates: "xyz",
    classes: large ? CLASSES_120 : CLASSES_60,
    protocols: large ? PROTOCOLS_120 : PROTOCOLS_60,
    source: large
      ? "NTU RGB+D 120 (Liu et al., TPAMI 2019), .skeleton files"
      : "NTU RGB+D 60 (Shahroudy et al., CVPR 2016), .skeleton files",
    license:
      "as agreed with the ROSE Lab, Nanyang Technological University: for academic research, not to be passed on",
    warnings: [
      ...(absent > 0
        ? [
            `${absent} of the ${clips} clips are not here, so the protocols' divisions are smaller than the published ones.`,
          ]
        : []),
      ...(strange.count > 0
        ? [`Files that are not named as NTU RGB+D names them are not read: ${strange.count}, ${strange.first} for one.`]
        : []),
    ],
  };
}

/** All samples below, in the order of their names. Throws HglError "disk", and "data" where a name stands in two folders. */
function findSamples(root: string): Found {
  const samples: Sample[] = [];
  const strange = { count: 0, first: "" };
  const visited = new Set<string>();
  const visit = (folder: string, deeper: number): void => {
    // A link to a folder above would give every sample twice.
    const real = realpathSync(folder);
    if (visited.has(real)) return;
    visited.add(real);
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (isFolder(entry, folder)) {
        if (deeper > 0) visit(join(folder, entry.name), deeper - 1);
      } else if (entry.name.endsWith(SUFFIX) && !entry.name.startsWith(".")) {
        const name = entry.name.slice(0, -SUFFIX.length);
        if (readSampleName(name)) samples.push({ name, folder });
        else if (strange.count++ === 0 || entry.name < strange.first) strange.first = entry.name;
      }
    }
  };
  try {
    visit(root, DEEPEST);
  } catch (error) {
    throw diskError(error, (error as NodeJS.ErrnoException).path ?? root);
  }
  samples.sort((a, b) => byCodeUnit(a.name, b.name) || byCodeUnit(a.folder, b.folder));
  samples.forEach(({ name, folder }, at) => {
    if (samples[at - 1]?.name !== name) return;
    const what = `${name}${SUFFIX} is in ${samples[at - 1]!.folder} and in ${folder}`;
    throw new HglError({ code: "data", where: root, what, next: "keep one of the two" });
  });
  return { samples, strange };
}

function isFolder(entry: Dirent, parent: string): boolean {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  return statSync(join(parent, entry.name), { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** Looks at the files of a folder before those of its folders, and at no more than `glances` allows. */
function holdsSample(folder: string, deeper: number, glances: { left: number }): boolean {
  const folders: string[] = [];
  try {
    const entries = opendirSync(folder);
    try {
      for (let entry = entries.readSync(); entry && glances.left-- > 0; entry = entries.readSync()) {
        if (isFolder(entry, folder)) folders.push(join(folder, entry.name));
        else if (entry.name.endsWith(SUFFIX) && readSampleName(entry.name.slice(0, -SUFFIX.length))) return true;
      }
    } finally {
      entries.closeSync();
    }
  } catch {
    // What may not be read is not recognised.
    return false;
  }
  return deeper > 0 && folders.some((inner) => holdsSample(inner, deeper - 1, glances));
}
