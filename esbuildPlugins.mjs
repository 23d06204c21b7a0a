import { Buffer } from "node:buffer";
import { readFile } from "node:fs/promises";
import { build } from "esbuild";

/** What packages would load by name where it happens to be installed, given once so that every machine runs the same program. */
const STAND_INS = {
  // Node has its own `fetch`; tfjs-core and vega-loader still name the package.
  "node-fetch": "module.exports = globalThis.fetch;",
  // With a canvas package vega would measure text by the machine's fonts.
  canvas: "module.exports = {};",
  // fontkit would bring a megabyte of dictionary for fonts packed as WOFF 2; ours are not packed.
  "brotli/decompress.js": "module.exports = () => { throw new RangeError('a WOFF 2 font cannot be read'); };",
};

export const standIns = {
  name: "stand-ins",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: new RegExp(`^(${Object.keys(STAND_INS).join("|")})$`) }, ({ path }) => ({
      path,
      namespace: "stand-in",
    }));
    onLoad({ filter: /.*/, namespace: "stand-in" }, ({ path }) => ({ contents: STAND_INS[path], loader: "js" }));
  },
};

/** A large package that few commands need is a bundle of its own beside the program, which starts without reading it. */
export const apart = {
  name: "apart",
  setup({ onResolve }) {
    onResolve({ filter: /^pdfkit$/ }, ({ path }) => ({ path: `./${path}.mjs`, external: true }));
  },
};

/**
 * A module NAME.baked.ts is run here and now, and its exports, all of them JSON, take its place in the bundle. So the curves are compiled from
 * vega-lite while building, and the browser is spared a compiler of 250 kB. Unbundled (in tests) the module does the same when imported.
 */
export const baked = {
  name: "baked",
  setup({ onLoad }) {
    onLoad({ filter: /\.baked\.ts$/ }, async ({ path }) => {
      const { outputFiles } = await build({
        entryPoints: [path],
        bundle: true,
        write: false,
        platform: "node",
        format: "esm",
        mainFields: ["module", "main"],
        plugins: [standIns],
      });
      const program = Buffer.from(outputFiles[0].contents).toString("base64");
      const exported = Object.entries(await import(`data:text/javascript;base64,${program}`));
      return {
        contents: exported.map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};`).join("\n"),
        loader: "js",
      };
    });
  },
};

/**
 * vega numbers clip paths and gradients from 1 in each bundle, and an id counts for a whole page: the outputs of two renderers in one notebook would be
 * clipped by one another's frames. So each renderer's ids bear its name.
 */
export const ownIds = (renderer) => ({
  name: "own-ids",
  setup({ onLoad }) {
    onLoad({ filter: /vega-scenegraph[\\/]build[\\/]vega-scenegraph\.js$/ }, async ({ path }) => {
      let contents = await readFile(path, "utf8");
      for (const [written, own] of [
        ["'clip' + clip_id++", `'clip-${renderer}-' + clip_id++`],
        ["'gradient_' + gradient_id++", `'gradient-${renderer}-' + gradient_id++`],
      ]) {
        if (!contents.includes(written)) throw new Error(`${path} no longer says ${written}`);
        contents = contents.replace(written, own);
      }
      return { contents, loader: "js" };
    });
  },
});
