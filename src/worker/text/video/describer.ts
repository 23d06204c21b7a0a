/** What a model said of some frames. */
export interface Description {
  /** Not empty. */
  readonly text: string;
  /** Tokens it read and wrote; null where the model does not say. */
  readonly tokens: { readonly input: number | null; readonly output: number | null };
}

/** A model that looks at frames of a clip and describes them: behind a chat endpoint, or one of VS Code's own. */
export interface Describer {
  /** Whose model, which: what a description is kept under, so another name asks again. */
  readonly name: string;
  /**
   * Describes one clip.
   *
   * @param frames JPEG files, in the order of time
   * @throws HglError "network" for an endpoint that fails, "data" for a refusal, "interrupted" when `stop` was raised
   */
  describe(frames: readonly Uint8Array[], prompt: string, stop: AbortSignal): Promise<Description>;
}
