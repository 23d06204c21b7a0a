import { HglError } from "../../common/errors";
import type { VideoConfig } from "../../common/config";
import type { EndpointOptions } from "./endpoints/endpoint";
import type { KeyFor } from "./keys";
import { chatDescriber } from "./video/chatDescriber";
import type { Describer } from "./video/describer";

/** What reaches models that are not ours: keys of endpoints, and the editor's own models where there is an editor. */
export interface ModelAccess {
  readonly keyFor: KeyFor;
  /** Null in a terminal. */
  readonly editorModel: ((model: string) => Describer) | null;
  /** Told before a busy endpoint is asked again. */
  readonly onWait?: EndpointOptions["onWait"];
}

/** Endpoint of the editor's own models in a text cell. */
const EDITOR = "vscode";

/** The vision-language model that a text cell names, and how to let go of it. @throws HglError "cell" for the editor's models without an editor */
export function openDescriber(
  { endpoint, model, perMinute }: VideoConfig,
  { keyFor, editorModel, onWait }: ModelAccess,
): Describer & { close(): void } {
  if (endpoint !== EDITOR)
    return chatDescriber({ url: endpoint, model, key: keyFor, perMinute, ...(onWait ? { onWait } : {}) });
  if (editorModel) return { ...editorModel(model), close: () => {} };
  throw new HglError({
    code: "cell",
    what: `the editor's model "${model}" cannot be asked from a terminal`,
    next: "run the cell in the editor, or name a chat endpoint",
  });
}
