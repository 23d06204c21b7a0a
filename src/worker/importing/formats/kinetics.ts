import { basename, join } from "node:path";
import { HglError } from "../../../common/errors";
import { parseKineticsClip } from "../../../model/data/kinetics/clip";
import { kineticsClasses, parseKineticsLabels } from "../../../model/data/kinetics/labels";
import type { KineticsLabel } from "../../../model/data/kinetics/labels";
import type { LeftOut, ReadClip } from "../../../model/data/source";
import { layoutNamed } from "../../../model/skeleton/layout";
import { listFiles, readWhole } from "../files";
import type { Format } from "../format";
import { pieces } from "./pieces";
import { refuseOtherLayout } from "./refuseOtherLayout";

const MOST_LABEL_BYTES = 2 ** 28;
const MOST_CLIP_BYTES = 64 * 2 ** 20;

const SIDES = ["train", "val"] as const;
const folderOf = (side: string): string => `kinetics_${side}`;
const labelsOf = (side: string): string => `kinetics_${side}_label.json`;

interface Listed extends KineticsLabel {
  readonly side: (typeof SIDES)[number];
  readonly file: string;
  readonly isThere: boolean;
}

/**
 * ST-GCN's release of Kinetics-skeleton: folders kinetics_train and kinetics_val of one JSON per clip, and their lists of labels. The
 * clips of train come first, each side by name; one side alone is read too, and then no protocol divides it.
 */
export const kinetics: Format = {
  name: "kinetics",
  words: "Kinetics-skeleton clips in JSON, as ST-GCN released them",
  recognises: (path, isFolder) => isFolder && sidesIn(path).length > 0,
  open(path, options) {
    const sides = sidesIn(path);
    if (sides.length === 0) {
      const what = `neither ${labelsOf("train")} with ${folderOf("train")} nor ${labelsOf("val")} with ${folderOf("val")} is in this folder`;
      throw new HglError({ code: "data", where: path, what, next: "name the folder that holds them" });
    }
    refuseOtherLayout(options, "openpose18", path);
    const warnings: string[] = [];
    const clips = sides.flatMap((side) => listedClips(path, side, warnings));
    refuseOnBothSides(clips, path);
    const { classes, classOf } = kineticsClasses(clips, path);
    const idsOf = (wanted: string): string[] =>
      clips.flatMap(({ id, side, hasSkeleton }) => (side === wanted && hasSkeleton ? [id] : []));
    return {
      facts: {
        name: basename(path),
        layout: layoutNamed("openpose18"),
        coordinates: "xyc",
        classes,
        protocols:
          sides.length === 2 ? [{ name: "train/val", by: "clip", train: idsOf("train"), test: idsOf("val") }] : [],
        source:
          "Kinetics-skeleton: Kinetics (Kay et al. 2017) with OpenPose, released with ST-GCN (Yan et al., AAAI 2018)",
        warnings,
      },
      ...pieces(
        clips,
        (clip) => readListed(clip, classOf.get(clip.labelIndex)!),
        ({ id }) => id,
      ),
    };
  },
};

function sidesIn(path: string): readonly (typeof SIDES)[number][] {
  const names = listFiles(path, "none");
  return SIDES.filter((side) => names.includes(folderOf(side)) && names.includes(labelsOf(side)));
}

function listedClips(path: string, side: (typeof SIDES)[number], warnings: string[]): readonly Listed[] {
  const labelFile = join(path, labelsOf(side));
  const labels = parseKineticsLabels(readWhole(labelFile, MOST_LABEL_BYTES), labelFile);
  const known = new Set(labels.map(({ id }) => `${id}.json`));
  const files = new Set(listFiles(join(path, folderOf(side))));
  const stray = [...files].filter((name) => name.endsWith(".json") && !known.has(name));
  if (stray.length > 0) {
    const what = stray.length === 1 ? "1 file" : `${stray.length} files`;
    const left = stray.length === 1 ? "was" : "were";
    warnings.push(
      `${what} of ${folderOf(side)} without a label in ${labelsOf(side)} ${left} left out, such as ${stray[0]!}.`,
    );
  }
  return labels.map((label) => {
    const name = `${label.id}.json`;
    return { ...label, side, file: join(path, folderOf(side), name), isThere: files.has(name) };
  });
}

function refuseOnBothSides(clips: readonly Listed[], where: string): void {
  const first = new Map<string, string>();
  for (const { id, side } of clips) {
    if (first.has(id)) {
      const what = `clip ${JSON.stringify(id)} is in ${first.get(id)!} and in ${side}`;
      throw new HglError({ code: "data", where, what, next: "remove it from one of the two label files" });
    }
    first.set(id, side);
  }
}

function readListed(clip: Listed, label: number): ReadClip | LeftOut {
  const { id, side, file } = clip;
  if (!clip.hasSkeleton) return { id, leftOut: { rule: `has_skeleton is false in ${labelsOf(side)}` } };
  if (!clip.isThere) {
    const what = `${labelsOf(side)} lists this clip, but the file is missing`;
    throw new HglError({ code: "data", where: file, what, next: "take it from the release again" });
  }
  const { labelIndex, frames, bodies, values } = parseKineticsClip(readWhole(file, MOST_CLIP_BYTES), file);
  if (labelIndex !== undefined && labelIndex !== clip.labelIndex) {
    const what = `label_index ${labelIndex} contradicts ${clip.labelIndex} in ${labelsOf(side)}`;
    throw new HglError({ code: "data", where: file, what, next: "use label files of the same release" });
  }
  if (frames === 0) return { id, leftOut: { rule: "nobody is seen in any frame" } };
  return { id, label, subject: 0, view: 0, setup: 0, frames, bodies, values };
}
