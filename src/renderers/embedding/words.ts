import type { EmbeddingPayload } from "../../common/payloads/embedding";
import { percent } from "../frame/words";

/** "PC 1 (41.3 %)", or "UMAP 1". */
export function axisTitle({ projection, explained }: EmbeddingPayload, axis: 0 | 1 | 2): string {
  if (projection === "umap") return `UMAP ${axis + 1}`;
  return `PC ${axis + 1}${explained ? ` (${percent(explained[axis]!)})` : ""}`;
}

/** What is shown of how many, how it was laid out, and what its neighbourhoods are worth. */
export function facts(payload: EmbeddingPayload): string[] {
  const { points, clips, features, projection, explained, neighbours } = payload;
  const shown = points.filter(({ modality }) => modality === "skeleton").length;
  const texts = points.length - shown;
  const thing = texts > 0 ? "point" : "clip";
  return [
    `${shown} ${shown === 1 ? "clip" : "clips"}${shown < clips ? `, sampled evenly from ${clips},` : ""} ${texts > 0 ? `and ${texts} ${texts === 1 ? "text" : "texts"} (open diamonds) by the ${features} numbers of the space in which they were aligned` : `by the ${features} features that the classifier sees`}.`,
    projection === "umap"
      ? "UMAP keeps neighbours together; distances between groups mean little."
      : explained
        ? `The three principal components carry ${percent(
            Math.min(
              1,
              explained.reduce((a, b) => a + b, 0),
            ),
          )} of the variance.`
        : "Principal components.",
    ...(neighbours
      ? [
          `The nearest other ${thing} is of the same class for ${percent(neighbours.features)} by all features, ${percent(neighbours.space)} in three dimensions, ${percent(neighbours.plane)} in two.`,
        ]
      : []),
  ];
}
