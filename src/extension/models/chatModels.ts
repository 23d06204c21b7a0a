import * as vscode from "vscode";
import type { ChatModel, ChatModels } from "./describeFrames";

/** What VS Code 1.106 and newer have beside the types that we compile with. */
interface NewerEditor {
  readonly LanguageModelDataPart?: { image(data: Uint8Array, mime: string): vscode.LanguageModelTextPart };
}
interface NewerModel {
  readonly capabilities?: { readonly supportsImageToText?: boolean; readonly supportsVision?: boolean };
}

/** The language models that other extensions bring to the editor. */
export function chatModels({ languageModelAccessInformation: access }: vscode.ExtensionContext): ChatModels {
  return {
    takesPictures: typeof pictures()?.image === "function",
    all: async () => (await vscode.lm.selectChatModels()).map((model) => chatModel(model, access)),
  };
}

function pictures(): NewerEditor["LanguageModelDataPart"] {
  return (vscode as unknown as NewerEditor).LanguageModelDataPart;
}

function chatModel(model: vscode.LanguageModelChat, access: vscode.LanguageModelAccessInformation): ChatModel {
  const { id, family, name, vendor } = model;
  const { capabilities } = model as NewerModel;
  return {
    id,
    family,
    name,
    vendor,
    seesPictures: capabilities?.supportsImageToText ?? capabilities?.supportsVision ?? null,
    isAllowed: access.canSendRequest(model) ?? null,
    answer: (prompt, frames, stop) => answer(model, question(prompt, frames), stop),
    countQuestion: (prompt, frames) => counted(model, question(prompt, frames)),
    countText: (text) => counted(model, text),
  };
}

function question(prompt: string, frames: readonly Uint8Array[]): vscode.LanguageModelChatMessage {
  const parts = frames.map((frame) => pictures()!.image(frame, "image/jpeg"));
  return vscode.LanguageModelChatMessage.User([...parts, new vscode.LanguageModelTextPart(prompt)]);
}

async function* answer(
  model: vscode.LanguageModelChat,
  message: vscode.LanguageModelChatMessage,
  stop: AbortSignal,
): AsyncGenerator<string> {
  const cancelling = new vscode.CancellationTokenSource();
  const cancel = (): void => cancelling.cancel();
  stop.addEventListener("abort", cancel, { once: true });
  try {
    if (stop.aborted) cancel();
    const justification = vscode.l10n.t("A notebook's cell that you run has clips described from their video frames.");
    const { text } = await model.sendRequest([message], { justification }, cancelling.token);
    yield* text;
  } finally {
    stop.removeEventListener("abort", cancel);
    cancelling.dispose();
  }
}

async function counted(
  model: vscode.LanguageModelChat,
  what: string | vscode.LanguageModelChatMessage,
): Promise<number | null> {
  try {
    const tokens = await model.countTokens(what);
    return Number.isSafeInteger(tokens) && tokens >= 0 ? tokens : null;
  } catch {
    return null;
  }
}
