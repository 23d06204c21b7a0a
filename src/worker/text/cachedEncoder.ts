import { join } from "node:path";
import { sha256 } from "../store/runFolder";
import { encodingStopped } from "./stopped";
import type { TextEncoder } from "./textEncoder";
import { VectorStore } from "./vectorStore";

/**
 * An encoder that keeps each text's vectors as they come and encodes no text twice. What was encoded before a stop, a failure or the process's end
 * stays.
 *
 * @param folder a notebook's `.hgl/text`; the vectors of one encoder lie in one file of `cache` in it
 */
export function cachedEncoder(encoder: TextEncoder, folder: string): TextEncoder {
  let store: VectorStore | undefined;
  return {
    name: encoder.name,
    async encode(texts, done, stop) {
      if (stop.aborted) throw encodingStopped();
      if (store) store.refresh();
      else store = VectorStore.open(vectorFile(folder, encoder.name));
      const kept = store;
      const missing: number[] = [];
      for (const [at, text] of texts.entries()) {
        const known = kept.get(text);
        if (known) done(at, known);
        else missing.push(at);
      }
      if (missing.length === 0) return;
      await encoder.encode(
        missing.map((at) => texts[at]!),
        (i, encoded) => {
          const at = missing[i]!;
          kept.put(texts[at]!, encoded);
          done(at, encoded);
        },
        stop,
      );
    },
    async close() {
      store?.close();
      store = undefined;
      await encoder.close();
    },
  };
}

/** Letters of the name, for people who look into the folder; the hash tells apart those that look alike. */
export function vectorFile(folder: string, encoderName: string): string {
  const letters = encoderName.replace(/[^a-z0-9.]+/gi, "-").slice(0, 40);
  return join(folder, "cache", `${letters}-${sha256(encoderName).slice(0, 12)}.vectors`);
}
