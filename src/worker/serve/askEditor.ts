import { CancellationTokenSource, ResponseError, type MessageConnection } from "vscode-jsonrpc/node";
import { HglError } from "../../common/errors";
import { checkEditorAnswered } from "../../common/wire/editorGuards";
import { refusedError } from "../../common/wire/refusal";
import { REFUSED, type RefusedData } from "../../common/wire/worker";
import type { AskEditor } from "./desk";

/** Questions to the editor over its connection; what is asked and answered is never told elsewhere. */
export function askEditorOver(connection: MessageConnection): AskEditor {
  return async (name, asked, stop) => {
    const stopped = () => new HglError({ code: "interrupted", what: "stopped while the editor was asked" });
    if (stop.aborted) throw stopped();
    const cancelling = new CancellationTokenSource();
    const cancel = () => cancelling.cancel();
    stop.addEventListener("abort", cancel, { once: true });
    try {
      const answered: unknown = await connection.sendRequest(name, asked, cancelling.token);
      const check = checkEditorAnswered(name, answered);
      if (!check.ok) throw new Error(`the editor's answer to ${name} cannot be read: ${check.reason}`);
      return check.payload;
    } catch (error) {
      if (stop.aborted) throw stopped();
      const isRefusal = error instanceof ResponseError && error.code === REFUSED;
      throw isRefusal ? refusedError(error.data as RefusedData) : error;
    } finally {
      stop.removeEventListener("abort", cancel);
      cancelling.dispose();
    }
  };
}
