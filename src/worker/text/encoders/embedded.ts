import type { Worker } from "node:worker_threads";
import { HglError } from "../../../common/errors";
import { reviveFault, startThread, threadFile } from "../../threads";
import { unlessStopped } from "../../unlessStopped";
import type { TextEncoder } from "../textEncoder";
import type { EmbeddedAnswer, EmbeddedRequest } from "./embeddedThread";

/** The network and the version of the package that carries its weights. */
const NAME = "use-lite-en 0.2.0";

/**
 * The encoder inside the product: Universal Sentence Encoder Lite for English, a sentence vector of 512 and no token features, with its weights on
 * the disk and never a network. It brings a tensor library of its own, which would take the place of the engine's, so it lives in a thread, started
 * with the first text. A text of which it knows no word piece (empty, or no English) is refused as HglError "data".
 */
export function embeddedEncoder(): TextEncoder {
  let thread: EncoderThread | undefined;
  return {
    name: NAME,
    async encode(texts, done, stop) {
      for (const [at, text] of texts.entries()) {
        thread ??= new EncoderThread();
        const sentence = await unlessStopped(thread.encode(text), stop);
        if (!sentence) throw interrupted();
        done(at, { sentence, tokens: null });
      }
    },
    close: async () => await thread?.close(),
  };
}

function interrupted(): HglError {
  return new HglError({ code: "interrupted", what: "encoding texts was stopped" });
}

class EncoderThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, { resolve(vector: Float32Array): void; reject(error: Error): void }>();
  #asked = 0;
  #over: Error | undefined;

  constructor() {
    this.#worker = startThread(new URL(threadFile("embeddedThread"), import.meta.url), undefined);
    this.#worker.on("message", (answer: EmbeddedAnswer) => {
      const waiting = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      if ("vector" in answer) waiting?.resolve(answer.vector);
      else waiting?.reject(reviveFault(answer.error));
    });
    this.#worker.on("error", (error) => this.#end(error as Error));
    this.#worker.on("exit", (code) => this.#end(new Error(`the thread of the text encoder ended with code ${code}`)));
  }

  async encode(text: string): Promise<Float32Array> {
    if (this.#over) throw this.#over;
    return await new Promise((resolve, reject) => {
      const id = this.#asked++;
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, text } satisfies EmbeddedRequest);
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
