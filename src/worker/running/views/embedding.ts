import { MIME } from "../../../common/ids";
import { checkEmbedding, type EmbeddingPayload } from "../../../common/payloads/embedding";
import type { ResolvedEmbedding } from "../../../notebook/resolve";
import { embeddingInWords, embeddingPayload } from "./embeddingPoints";
import { keptView } from "./view";

/** Clips of one split as points of the first seed's feature space. */
export const embeddingView = keptView<ResolvedEmbedding, EmbeddingPayload>({
  kept: true,
  seeds: "first",
  quick: () => false,
  purpose: "to see its feature space",
  // What the key is not about leaves earlier cards their names.
  facts: ({ projection, split, modality }) => ({ projection, split, ...(modality === "both" ? { modality } : {}) }),
  make: (cell, groups, source) => embeddingPayload(cell, groups[0]!.runs[0]!, source),
  check: checkEmbedding,
  output: async (payload) => {
    const { embeddingSpec } = await import("../../../figures/embedding");
    const { renderSvg } = await import("../../../figures/svg");
    return {
      [MIME.embedding]: JSON.stringify(payload),
      "image/svg+xml": await renderSvg(embeddingSpec(payload)),
      "text/plain": embeddingInWords(payload),
    };
  },
});
