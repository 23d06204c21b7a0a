import type { AlignmentScores, Recall } from "../../common/runRecord";
import type { Described } from "../language/draw";
import type { TextFeatures } from "../language/textFeatures";
import { classifiedByText, meansOf, recall, textsOfClasses, vectorCount, zeroShot, type Vectors } from "./retrieval";

/**
 * What skeletons and texts find of one another in the space in which they were aligned. Queries and gallery are the clips given and the texts that
 * describe them: at class level all texts of all classes, and a hit is a text, or a clip, of the same class; at clip level the clips' own texts, and a hit is
 * the clip's own.
 *
 * @param a clips' vectors a = norm(W_a f), one for each of `clips`
 * @param c vectors c = norm(W_c e), one for each of the features' texts
 * @param unseen classes that no training clip has
 * @param rest awaited now and then: with tens of thousands of clips this takes minutes, in which a lock has to be kept alive
 */
export async function alignmentScores(
  a: Vectors,
  c: Vectors,
  clips: readonly Described[],
  features: Pick<TextFeatures, "level" | "rowsOf">,
  classes: number,
  unseen: ReadonlySet<number>,
  rest: () => Promise<void> = () => Promise.resolve(),
): Promise<AlignmentScores> {
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
    skeletonToText: await recallByParts(a, texts, belong, rest),
    textToSkeleton: await recallByParts(texts, a, (text, clip) => belong(clip, text), rest),
    byText: hits / clips.length,
    zeroShot: zeroShot(a, labels, classVectors, described, unseen),
  };
}

/** Queries between two rests. */
const PART = 128;

async function recallByParts(
  queries: Vectors,
  gallery: Vectors,
  relevant: (query: number, item: number) => boolean,
  rest: () => Promise<void>,
): Promise<Recall | null> {
  const { values, width } = queries;
  let [asked, first, firstFive] = [0, 0, 0];
  for (let from = 0; from < vectorCount(queries); from += PART) {
    const part = { values: values.subarray(from * width, (from + PART) * width), width };
    const found = recall(part, gallery, (query, item) => relevant(from + query, item));
    asked += found?.queries ?? 0;
    first += Math.round((found?.r1 ?? 0) * (found?.queries ?? 0));
    firstFive += Math.round((found?.r5 ?? 0) * (found?.queries ?? 0));
    await rest();
  }
  if (asked === 0) return null;
  return { queries: asked, gallery: vectorCount(gallery), r1: first / asked, r5: firstFive / asked };
}

function chosen({ values, width }: Vectors, rows: readonly number[]): Vectors {
  const out = new Float32Array(rows.length * width);
  rows.forEach((row, at) => out.set(values.subarray(row * width, (row + 1) * width), at * width));
  return { values: out, width };
}
