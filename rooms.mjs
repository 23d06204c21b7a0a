import { readFileSync } from "node:fs";

/**
 * The arrows between rooms, once: the lint zones, the room test and the bundle test all read this table.
 * `rooms` may be imported, of `typesOf` only types; `packages` are npm names; `node` opens Node's own modules.
 *
 * @typedef {{ rooms: string[]; typesOf?: string[]; packages: string[]; node?: boolean; dom?: boolean; vscode?: boolean }} Room
 * @type {Record<string, Room>}
 */
export const ROOMS = {
  common: { rooms: [], packages: [] },
  notebook: { rooms: ["common"], packages: ["yaml", "zod"] },
  engine: { rooms: ["common"], packages: ["@tensorflow/tfjs-core", "onnxruntime-node", "pbf"] },
  model: { rooms: ["common", "engine"], packages: ["@tensorflow/tfjs-core", "fflate", "jstat", "papaparse"] },
  figures: {
    rooms: ["common"],
    typesOf: ["model"],
    packages: [
      "@resvg/resvg-wasm",
      "fflate",
      "gifenc",
      "markdown-it",
      "pdfkit",
      "svg-to-pdfkit",
      "vega",
      "vega-interpreter",
      "vega-lite",
    ],
  },
  worker: { rooms: ["common", "notebook", "engine", "model", "figures"], packages: dependencies(), node: true },
  extension: { rooms: ["common", "notebook"], packages: ["vscode-jsonrpc"], node: true, vscode: true },
  // Of the notebook renderer package there are only types.
  renderers: {
    rooms: ["common"],
    packages: ["plotly.js", "vega", "vega-interpreter", "vega-lite", "vscode-notebook-renderer"],
    dom: true,
  },
};

/** The folder of `renderers` that all the others share: what surrounds any kind of output. It is no renderer itself. */
export const RENDERER_FRAME = "frame";

function dependencies() {
  return Object.keys(JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8")).dependencies);
}
