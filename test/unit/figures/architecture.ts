import type { ModelConfig } from "../../../src/common/config";
import type { ArchitecturePart } from "../../../src/common/vocabulary";
import { drawArchitecture, type Architecture } from "../../../src/figures/architecture";
import { textWidth } from "../../../src/figures/textWidth";
import { unescapeXml } from "../../../src/figures/xml";
import { summarise } from "../../../src/model/network/summary";
import { layoutNamed } from "../../../src/model/skeleton/layout";
import { completeModel, modelSchema } from "../../../src/notebook/cells/model";

/** A configuration as a model cell gives it. */
export const modelOf = (cell: Record<string, unknown> = {}): ModelConfig => completeModel(modelSchema.parse(cell));

export function architectureOf(config: ModelConfig, layout = "ntu25", classes = 60, window = 64): Architecture {
  const { name, joints, bodies, parts } = layoutNamed(layout);
  return {
    config,
    input: { layout: name, joints: joints.length, bodies, classes, window, parts: Object.keys(parts) },
    summary: summarise(config, layoutNamed(layout), classes, window),
  };
}

export function diagram(
  architecture: Architecture,
  part: ArchitecturePart,
  { width = 336, block = 1, scheme = "light" as "light" | "dark" } = {},
): string {
  return drawArchitecture(architecture, { part, block, width, scheme, title: "A diagram" });
}

/** A box on the paper, px. */
export interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface DrawnText extends Area {
  readonly text: string;
  /** Size of its smallest letters, px. */
  readonly least: number;
}

export interface Drawn {
  readonly width: number;
  readonly height: number;
  readonly texts: readonly DrawnText[];
  /** Boxes with words, without frames. */
  readonly rects: readonly Area[];
  /** The straight pieces of lines. */
  readonly lines: readonly Area[];
}

/** What is on a diagram and where, read from the drawing itself. */
export function readDiagram(svg: string): Drawn {
  const number = (tag: string, name: string): number => Number(new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? "0");
  const root = /^<svg[^>]*>/.exec(svg)![0];
  const moved = Number(/translate\(([\d.]+),0\)/.exec(svg)?.[1] ?? "0");
  const texts = [...svg.matchAll(/<text([^>]*)>([^]*?)<\/text>/g)].map(([, tag, content]) => {
    const [x, y, size] = [number(tag!, "x") + moved, number(tag!, "y"), number(tag!, "font-size")];
    const bold = tag!.includes("bold");
    let [at, right, base, least] = [x, x, y, size];
    let [top, bottom] = [y, y];
    let text = "";
    for (const [, , attributes = "", inside, bare] of content!.matchAll(/(<tspan([^>]*)>([^<]*)<\/tspan>)|([^<]+)/g)) {
      const said = unescapeXml(inside ?? bare ?? "");
      const own = number(attributes, "font-size") || size;
      base += number(attributes, "dy");
      at += number(attributes, "dx") + textWidth(said, own, bold);
      [right, least] = [Math.max(right, at), Math.min(least, own)];
      [top, bottom] = [Math.min(top, base - 0.72 * own), Math.max(bottom, base + 0.2 * own)];
      text += said;
    }
    return { text, left: x, right, top, bottom, least };
  });
  const area = (tag: string): Area & { corner: number } => {
    const [x, y] = [number(tag, "x") + moved, number(tag, "y")];
    const corner = number(tag, "rx");
    return { left: x, right: x + number(tag, "width"), top: y, bottom: y + number(tag, "height"), corner };
  };
  const rects = [...svg.matchAll(/<rect([^>]*)>/g)].map(([, tag]) => area(tag!)).filter(({ corner }) => corner === 3);
  const lines = [...svg.matchAll(/<path d="([^"]*)" fill="none"(?![^>]*dasharray)/g)].flatMap(([, d]) =>
    piecesOf(d!, moved),
  );
  return { width: number(root, "width"), height: number(root, "height"), texts, rects, lines };
}

function piecesOf(d: string, moved: number): Area[] {
  const pieces: Area[] = [];
  let at: readonly [number, number] = [0, 0];
  for (const [, command, rest] of d.matchAll(/([MLQ])([^MLQ]*)/g)) {
    const numbers = rest!.trim().split(/\s+/).map(Number);
    const to = [numbers.at(-2)! + moved, numbers.at(-1)!] as const;
    if (command === "L")
      pieces.push({
        left: Math.min(at[0], to[0]),
        right: Math.max(at[0], to[0]),
        top: Math.min(at[1], to[1]),
        bottom: Math.max(at[1], to[1]),
      });
    at = to;
  }
  return pieces;
}

/** Whether two areas share more than a touch. */
export function overlap(a: Area, b: Area, slack = 0.3): boolean {
  return a.left < b.right - slack && b.left < a.right - slack && a.top < b.bottom - slack && b.top < a.bottom - slack;
}

/** Whether one lies in another. */
export function inside(a: Area, b: Area, slack = 0.05): boolean {
  return (
    a.left >= b.left - slack && a.right <= b.right + slack && a.top >= b.top - slack && a.bottom <= b.bottom + slack
  );
}
