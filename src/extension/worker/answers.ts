import { ErrorCodes, ResponseError } from "vscode-jsonrpc/node";
import type { CancellationToken } from "vscode-jsonrpc/node";
import { HglError } from "../../common/errors";
import type { EditorAnswered, EditorAsked, EditorRequests } from "../../common/wire/editor";
import { checkEditorAsked } from "../../common/wire/editorGuards";
import { refusedData } from "../../common/wire/refusal";
import { REFUSED } from "../../common/wire/worker";

/** What the worker may ask. A refusal is an HglError; `stop` is raised when the cell that wanted the answer has been stopped. */
export type EditorAnswers = {
  readonly [K in keyof EditorRequests]: (asked: EditorAsked<K>, stop: AbortSignal) => Promise<EditorAnswered<K>>;
};

/** Answers one question of the worker's; whatever goes wrong is told to the worker, and nothing of what was asked or answered to a log. */
export async function answerWorker<K extends keyof EditorRequests>(
  answers: EditorAnswers,
  name: K,
  asked: unknown,
  token: CancellationToken,
): Promise<EditorAnswered<K> | ResponseError<unknown>> {
  const check = checkEditorAsked(name, asked);
  if (!check.ok) return new ResponseError(ErrorCodes.InvalidParams, `${name}: ${check.reason}`);
  const stopping = new AbortController();
  const listening = token.onCancellationRequested(() => stopping.abort());
  try {
    return await answers[name](check.payload, stopping.signal);
  } catch (error) {
    if (error instanceof HglError) return new ResponseError(REFUSED, error.message, refusedData(error));
    throw error;
  } finally {
    listening.dispose();
  }
}
