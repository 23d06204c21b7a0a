import type { SkeletonPayload } from "../payloads/skeleton";
import type { RunDelta, RunView } from "../payloads/training";

/**
 * Extension <-> renderers. A renderer is untrusted by the extension (its page holds outputs of strangers) and checks what it is sent;
 * both sides ignore what they do not know.
 */
export type ToRenderer =
  /** Points to append; runs that the view does not show are ignored. At most two a second. */
  | { readonly type: "progress"; readonly runs: readonly RunDelta[] }
  /** The answer to `opened`: the runs from their beginning, in place of whatever the view had. */
  | { readonly type: "history"; readonly runs: readonly RunView[] }
  /** The answer to `askClips`, on the channel of the view that asked. */
  | { readonly type: "clips"; readonly request: string; readonly payload: SkeletonPayload }
  | { readonly type: "clipsRefused"; readonly request: string; readonly sentence: string };

/** Clips that a view wants to see move. */
export interface AskedClips {
  /** Id of the data or train cell whose clips they are. */
  readonly cell: string;
  /** Their ids, at most MOST_SKELETON_CLIPS. */
  readonly clips: readonly string[];
  /** The run of the train cell whose predictions are told; its first finished one where left out. */
  readonly run?: string;
}

export type FromRenderer =
  /** A view has just been drawn, perhaps in the middle of a training: it asks for what it missed. Run folders as in its payload. */
  | { readonly type: "opened"; readonly folders: readonly string[] }
  /** The Resume button of a cell that was interrupted or failed. */
  | { readonly type: "resume"; readonly cell: string }
  | { readonly type: "openRunFolder"; readonly folder: string }
  /** A figure's file; its name is relative to the notebook's folder, with forward slashes. */
  | { readonly type: "openFile"; readonly name: string }
  /** Answered once, by `clips` or `clipsRefused` with the same `request`, which is unique on the channel. */
  | ({ readonly type: "askClips"; readonly request: string } & AskedClips);
