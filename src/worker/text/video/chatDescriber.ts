import { HglError } from "../../../common/errors";
import { checked, Fields, refuse } from "../../../common/payloads/reading";
import { Endpoint, type EndpointOptions } from "../endpoints/endpoint";
import type { Describer, Description } from "./describer";
import { asDescription } from "./wording";

export interface ChatDescriberOptions extends EndpointOptions {
  /** The model's name on that server. */
  readonly model: string;
  /** Longest answer, in the model's tokens. */
  readonly maxTokens?: number;
}

/** Longest answer that is looked at, in UTF-16 units: a model that thinks aloud writes much before it says anything. */
const MOST_ANSWER = 200_000;
/** The codes by which services say that it was the content. */
const CONTENT = /content[-_ ]?(filter|policy)|safety/i;

/**
 * A model behind a chat endpoint as OpenAI's (Ollama, vLLM, llama.cpp, LM Studio): POST {url}/chat/completions with the prompt and the frames as
 * JPEG data URLs, at temperature 0.
 */
export function chatDescriber({
  model,
  maxTokens = 300,
  timeoutSeconds = 290,
  mostBytes = 2 ** 22,
  ...options
}: ChatDescriberOptions): Describer & { close(): void } {
  const endpoint = new Endpoint({ timeoutSeconds, mostBytes, ...options });
  return {
    name: `chat ${model} at ${endpoint.address.shown}`,
    describe: async (frames, prompt, stop) => {
      const content = [{ type: "text", text: prompt }, ...frames.map(imagePart)];
      const messages = [{ role: "user", content }];
      const body = { model, messages, max_tokens: maxTokens, temperature: 0, stream: false };
      const answer = await endpoint.ask("/chat/completions", body, stop);
      if (!answer.ok && CONTENT.test(answer.problem)) throw refused(endpoint, answer.words);
      if (!answer.ok) return endpoint.refuse(answer);
      const read = checked(() => readChoice(answer.value));
      if (!read.ok) throw endpoint.fault(read.reason, `check that "${model}" can chat at this address`);
      const { refusal, text, tokens } = read.payload;
      if (refusal !== null) throw refused(endpoint, refusal);
      if (text === "") throw empty(endpoint, read.payload.endedEarly);
      return { text, tokens };
    },
    close: () => endpoint.close(),
  };
}

function imagePart(frame: Uint8Array): unknown {
  const url = `data:image/jpeg;base64,${Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength).toString("base64")}`;
  return { type: "image_url", image_url: { url } };
}

interface Choice extends Description {
  /** Why the model does not want to; null when it does. */
  readonly refusal: string | null;
  /** It ran out of tokens. */
  readonly endedEarly: boolean;
}

/** Reads {choices: [{message: {content, refusal}, finish_reason}], usage}. */
function readChoice(value: unknown): Choice {
  const answer = new Fields(value, "the answer");
  const choices = answer.list("choices", 64, (one, where) => new Fields(one, where));
  const first = choices[0] ?? refuse("the answer has no choice");
  const message = new Fields(first.value("message"), "the answer's message");
  const reason = first.value("finish_reason");
  const endedEarly = reason === "length";
  const filtered = reason === "content_filter" ? "its content filter stopped it" : null;
  const refusal = message.value("refusal");
  const said = typeof refusal === "string" && refusal.trim() !== "" ? asDescription(refusal, false) : filtered;
  return { refusal: said, endedEarly, text: asDescription(contentOf(message), endedEarly), tokens: usageOf(answer) };
}

/** A text, or parts of which some are texts; none where the model only refuses. */
function contentOf(message: Fields): string {
  const content = message.value("content");
  if (content === null || content === undefined) return "";
  if (typeof content === "string") return message.text("content", MOST_ANSWER);
  const parts = message.list("content", 64, (part, where) => new Fields(part, where));
  return parts.flatMap((part) => (part.value("type") === "text" ? [part.text("text", MOST_ANSWER)] : [])).join(" ");
}

function usageOf(answer: Fields): Description["tokens"] {
  const usage = answer.value("usage");
  const counts = typeof usage === "object" && usage !== null ? (usage as Record<string, unknown>) : {};
  const count = (value: unknown): number | null => (Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : null); // prettier-ignore
  return { input: count(counts["prompt_tokens"]), output: count(counts["completion_tokens"]) };
}

function refused(endpoint: Endpoint, words: string): HglError {
  const what = `the model refuses to describe the clip${words ? ` ("${words.slice(0, 200)}")` : ""}`;
  return new HglError({ code: "data", where: endpoint.address.shown, what, next: "change the prompt or the model" });
}

function empty(endpoint: Endpoint, endedEarly: boolean): HglError {
  const what = endedEarly ? "the model's tokens ran out before it said anything" : "the model's answer is empty";
  const next = endedEarly ? "allow more tokens" : "check that the model can see pictures";
  return new HglError({ code: "data", where: endpoint.address.shown, what, next });
}
