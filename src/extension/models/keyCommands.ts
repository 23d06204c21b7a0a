import * as vscode from "vscode";
import { MOST_KEY } from "../../common/wire/editorGuards";
import { mayStart } from "../commands/trust";
import type { Keyring } from "./keyring";
import { isPrivate, originOf } from "../../common/origin";

/** "HocSLM: Set API Key for an Endpoint…". */
export async function setKey(keyring: Keyring): Promise<void> {
  const { t } = vscode.l10n;
  if (!mayStart()) return;
  const title = t("Set API Key");
  const endpoint = await vscode.window.showInputBox({
    title,
    prompt: t("The endpoint's address. The key is for everything at this host and port."),
    placeHolder: "https://api.example.com/v1",
    ignoreFocusOut: true,
    validateInput: (text) => endpointProblem(text.trim()),
  });
  const origin = endpoint === undefined ? null : originOf(endpoint.trim());
  if (origin === null) return;
  const key = await vscode.window.showInputBox({
    title,
    prompt: t("API key for {0}", origin),
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) => keyProblem(text.trim()),
  });
  if (key === undefined) return;
  await keyring.keep(origin, key.trim());
  void vscode.window.showInformationMessage(t("The key for {0} is kept in the editor's secret storage.", origin));
}

/** "HocSLM: Forget API Keys…": lists whose keys are kept, and never a key. */
export async function forgetKeys(keyring: Keyring): Promise<void> {
  const { t } = vscode.l10n;
  const origins = keyring.origins();
  if (origins.length === 0) return void vscode.window.showInformationMessage(t("No API key is kept."));
  const picked = await vscode.window.showQuickPick([...origins], {
    title: t("Forget API Keys"),
    placeHolder: t("Endpoints whose keys are to be forgotten"),
    canPickMany: true,
    ignoreFocusOut: true,
  });
  if (!picked || picked.length === 0) return;
  for (const origin of picked) await keyring.forget(origin);
  void vscode.window.showInformationMessage(t("Forgotten: the keys for {0}", picked.join(", ")));
}

/** Over plain http a key could be read on the way, so that none is ever sent there. */
function endpointProblem(endpoint: string): string | null {
  const { t } = vscode.l10n;
  const origin = originOf(endpoint);
  if (origin === null) return t("Write an address that begins with https:// or http://");
  return isPrivate(origin) ? null : t("A key is sent by https alone, or to this computer: write https://");
}

/** Characters that no header of HTTP may carry would end in an error that shows them. */
function keyProblem(key: string): string | null {
  const { t } = vscode.l10n;
  if (key === "") return t("Write or paste the key.");
  if (key.length > MOST_KEY || !/^[\x21-\x7e]+$/.test(key))
    return t("This is no API key: it has spaces or signs in it.");
  return null;
}
