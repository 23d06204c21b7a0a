import { checked, Fields, refuse } from "../../../common/payloads/reading";
import type { EMBEDDING_APIS } from "../../../common/vocabulary";

/** How an endpoint for embeddings is asked: as OpenAI's (vLLM, llama.cpp, LM Studio, …) or as Ollama's own. */
export type EmbeddingApi = (typeof EMBEDDING_APIS)[number];

interface EmbeddingForm {
  readonly path: string;
  /** The vectors of an answer, one list of numbers for each place in the input. */
  vectors(fields: Fields, texts: number): unknown[];
}

/** Longest vector of any encoder that is meant here. */
const MOST_DIMENSION = 2 ** 16;

export const EMBEDDING_FORMS: Readonly<Record<EmbeddingApi, EmbeddingForm>> = {
  openai: {
    path: "/embeddings",
    vectors: (fields, texts) => {
      const items = fields.list("data", 2 ** 20, (item, where) => new Fields(item, where));
      counted(items.length, texts);
      const ordered = new Array<unknown>(texts).fill(undefined);
      for (const item of items) {
        const at = item.whole("index", 0, texts - 1);
        if (ordered[at] !== undefined) refuse(`index ${at} comes twice`);
        ordered[at] = item.value("embedding") ?? null;
      }
      return ordered;
    },
  },
  ollama: {
    path: "/api/embed",
    vectors: (fields, texts) => {
      const vectors = fields.list("embeddings", 2 ** 20, (vector) => vector);
      counted(vectors.length, texts);
      return vectors;
    },
  },
};

/** The sentence vectors of an answer to `texts` texts, in their order and all of one length; or why it is none. */
export function readEmbeddings(api: EmbeddingApi, answer: unknown, texts: number) {
  return checked(() => {
    const found = EMBEDDING_FORMS[api].vectors(new Fields(answer, "the answer"), texts);
    const vectors = found.map((vector, at) => vectorOf(vector, at));
    const other = vectors.findIndex(({ length }) => length !== vectors[0]!.length);
    if (other > 0)
      refuse(`vector ${other + 1} has ${vectors[other]!.length} numbers and the first has ${vectors[0]!.length}`);
    return vectors;
  });
}

function counted(found: number, texts: number): void {
  if (found !== texts) refuse(`${texts} texts were sent and ${found} vectors came back`);
}

function vectorOf(value: unknown, at: number): Float32Array {
  const name = `vector ${at + 1}`;
  if (!Array.isArray(value) || value.length === 0) return refuse(`${name} is no list of numbers`);
  if (value.length > MOST_DIMENSION) refuse(`${name} has ${value.length} numbers, more than ${MOST_DIMENSION}`);
  const vector = new Float32Array(value.length);
  for (let i = 0; i < vector.length; i++) {
    const number: unknown = value[i];
    vector[i] = typeof number === "number" ? number : NaN;
    if (!Number.isFinite(vector[i])) refuse(`number ${i + 1} of ${name} is ${shown(number)}, not finite`);
  }
  return vector;
}

function shown(value: unknown): string {
  return typeof value === "number" || value === null ? String(value) : `a ${typeof value}`;
}
