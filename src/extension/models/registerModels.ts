import * as vscode from "vscode";
import { HglError } from "../../common/errors";
import type { EditorAnswers } from "../worker/answers";
import { chatModels } from "./chatModels";
import { describeFrames } from "./describeFrames";
import { forgetKeys, setKey } from "./keyCommands";
import type { KeyQuestion } from "./keyRequests";
import { KeyRequests } from "./keyRequests";
import { Keyring } from "./keyring";

/**
 * Keys of endpoints and the editor's language models: their commands, and what the worker may ask for.
 * @param notebookRunning file name of the notebook that an execution is of; null when nothing runs under that name
 */
export function registerModels(
  context: vscode.ExtensionContext,
  notebookRunning: (execution: string) => string | null,
): EditorAnswers {
  const { t } = vscode.l10n;
  const keyring = new Keyring(context.secrets, context.globalState);
  const models = chatModels(context);
  const notebookOf = (execution: string): string => {
    const notebook = vscode.workspace.isTrusted ? notebookRunning(execution) : null;
    if (notebook !== null) return notebook;
    throw new HglError({ code: "usage", what: t("no cell runs that may use a key or a language model") });
  };
  const keys = new KeyRequests({ keyring, memory: context.workspaceState, notebookOf, ask, t });
  context.subscriptions.push(
    vscode.commands.registerCommand("hocslm.setKey", () => setKey(keyring)),
    vscode.commands.registerCommand("hocslm.forgetKeys", () => forgetKeys(keyring)),
  );
  return {
    keyFor: (asked, stop) => keys.keyFor(asked, stop),
    describeFrames: async ({ execution, ...asked }, stop) => {
      notebookOf(execution);
      return await describeFrames(models, asked, stop, t);
    },
  };
}

async function ask({ origin, detail }: KeyQuestion): Promise<boolean> {
  const { t } = vscode.l10n;
  const question = t("Send the key kept for {0} to this notebook's endpoint?", origin);
  const send = t("Send Key");
  return (await vscode.window.showInformationMessage(question, { modal: true, detail }, send)) === send;
}
