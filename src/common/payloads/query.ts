import { TEXT_LEVELS } from "../vocabulary";
import { checked, Fields } from "./reading";
import type { Checked } from "./reading";
import type { SkeletonPayload } from "./skeleton";

/** Clips as they rank by typed sentences, and the first of them in motion. */
export interface QueryPayload {
  readonly kind: "query";
  readonly version: 1;
  readonly title: string;
  /** What the run's descriptions described, and what encoded them and the sentences. */
  readonly level: (typeof TEXT_LEVELS)[number];
  readonly encoder: string;
  /** Clips that were ranked. */
  readonly clips: number;
  readonly sentences: readonly RankedSentence[];
  readonly motion: SkeletonPayload;
}

export interface RankedSentence {
  readonly text: string;
  /** The nearest clips, nearest first. */
  readonly ranked: readonly RankedClip[];
}

export interface RankedClip {
  readonly id: string;
  readonly label: string;
  readonly cosine: number;
  /** Whether no clip of its class was trained on. */
  readonly unseen: boolean;
}

const MOST_SENTENCES = 8;
const MOST_RANKED = 8;

/** Checks an untrusted value and copies it; what moves has a guard of its own (`checkSkeleton`). */
export function checkQuery(value: unknown): Checked<QueryPayload> {
  return checked(() => {
    const fields = new Fields(value);
    fields.exactly("kind", "query");
    fields.exactly("version", 1);
    return {
      kind: "query",
      version: 1,
      title: fields.text("title"),
      level: fields.oneOf("level", TEXT_LEVELS),
      encoder: fields.text("encoder"),
      clips: fields.whole("clips", 0, Number.MAX_SAFE_INTEGER),
      sentences: fields.list("sentences", MOST_SENTENCES, (item, where) => {
        const sentence = new Fields(item, where);
        return {
          text: sentence.text("text"),
          ranked: sentence.list("ranked", MOST_RANKED, (clip, place) => {
            const one = new Fields(clip, place);
            return {
              id: one.text("id"),
              label: one.text("label"),
              cosine: one.number("cosine", -1.001, 1.001),
              unseen: one.flag("unseen"),
            };
          }),
        };
      }),
      motion: fields.value("motion") as SkeletonPayload,
    };
  });
}
