import { eachOf } from "../eachOf";
import type { TextEncoder } from "../textEncoder";
import { EMBEDDING_FORMS, readEmbeddings, type EmbeddingApi } from "./embeddings";
import { Endpoint, type EndpointOptions } from "./endpoint";

export interface EndpointEncoderOptions extends EndpointOptions {
  /** The model's name on that server. */
  readonly model: string;
  readonly api: EmbeddingApi;
  /** Texts in a request. */
  readonly batch?: number;
}

/**
 * A text encoder behind an address: POST {url}/embeddings (OpenAI) or {url}/api/embed (Ollama) with {model, input: [TEXT]}. It gives sentence
 * vectors alone. Its vectors are what the server made of the texts; that it makes the same of them every time is the server's matter, and they
 * are kept.
 *
 * @throws HglError "cell" for an address that is none, "network" for an endpoint that fails, vectors too few, of different lengths or not finite
 */
export function endpointEncoder({ model, api, batch = 32, ...options }: EndpointEncoderOptions): TextEncoder {
  const endpoint = new Endpoint(options);
  let dimension: number | undefined;

  async function encodeBatch(texts: readonly string[], stop: AbortSignal): Promise<Float32Array[]> {
    const answer = await endpoint.post(EMBEDDING_FORMS[api].path, { model, input: texts }, stop);
    const read = readEmbeddings(api, answer, texts.length);
    if (!read.ok) throw endpoint.fault(read.reason, `check that "${model}" gives embeddings at this address`);
    const { length } = read.payload[0]!;
    dimension ??= length;
    if (length === dimension) return read.payload;
    const what = `a vector has ${length} numbers, and the ones before had ${dimension}`;
    throw endpoint.fault(what, "was the model changed meanwhile? run again");
  }

  return {
    name: `${api} ${model} at ${endpoint.address.shown}`,
    encode: async (texts, done, stop) => {
      const starts = Array.from({ length: Math.ceil(texts.length / batch) }, (_, i) => i * batch);
      await eachOf(starts, options.atOnce ?? 2, stop, async (from, either) => {
        const vectors = await encodeBatch(texts.slice(from, from + batch), either);
        vectors.forEach((sentence, i) => done(from + i, { sentence, tokens: null }));
      });
    },
    close: async () => endpoint.close(),
  };
}
