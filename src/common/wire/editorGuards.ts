import { checked, Fields, refuse, type Checked } from "../payloads/reading";
import type { EditorAnswered, EditorAsked, EditorRequests } from "./editor";

/** An API key is shorter than this, in UTF-16 units. */
export const MOST_KEY = 4096;
/** Frames that one description may look at, and the longest one in base64. */
const MOST_FRAMES = 64;
const MOST_FRAME = 16 * 2 ** 20;
const MOST_NAME = 200;
/** Longest prompt and answer, in UTF-16 units. */
const MOST_WORDS = 100_000;
const MOST_TOKENS = 1e9;

type Readers<T> = { readonly [K in keyof EditorRequests]: (fields: Fields) => T extends "asked" ? EditorAsked<K> : EditorAnswered<K> }; // prettier-ignore

const ASKED: Readers<"asked"> = {
  keyFor: (fields) => ({ execution: fields.text("execution", MOST_NAME), origin: fields.text("origin") }),
  describeFrames: (fields) => ({
    execution: fields.text("execution", MOST_NAME),
    model: fields.text("model", MOST_NAME),
    prompt: fields.text("prompt", MOST_WORDS),
    frames: fields.list("frames", MOST_FRAMES, base64Item),
  }),
};

const ANSWERED: Readers<"answered"> = {
  keyFor: (fields) => ({ key: fields.orNull("key", (name) => fields.text(name, MOST_KEY)) }),
  describeFrames: (fields) => {
    const tokens = new Fields(fields.value("tokens"), "tokens");
    const count = (name: string): number | null => tokens.orNull(name, (one) => tokens.whole(one, 0, MOST_TOKENS));
    return { text: fields.text("text", MOST_WORDS), tokens: { input: count("input"), output: count("output") } };
  },
};

/** What the worker asked, for the extension. */
export function checkEditorAsked<K extends keyof EditorRequests>(name: K, value: unknown): Checked<EditorAsked<K>> {
  return checked(() => ASKED[name](new Fields(value, "the question")));
}

/** What the extension answered, for the worker; no reason tells a key. */
export function checkEditorAnswered<K extends keyof EditorRequests>(
  name: K,
  value: unknown,
): Checked<EditorAnswered<K>> {
  return checked(() => ANSWERED[name](new Fields(value, "the answer")));
}

function base64Item(value: unknown, where: string): string {
  if (typeof value !== "string" || value.length > MOST_FRAME) return refuse(`${where} is no text of allowed length`);
  return /^[A-Za-z0-9+/]+={0,2}$/.test(value) ? value : refuse(`${where} is not base64`);
}
