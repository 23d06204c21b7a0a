import { basename, join } from "node:path";
import { HglError } from "../../../common/errors";
import { numberClips } from "../../../model/data/csv/clips";
import type { Numbered } from "../../../model/data/csv/clips";
import { parseLabelList } from "../../../model/data/labelList";
import type { ListedLabel } from "../../../model/data/labelList";
import { listFiles, readWhole } from "../files";

const LABELS = "labels.csv";
const MOST_BYTES = 2 ** 28;

/** A clip that was found in a folder, with what is said of it. */
export interface LabelledClip {
  readonly id: string;
  /** Missing where labels.csv does not list it: then it is left out. */
  readonly numbers?: Numbered["clips"][number];
  readonly image?: readonly [width: number, height: number];
}

/** Why a clip without numbers is left out. */
export const UNLISTED = `it is not listed in ${LABELS}`;

/**
 * Labels for clips that were found below `root`, by id: their paths with `/` below it. A labels.csv there lists them by path, or by the
 * last part of it where no two share it; without one, a clip's class is the folder that holds it. Throws HglError "data" for
 * a clip without a class, and one that is listed but not there.
 */
export function labelledClips(
  root: string,
  ids: readonly string[],
): Pick<Numbered, "classes" | "protocols" | "warnings"> & { readonly clips: readonly LabelledClip[] } {
  const labelFile = join(root, LABELS);
  const list = listFiles(root).includes(LABELS)
    ? listed(ids, parseLabelList(readWhole(labelFile, MOST_BYTES), labelFile), labelFile)
    : new Map(ids.map((id) => [id, fromFolder(id, root)]));
  const known = ids.filter((id) => list.has(id));
  const { clips, ...facts } = numberClips(known.map((id) => ({ ...list.get(id)!, id })), labelFile); // prettier-ignore
  const numbers = new Map(known.map((id, at) => [id, clips[at]!]));
  return {
    ...facts,
    clips: ids.map((id) => {
      const own = numbers.get(id);
      const image = list.get(id)?.image;
      return { id, ...(own ? { numbers: own } : {}), ...(image ? { image } : {}) };
    }),
  };
}

function listed(
  ids: readonly string[],
  labels: readonly ListedLabel[],
  where: string,
): ReadonlyMap<string, ListedLabel> {
  const byName = new Map<string, string[]>();
  for (const id of ids) byName.set(basename(id), [...(byName.get(basename(id)) ?? []), id]);
  const all = new Set(ids);
  const found = new Map<string, ListedLabel>();
  for (const label of labels) {
    const { clip } = label;
    const same = all.has(clip) ? [clip] : (byName.get(clip) ?? []);
    const [id, another] = same;
    if (another !== undefined) {
      const what = `clip "${clip}" may be ${id!} or ${another}`;
      throw new HglError({ code: "data", where, what, next: "list it by its path" });
    }
    if (id === undefined) {
      const what = `clip "${clip}" is listed, but no such clip is there`;
      throw new HglError({ code: "data", where, what, next: "remove its row, or restore its files" });
    }
    if (found.has(id)) {
      throw new HglError({ code: "data", where, what: `clip "${id}" is listed twice`, next: "keep one of its rows" });
    }
    found.set(id, label);
  }
  return found;
}

function fromFolder(id: string, root: string): ListedLabel {
  const label = id.split("/").at(-2);
  if (label !== undefined) return { clip: id, label, subject: "", view: "", setup: "", split: "" };
  const next = `put the clips into a folder for each class, or list them in ${LABELS}`;
  throw new HglError({ code: "data", where: root, what: `clip "${id}" has no class`, next });
}
