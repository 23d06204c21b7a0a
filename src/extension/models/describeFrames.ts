import { HglError } from "../../common/errors";
import type { EditorAnswered, EditorAsked } from "../../common/wire/editor";
import type { Translate } from "../translate";

/** A language model that some extension of the editor brings. */
export interface ChatModel {
  readonly id: string;
  readonly family: string;
  readonly name: string;
  readonly vendor: string;
  /** Whether it can look at pictures; null where the editor does not tell. */
  readonly seesPictures: boolean | null;
  /** Whether the user lets us use it; null before the editor has asked, which it does when the model is. */
  readonly isAllowed: boolean | null;
  /** The parts of its answer, as they come. */
  answer(prompt: string, frames: readonly Uint8Array[], stop: AbortSignal): AsyncIterable<string>;
  /** Tokens of a question and of a text as the model counts them; null where it does not. */
  countQuestion(prompt: string, frames: readonly Uint8Array[]): Promise<number | null>;
  countText(text: string): Promise<number | null>;
}

export interface ChatModels {
  /** Whether this version of the editor hands pictures on. */
  readonly takesPictures: boolean;
  all(): Promise<readonly ChatModel[]>;
}

/** Longest answer that is waited for, in UTF-16 units. */
const MOST_ANSWER = 20_000;

/** Has one of the editor's language models look at frames. Only for a cell that somebody runs: the editor may ask whether we may use the model. */
export async function describeFrames(
  models: ChatModels,
  { model: wanted, prompt, frames: encoded }: Omit<EditorAsked<"describeFrames">, "execution">,
  stop: AbortSignal,
  t: Translate,
): Promise<EditorAnswered<"describeFrames">> {
  const model = await chosen(models, wanted, t);
  const frames = encoded.map((frame) => new Uint8Array(Buffer.from(frame, "base64")));
  let text = "";
  try {
    for await (const part of model.answer(prompt, frames, stop)) {
      text += part;
      if (text.length > MOST_ANSWER) throw tooLong(model, t);
    }
  } catch (error) {
    if (stop.aborted) throw new HglError({ code: "interrupted", where: model.name, what: t("the cell was stopped") });
    throw error instanceof HglError ? error : failureOf(model, error, t);
  }
  text = text.trim();
  if (text === "") {
    const [what, next] = [t("it answered with nothing"), t("change the prompt, or use another model")];
    throw new HglError({ code: "data", where: model.name, what, next });
  }
  const [input, output] = await Promise.all([model.countQuestion(prompt, frames), model.countText(text)]);
  return { text, tokens: { input, output } };
}

async function chosen(models: ChatModels, wanted: string, t: Translate): Promise<ChatModel> {
  const endpoint = t("name the endpoint of a model instead");
  if (!models.takesPictures)
    throw new HglError({
      code: "network",
      what: t("this version of the editor shows no pictures to language models"),
      next: t("use VS Code 1.106 or newer, or name the endpoint of a model instead"),
    });
  const all = await models.all();
  if (all.length === 0) {
    const what = t("this editor has no language models");
    throw new HglError({ code: "network", what, next: `${t("install an extension that brings some")}, ${endpoint}` });
  }
  const fitting = (["id", "family", "name"] as const).flatMap((by) => all.filter((model) => model[by] === wanted));
  const [model] = fitting;
  if (!model) {
    const known = [...new Set(all.map(({ id }) => id))].slice(0, 12).join(", ");
    const what = t("this editor has no language model {0}", JSON.stringify(wanted));
    throw new HglError({ code: "network", what, next: t("use one of {0}", known) });
  }
  if (model.seesPictures === false) {
    const next = t("use another model");
    throw new HglError({ code: "network", where: model.name, what: t("this model cannot look at pictures"), next });
  }
  if (model.isAllowed === false) throw notAllowed(model, t);
  return model;
}

/** What the editor's LanguageModelError says, as a sentence with a way out. */
function failureOf(model: ChatModel, error: unknown, t: Translate): HglError {
  const { code, message, cause } = error as { code?: unknown; message?: unknown; cause?: unknown };
  const said = [message, (cause as { message?: unknown } | undefined)?.message]
    .filter((one): one is string => typeof one === "string" && one !== "")
    .map((one) => one.split("\n")[0]!.slice(0, 300));
  const detail = said[0] ?? "";
  const failed = (what: string, next: string, kind: "network" | "data" = "network"): HglError =>
    new HglError({ code: kind, where: model.name, what, next });
  if (code === "NoPermissions") return notAllowed(model, t);
  if (code === "Blocked")
    return failed(
      t("it is blocked for now, by a quota or a limit ({0})", detail),
      t("wait a while and run the cell again"),
    );
  if (code === "NotFound") return failed(t("this model is gone"), t("use another model"));
  if (said.some((one) => /off.?topic|content.?filter|responsible ai|refus/i.test(one)))
    return failed(t("it refuses to describe these frames ({0})", detail), t("change the prompt"), "data");
  return failed(t("it failed ({0})", detail), t("run the cell again, or use another model"));
}

function notAllowed(model: ChatModel, t: Translate): HglError {
  return new HglError({
    code: "network",
    where: model.name,
    what: t("you have not allowed HocSLM Notebook to use this model"),
    next: t("run the cell again and allow it, or change it with the command Manage Language Model Access"),
  });
}

function tooLong(model: ChatModel, t: Translate): HglError {
  const what = t("its answer is longer than {0} characters", MOST_ANSWER);
  return new HglError({ code: "data", where: model.name, what, next: t("ask for less in the prompt") });
}
