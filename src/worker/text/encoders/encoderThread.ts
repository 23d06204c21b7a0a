import type { Worker } from "node:worker_threads";
import { reviveFault, startThread, threadFile } from "../../threads";
import { unlessStopped } from "../../unlessStopped";
import { encodingStopped } from "../stopped";
import type { EncodedText, TextEncoder } from "../textEncoder";
import type { EncodingAnswer, EncodingRequest } from "./answerTexts";

/**
 * An encoder that lives in a thread, started with the first text and asked for one text at a time. A stop is heard whatever the thread is doing, and
 * closing ends it.
 *
 * @param file name of the thread's source in this folder, and of its bundle
 * @param data sent to the thread at its start
 */
export function threadEncoder(name: string, file: string, data?: unknown): TextEncoder {
  let thread: EncoderThread | undefined;
  return {
    name,
    async encode(texts, done, stop) {
      for (const [at, text] of texts.entries()) {
        thread ??= new EncoderThread(startThread(new URL(threadFile(file), import.meta.url), data));
        const encoded = await unlessStopped(thread.encode(text), stop);
        if (!encoded) throw encodingStopped();
        done(at, encoded);
      }
    },
    close: async () => await thread?.close(),
  };
}

class EncoderThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, { resolve(encoded: EncodedText): void; reject(error: Error): void }>();
  #asked = 0;
  #over: Error | undefined;

  constructor(worker: Worker) {
    this.#worker = worker;
    worker.on("message", (answer: EncodingAnswer) => {
      const waiting = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      if ("encoded" in answer) waiting?.resolve(answer.encoded);
      else waiting?.reject(reviveFault(answer.error));
    });
    worker.on("error", (error) => this.#end(error as Error));
    worker.on("exit", (code) => this.#end(new Error(`the thread of the text encoder ended with code ${code}`)));
  }

  async encode(text: string): Promise<EncodedText> {
    if (this.#over) throw this.#over;
    return await new Promise((resolve, reject) => {
      const id = this.#asked++;
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, text } satisfies EncodingRequest);
    });
  }

  async close(): Promise<void> {
    this.#end(new Error("the text encoder is closed"));
    await this.#worker.terminate();
  }

  #end(error: Error): void {
    this.#over ??= error;
    for (const { reject } of this.#waiting.values()) reject(this.#over);
    this.#waiting.clear();
  }
}
