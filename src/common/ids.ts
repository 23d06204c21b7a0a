/** Names that the manifest, the extension, the worker and the renderers must spell alike. */

/** The notebook type of `*.hgl.md`. */
export const NOTEBOOK_TYPE = "hocslm-notebook";
/** The language of its code cells. */
export const CELL_LANGUAGE = "hgl";
export const CONTROLLER_ID = "hocslm-local";

/** Output kinds that have a renderer of their own; the key is the renderer's folder and the end of its id. */
export const MIME = {
  data: "application/vnd.hocslm.data+json",
  model: "application/vnd.hocslm.model+json",
  training: "application/vnd.hocslm.training+json",
  confusion: "application/vnd.hocslm.confusion+json",
  curves: "application/vnd.hocslm.curves+json",
  embedding: "application/vnd.hocslm.embedding+json",
  fusion: "application/vnd.hocslm.fusion+json",
  figure: "application/vnd.hocslm.figure+json",
  skeleton: "application/vnd.hocslm.skeleton+json",
  attention: "application/vnd.hocslm.attention+json",
} as const;
export type RendererName = keyof typeof MIME;

/** The id under which the manifest contributes a renderer. */
export function rendererId(name: RendererName): string {
  return `hocslm-${name}`;
}
