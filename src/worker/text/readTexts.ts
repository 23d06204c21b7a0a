import type { TextConfig } from "../../common/config";
import type { Dataset } from "../../model/data/dataset";
import { HglError } from "../../common/errors";
import { count, fewOf } from "../words";
import { readBank, shippedBank, type Bank } from "./bank";
import { leakageWarnings, readClipDescriptions } from "./descriptions";

/** Descriptions before they are encoded. */
export interface ReadTexts {
  /** In the order of the classes, or of the clips. */
  readonly texts: readonly string[];
  /** Whom each text describes: the class's name, or the clip's id. */
  readonly owners: readonly string[];
  /** What deserves a look: texts that may name their class, clips without a text. */
  readonly warnings: readonly string[];
}

type Described = Pick<Dataset, "name" | "classes" | "clips">;

/** Strange names that are spelt out. */
const MOST_TOLD = 5;

/**
 * The descriptions that a text cell asks for, of this data set.
 *
 * @param generated where the descriptions of videos lie, for `source: video`
 * @throws HglError "data", "disk" with the file and what is wrong
 */
export function readTexts(
  { source, file, level }: Pick<TextConfig, "source" | "file" | "level">,
  dataset: Described,
  generated: string | null = null,
): ReadTexts {
  if (level === "clip") return clipTexts(source === "video" ? generated! : file!, dataset);
  if (source === "names") {
    // Nothing can leak from what is meant to be the label.
    return { texts: dataset.classes, owners: dataset.classes, warnings: [] };
  }
  return classTexts(source === "bank" ? shippedBank(dataset.classes) : readBank(file!), dataset, file);
}

function classTexts({ classes }: Bank, dataset: Described, file: string | null): ReadTexts {
  const texts: string[] = [];
  const owners: string[] = [];
  const leaks: string[] = [];
  for (const name of dataset.classes) {
    const own = classes.get(name);
    if (!own) {
      throw new HglError({
        code: "data",
        what: `the class "${name}" of ${dataset.name} has no description`,
        where: file ?? "the shipped bank",
        next: "add it to the file, under this very name",
      });
    }
    for (const text of own) {
      texts.push(text);
      owners.push(name);
    }
    leaks.push(...leakageWarnings(name, own));
  }
  const strange = [...classes.keys()].filter((name) => !dataset.classes.includes(name));
  const unused = file === null || strange.length === 0 ? [] : [unusedNames(strange, dataset.name)];
  return { texts, owners, warnings: [...unused, ...fewOf(leaks, moreLeaks)] };
}

function unusedNames(names: readonly string[], dataset: string): string {
  return `${dataset} has no class "${names.slice(0, MOST_TOLD).join('", "')}"${names.length > MOST_TOLD ? " …" : ""}, so ${count(names.length, "entry is", "entries are")} not used.`;
}

function clipTexts(file: string, dataset: Described): ReadTexts {
  const described = readClipDescriptions(file);
  const texts: string[] = [];
  const owners: string[] = [];
  const leaks: string[] = [];
  let missing = 0;
  for (const { id, label } of dataset.clips) {
    const own = described.get(id);
    if (!own) missing++;
    for (const text of own ?? []) {
      texts.push(text);
      owners.push(id);
    }
    if (own) leaks.push(...leakageWarnings(dataset.classes[label]!, own, id));
  }
  if (texts.length === 0) {
    const [sample] = described.keys();
    const what = `none of its ${count(described.size, "sample")} (first "${sample}") is a clip of ${dataset.name} (first "${dataset.clips[0]?.id}")`;
    throw new HglError({ code: "data", what, where: file, next: "name the samples as the data set names its clips" });
  }
  const strange = described.size - (dataset.clips.length - missing);
  return {
    texts,
    owners,
    warnings: [
      ...(missing > 0 ? [`${count(missing, "clip has", "clips have")} no description in ${file}.`] : []),
      ...(strange > 0
        ? [
            `${count(strange, "sample", "samples")} of ${file} ${strange === 1 ? "is" : "are"} no clip of ${dataset.name}.`,
          ]
        : []),
      ...fewOf(leaks, moreLeaks),
    ],
  };
}

const moreLeaks = (more: number): string => `${count(more, "more description")} may name their class.`;
