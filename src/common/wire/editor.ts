/**
 * Worker -> extension, closed: what only the editor has. Asked while a cell runs that needs it, which `execution` names, and for no other; each
 * is answered once, or refused with an HglError's facts (`RefusedData`). A read-only worker asks nothing.
 */
export interface EditorRequests {
  /** The API key kept for an endpoint's origin; null where none is. The user is asked before a key goes to a workspace's notebooks first. */
  keyFor(asked: { readonly execution: string; readonly origin: string }): { readonly key: string | null };
  /** What one of the editor's language models says of some frames: JPEG files in base64, in the order of time. */
  describeFrames(asked: {
    readonly execution: string;
    /** Id, family or name of a model. */
    readonly model: string;
    readonly prompt: string;
    readonly frames: readonly string[];
  }): DescribedFrames;
}

export interface DescribedFrames {
  /** Not empty. */
  readonly text: string;
  /** As the editor counts them; null where it does not. */
  readonly tokens: { readonly input: number | null; readonly output: number | null };
}

/** In the order of the interface above. */
export const EDITOR_REQUESTS = ["keyFor", "describeFrames"] as const satisfies readonly (keyof EditorRequests)[];

export type EditorAsked<K extends keyof EditorRequests> = Parameters<EditorRequests[K]>[0];
export type EditorAnswered<K extends keyof EditorRequests> = ReturnType<EditorRequests[K]>;
