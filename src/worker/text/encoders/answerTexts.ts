import { parentPort } from "node:worker_threads";
import { describeFault } from "../../threads";
import type { EncodedText } from "../textEncoder";

/** What an encoder's thread is asked. */
export interface EncodingRequest {
  readonly id: number;
  readonly text: string;
}

export type EncodingAnswer =
  { readonly id: number; readonly encoded: EncodedText } | { readonly id: number; readonly error: unknown };

/** Answers each text that this thread is asked for. */
export function answerTexts(encode: (text: string) => Promise<EncodedText>): void {
  const port = parentPort!;
  const say = (answer: EncodingAnswer): void => port.postMessage(answer);
  port.on("message", ({ id, text }: EncodingRequest) => {
    encode(text).then(
      (encoded) => say({ id, encoded }),
      (error: unknown) => say({ id, error: describeFault(error) }),
    );
  });
}

/** A text's beginning, as an error repeats it. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > QUOTED ? `${text.slice(0, QUOTED)}…` : text);
}

const QUOTED = 60;
