import { HglError } from "../../../common/errors";
import { JsonBytes } from "../jsonBytes";
import type { Fail } from "../jsonBytes";

/** What Kinetics-skeleton's list of labels says of a clip. */
export interface KineticsLabel {
  readonly id: string;
  readonly hasSkeleton: boolean;
  readonly label: string;
  readonly labelIndex: number;
}

const MOST_CLASSES = 10_000;

/**
 * The labels of kinetics_train_label.json or kinetics_val_label.json, {id: {has_skeleton, label, label_index}}, by id in the order of
 * code units. `where` names the file. Throws HglError "data" with the clip for anything else.
 */
export function parseKineticsLabels(bytes: Uint8Array, where: string): readonly KineticsLabel[] {
  const fail: Fail = (what, next = "take this file from the release again") => {
    throw new HglError({ code: "data", where, what, next });
  };
  const json = new JsonBytes(bytes, fail);
  if (json.kind() !== "object") fail("the file is no JSON object of clips");
  const labels: KineticsLabel[] = [];
  json.object((id) => labels.push(readLabel(json, id, fail)));
  json.end();
  labels.sort((a, b) => (a.id < b.id ? -1 : Number(a.id > b.id)));
  const twice = labels.find(({ id }, at) => labels[at + 1]?.id === id);
  if (twice) fail(`clip ${JSON.stringify(twice.id)} stands in it twice`);
  return labels;
}

function readLabel(json: JsonBytes, id: string, fail: Fail): KineticsLabel {
  const clip = `clip ${JSON.stringify(id)}`;
  // A name with a way out of the folder would have another file read.
  if (!/^[\w-][\w.-]*$/.test(id)) fail(`${clip} cannot be a file's name`);
  if (json.kind() !== "object") fail(`${clip} is ${json.shown()}, not an object`);
  let hasSkeleton: boolean | null | undefined;
  let label: string | undefined;
  let labelIndex: number | undefined;
  json.object((key) => {
    if (key === "has_skeleton") {
      const shown = json.shown();
      hasSkeleton = json.word();
      if (typeof hasSkeleton !== "boolean") fail(`${clip} has has_skeleton ${shown}, not true or false`);
    } else if (key === "label" && json.kind() === "string") label = json.string();
    else if (key === "label_index") labelIndex = readIndex(json, clip, fail);
    else json.skip();
  });
  if (typeof hasSkeleton !== "boolean") return fail(`${clip} has no has_skeleton`);
  if (label === undefined) return fail(`${clip} has no label in words`);
  if (labelIndex === undefined) return fail(`${clip} has no label_index`);
  return { id, hasSkeleton, label, labelIndex };
}

export function readIndex(json: JsonBytes, whose: string, fail: Fail): number {
  const shown = json.shown();
  const index = json.number();
  if (index === undefined || !Number.isInteger(index) || index < 0 || index >= MOST_CLASSES) {
    return fail(`${whose} has label_index ${shown}, not a whole number from 0 to ${MOST_CLASSES - 1}`);
  }
  return index;
}

/** The classes that occur, in the order of their label_index, and which class each label_index is. `where` names the folder. */
export function kineticsClasses(
  labels: readonly KineticsLabel[],
  where: string,
): { readonly classes: readonly string[]; readonly classOf: ReadonlyMap<number, number> } {
  const words = new Map<number, string>();
  for (const { id, label, labelIndex } of labels) {
    const known = words.get(labelIndex);
    if (known !== undefined && known !== label) {
      const what = `label_index ${labelIndex} is "${known}", but "${label}" at clip ${JSON.stringify(id)}`;
      throw new HglError({ code: "data", where, what, next: "use label files of one release" });
    }
    words.set(labelIndex, label);
  }
  const indices = [...words.keys()].sort((a, b) => a - b);
  return {
    classes: indices.map((index) => words.get(index)!),
    classOf: new Map(indices.map((index, at) => [index, at])),
  };
}
