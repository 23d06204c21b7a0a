import { readFile } from "node:fs/promises";

/**
 * What scatter3d needs of the WebGL modules that plotly.js carries as one webpack bundle: the plot, points, and what it finds beside them.
 * Surfaces, cones, streams and meshes, a third of it, are left out.
 */
const WANTED = ["gl_plot3d", "gl_scatter3d", "gl_line3d", "gl_error3d"];

/** Style sheets that plotly.js puts into the page as soon as it is loaded; the renderer has the few rules it needs in its own. */
const STYLES = /(?:plotly\.js[\\/]build[\\/]plotcss\.js|maplibre-gl[\\/]dist[\\/]maplibre-gl\.css)$/;

/** What plotly's attributes mean, for its reference; its own distribution leaves it out in the same way. */
const DESCRIPTION = /^\s*description: (?:'.*'|\[[\s\S]*?\]\.join\(.*\)),?$/gm;

/** Makes plotly.js a part of a renderer: no style of the page's, no code from text, and not what a cloud of points never uses. */
export const plotlyParts = {
  name: "plotly-parts",
  setup({ onLoad }) {
    onLoad({ filter: STYLES }, () => ({ contents: "", loader: "js" }));
    // Written for bundlers that give every module a `global`.
    onLoad({ filter: /has-hover[\\/]index\.js$/ }, () => ({
      contents: `module.exports = !globalThis.matchMedia("(hover: none)").matches;`,
      loader: "js",
    }));
    // Marks are letters; the one for an x is an emoji, which not every font has and some paint in their own colours.
    onLoad({ filter: /plotly\.js[\\/]src[\\/]constants[\\/]gl3d_markers\.js$/ }, async ({ path }) => ({
      contents: (await readFile(path, "utf8")).replace("❌", "×"),
      loader: "js",
    }));
    onLoad({ filter: /plotly\.js[\\/]src[\\/].*\.js$/ }, async ({ path }) => ({
      contents: (await readFile(path, "utf8")).replace(DESCRIPTION, ""),
      loader: "js",
    }));
    onLoad({ filter: /plotly\.js[\\/]stackgl_modules[\\/]index\.js$/ }, async ({ path }) => ({
      contents: onlyReached(await readFile(path, "utf8"), WANTED),
      loader: "js",
    }));
  },
};

/**
 * A webpack bundle without the modules that none of the wanted exports of its first module reaches.
 * @throws Error when it is not laid out as expected, as a new version's may be
 */
export function onlyReached(bundle, wanted) {
  const [head, ...pieces] = bundle.split(/^(\/\*{3}\/ \d+:)$/m);
  const end = pieces.at(-1)?.indexOf("/******/ \t});") ?? -1;
  if (end < 0) throw new Error("the WebGL modules of plotly.js are not packed as they were");
  const tail = pieces.at(-1).slice(end);
  pieces[pieces.length - 1] = pieces.at(-1).slice(0, end);
  const modules = new Map();
  for (let i = 0; i < pieces.length; i += 2) modules.set(/\d+/.exec(pieces[i])[0], pieces[i + 1]);
  const [entry, exported] = modules.entries().next().value;
  const isWanted = (line) => wanted.some((name) => line.startsWith(`  ${name}:`));
  const lines = exported.split("\n").filter((line) => !/^ {2}\w+: __webpack_require__/.test(line) || isWanted(line));
  modules.set(entry, lines.join("\n"));
  const reached = new Set([entry]);
  for (const id of reached)
    for (const [, next] of modules.get(id).matchAll(/__webpack_require__\((?:\/\*.*?\*\/ ?)?(\d+)\)/g))
      reached.add(next);
  const kept = [...modules].flatMap(([id, text]) => (reached.has(id) ? [`/***/ ${id}:`, text] : []));
  // Webpack looks for the global object by evaluating text where `globalThis` is unknown, which it is nowhere any more.
  return head + kept.join("") + tail.replace("new Function('return this')()", "globalThis");
}
