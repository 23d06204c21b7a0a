/** Tokens of a text whose features are kept, from its beginning [lineage: 32 tokens]. */
export const MOST_TOKENS = 32;

/** What an encoder makes of one text. */
export interface EncodedText {
  /** The sentence vector, [D_t]. */
  readonly sentence: Float32Array;
  /** Features of its tokens, [L, D_t] row-major; null from encoders that give sentence vectors alone. */
  readonly tokens: Float32Array | null;
}

/** A frozen text encoder: the same text always gives the same numbers, whatever is encoded beside it. */
export interface TextEncoder {
  /** Name and version: what vectors are kept under and what a run says it used. */
  readonly name: string;
  /**
   * Encodes some texts, in their order; those done are handed on as they come, so that a stop loses none.
   *
   * @param done called once for each text, with its place in `texts`; in any order
   * @throws HglError "data" for a model that cannot be read, "disk", "network" (endpoints), "interrupted" when `stop` was raised
   */
  encode(texts: readonly string[], done: (at: number, encoded: EncodedText) => void, stop: AbortSignal): Promise<void>;
  /** Ends threads and connections; nothing may be encoded after it. */
  close(): Promise<void>;
}
