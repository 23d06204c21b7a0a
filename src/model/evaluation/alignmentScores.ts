import type { AlignmentScores } from "../../common/runRecord";
import type { Described } from "../language/draw";
import type { TextFeatures } from "../language/textFeatures";
import { classifiedByText, meansOf, recall, textsOfClasses, zeroShot, type Vectors } from "./retrieval";

/**
 * What skeletons and texts find of one another in the space in which they were aligned. Queries and gallery are the clips given and the texts that
 * describe them: at class level all texts of all classes, and a hit is a text, or a clip, of the same class; at clip level the clips' own texts, and a hit is
 * the clip's own.
 *
 * @param a clips' vectors a = norm(W_a f), one for each of `clips`
 * @param c vectors c = norm(W_c e), one for each of the features' texts
 * @param unseen classes that no training clip has
 */
export function alignmentScores(
  a: Vectors,
  c: Vectors,
  clips: readonly Described[],
  features: Pick<TextFeatures, "level" | "rowsOf">,
  classes: number,
  unseen: ReadonlySet<number>,
): AlignmentScores {
  const ofClasses = textsOfClasses(features, clips, classes);
  const rows = [...new Set(ofClasses.flat())].sort((x, y) => x - y);
  const own = clips.map(({ id, label }) =>
    features.level === "class" ? new Set(ofClasses[label]) : new Set(features.rowsOf.get(id) ?? []),
  );
  const texts = chosen(c, rows);
  const belong = (clip: number, text: number): boolean => own[clip]!.has(rows[text]!);
  const labels = clips.map(({ label }) => label);
  const classVectors = meansOf(c, ofClasses);
  const described = new Set(ofClasses.flatMap((texts, label) => (texts.length > 0 ? [label] : [])));
  const hits = classifiedByText(a, labels, classVectors, described).filter(Boolean).length;
  return {
    clips: clips.length,
    texts: rows.length,
    skeletonToText: recall(a, texts, belong),
    textToSkeleton: recall(texts, a, (text, clip) => belong(clip, text)),
    byText: hits / clips.length,
    zeroShot: zeroShot(a, labels, classVectors, described, unseen),
  };
}

function chosen({ values, width }: Vectors, rows: readonly number[]): Vectors {
  const out = new Float32Array(rows.length * width);
  rows.forEach((row, at) => out.set(values.subarray(row * width, (row + 1) * width), at * width));
  return { values: out, width };
}
