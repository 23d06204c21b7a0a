import type { RendererName } from "../../src/common/ids";

/** What of each renderer's page is its picture: when it is there, the user sees what the cell has to show. */
export const PICTURES: Readonly<Record<RendererName, string>> = {
  data: ".hgld-table",
  training: ".hglt-chart svg path",
  confusion: ".hglc-stage canvas",
  figure: "img",
  skeleton: ".hgls-stage canvas",
  model: "[role=treegrid]",
  curves: ".hglv-chart svg path",
  attention: ".hgla-map canvas",
  fusion: ".hglf-stage canvas",
  embedding: ".hgle-plane circle, .hgle-plane path, .hgle-space canvas",
};

/** Aims, ms. The first is one frame of a screen that shows 60 in a second. */
export const AIMS = { frame: 1000 / 60, matrix: 150 } as const;
