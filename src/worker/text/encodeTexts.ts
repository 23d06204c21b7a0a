import type { TextConfig } from "../../common/config";
import { HglError } from "../../common/errors";
import { centred } from "../../model/language/centre";
import type { TextFeatures } from "../../model/language/textFeatures";
import type { ReadTexts } from "./readTexts";
import type { EncodedText, TextEncoder } from "./textEncoder";
import type { StoredTexts } from "./textFile";

/** Tokens of a description that are kept; longer ones are cut [lineage: 32 tokens]. */
export const MOST_TOKENS = 32;

export interface EncodeHooks {
  readonly stop: AbortSignal;
  /** Share of the texts that are encoded, 0 to 1, and their number. */
  readonly onShare?: (share: number, done: number) => void;
}

/**
 * Descriptions with their vectors, centred where the cell says so. A text that stands several times is encoded once.
 *
 * @param hooks `seen`: whose texts the mean is taken over
 * @throws HglError "data", "disk", "network", "interrupted" as the encoder does
 */
export async function encodeTexts(
  { texts, owners }: Pick<ReadTexts, "texts" | "owners">,
  { level, centre }: Pick<TextConfig, "level" | "centre">,
  encoder: TextEncoder,
  { stop, onShare, seen = () => true }: EncodeHooks & { readonly seen?: (owner: string) => boolean },
): Promise<StoredTexts> {
  const different = [...new Set(texts)];
  const encoded = new Map<string, EncodedText>();
  const done = (at: number, one: EncodedText): void => {
    encoded.set(different[at]!, one);
    onShare?.(encoded.size / different.length, encoded.size);
  };
  await encoder.encode(different, done, stop);
  const all = texts.map((text) => encoded.get(text)!);
  const dimension = all[0]!.sentence.length;
  const sentences = new Float32Array(texts.length * dimension);
  all.forEach(({ sentence }, row) => {
    if (sentence.length !== dimension || !sentence.every(Number.isFinite)) throw unusable(encoder, texts[row]!);
    sentences.set(sentence, row * dimension);
  });
  const vectors = centre ? centred(sentences, dimension, rowsByOwner(owners, seen)) : { sentences, centre: null };
  return { encoder: encoder.name, level, texts, owners, dimension, ...vectors, tokens: tokensOf(all, dimension) };
}

function unusable({ name }: TextEncoder, text: string): HglError {
  const what = `the encoder ${name} gave no usable vector for "${text.slice(0, 60)}"`;
  return new HglError({ code: "data", what, next: "name another encoder" });
}

function rowsByOwner(owners: readonly string[], seen: (owner: string) => boolean): Iterable<readonly number[]> {
  const rows = new Map<string, number[]>();
  owners.forEach((owner, row) => {
    if (!seen(owner)) return;
    const own = rows.get(owner);
    if (own) own.push(row);
    else rows.set(owner, [row]);
  });
  return rows.values();
}

function tokensOf(all: readonly EncodedText[], dimension: number): TextFeatures["tokens"] {
  if (all.some(({ tokens }) => tokens === null)) return null;
  const lengths = Int32Array.from(all, ({ tokens }) => Math.min(MOST_TOKENS, tokens!.length / dimension));
  const most = Math.max(...lengths);
  const values = new Float32Array(all.length * most * dimension);
  all.forEach(({ tokens }, row) => values.set(tokens!.subarray(0, lengths[row]! * dimension), row * most * dimension));
  return { values, most, lengths };
}
