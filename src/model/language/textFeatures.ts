/** Descriptions as a text encoder sees them: frozen, computed once, read in every training step. */
export interface TextFeatures {
  /** Name and version of the encoder: part of what makes a run. */
  readonly encoder: string;
  /** D_t. */
  readonly dimension: number;
  /** What was encoded, one text per row of `sentences`. */
  readonly texts: readonly string[];
  /** Sentence vectors e, [texts, D_t] row-major, centred where `centre` says how. */
  readonly sentences: Float32Array;
  /** What was taken off every sentence vector, and what it was then multiplied by; null where vectors are the encoder's own. */
  readonly centre: Centre | null;
  /** Token features [texts, L, D_t], padded with zeros; null for encoders that give sentence vectors alone. */
  readonly tokens: { readonly values: Float32Array; readonly most: number; readonly lengths: Int32Array } | null;
  /** Whom the texts describe: every clip of a class alike, or each clip by itself. Shown wherever a result appears. */
  readonly level: "class" | "clip";
  /** Rows that describe a class (by label) or a clip (by id); at least one each. */
  readonly rowsOf: ReadonlyMap<number | string, readonly number[]>;
}

export interface Centre {
  /** [D_t] */
  readonly mean: Float32Array;
  readonly scale: number;
}
