import { parse, resetSVGDefIds, View } from "vega";
import * as vega from "vega";
import { expressionInterpreter } from "vega-interpreter";
import { compile } from "vega-lite";
import type { TopLevelSpec } from "vega-lite";
import { textWidth } from "./textWidth";
import { escapeXml, roundNumbers } from "./xml";

export interface SvgOptions {
  /** Said to screen readers as the picture's name. */
  readonly title?: string;
  /** Prefix of ids inside the drawing, so that several can stand in one page; letters, digits and hyphens. */
  readonly idPrefix?: string;
  /** An XML element put first into the drawing (`provenance.ts`). */
  readonly metadata?: string;
}

/**
 * Draws a vega-lite specification headless.
 *
 *     vega-lite spec -> vega spec -> dataflow (no renderer, no network) -> SVG text -> rounded, ids prefixed, metadata in front
 *
 * Equal input gives equal bytes on every machine: text is measured by table, coordinates are rounded, ids are counted from 0.
 * @throws Error when the specification loads anything or does not compile (a defect of the caller, not of the user).
 */
export async function renderSvg(spec: TopLevelSpec, options: SvgOptions = {}): Promise<string> {
  measureTextByTable();
  const compiled = compile(spec, { logger: quiet });
  const loader = new NoLoader();
  // Expressions are walked as syntax trees, never compiled to functions, so no text of a figure can become code.
  const view = new View(parse(compiled.spec, undefined, { ast: true }), {
    renderer: "none",
    logger: quiet,
    loader: loader as never,
    expr: expressionInterpreter as never,
  });
  try {
    await view.runAsync();
    if (loader.asked !== undefined) throw new Error(`a figure may not load ${loader.asked}`);
    resetSVGDefIds();
    return finish(await view.toSVG(), options);
  } finally {
    view.finalize();
  }
}

function finish(svg: string, { title, idPrefix = "f", metadata = "" }: SvgOptions): string {
  const parts = svg.split(/(<[^>]*>)/);
  const tags = parts.map((part) => (part.startsWith("<") ? tidyTag(part, idPrefix) : part));
  const open = tags.findIndex((part) => part.startsWith("<svg"));
  if (title !== undefined)
    tags[open] = tags[open]!.replace(/^<svg/, `<svg role="img" aria-label="${escapeXml(title)}"`);
  tags.splice(open + 1, 0, metadata);
  return tags.join("");
}

/** Attribute values cannot hold "<" or ">" here (vega escapes them), so a tag is what stands between the two. */
function tidyTag(tag: string, idPrefix: string): string {
  return tag.replace(/ ([\w:-]+)="([^"]*)"/g, (whole, name: string, value: string) => {
    if (name === "class" && !tag.startsWith("<svg")) return "";
    if (name === "role" || name.startsWith("aria-")) return "";
    if (name === "id") return ` id="${idPrefix}-${value}"`;
    if (value.startsWith("url(#")) return ` ${name}="url(#${idPrefix}-${value.slice(5)}"`;
    if (name === "href" && value.startsWith("#")) return ` href="#${idPrefix}-${value.slice(1)}"`;
    return NUMERIC.has(name) ? ` ${name}="${roundNumbers(value)}"` : whole;
  });
}

const NUMERIC = new Set([
  "d",
  "transform",
  "x",
  "y",
  "x1",
  "y1",
  "x2",
  "y2",
  "dx",
  "dy",
  "cx",
  "cy",
  "r",
  "width",
  "height",
  "viewBox",
  "points",
  "offset",
]);

interface TextItem {
  readonly fontSize?: number;
}

/** Vega asks this hook for widths; its own guess is 0.8 em a letter, and with node-canvas installed it would ask the machine's fonts. */
function measureTextByTable(): void {
  const { textMetrics } = vega as unknown as { textMetrics: { width(item: TextItem, text: string): number } };
  textMetrics.width = (item, text) => textWidth(text ?? "", item.fontSize ?? 11);
}

/** Vega only warns of data it could not load and draws without, so what was asked for is kept and thrown afterwards. */
class NoLoader {
  asked: string | undefined;

  readonly load = (uri: string) => this.refuse(uri);
  readonly sanitize = (uri: string) => this.refuse(uri);
  readonly http = (uri: string) => this.refuse(uri);
  readonly file = (uri: string) => this.refuse(uri);

  private refuse(uri: string): Promise<never> {
    this.asked ??= uri;
    return Promise.reject(new Error(`a figure may not load ${uri}`));
  }
}

const quiet = {
  level: () => quiet,
  error: (...words: unknown[]): never => {
    throw new Error(words.join(" "));
  },
  warn: () => quiet,
  info: () => quiet,
  debug: () => quiet,
} as never;
