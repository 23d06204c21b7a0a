import type { LanguageConfig } from "../../common/config";
import { blocksOf, type Architecture } from "./facts";
import { Block, SUM, TITLE, type Rect, type Scene, type Words } from "./scene";

/**
 * Sizes of the sequential fusion of skeleton and language and of its skeleton-language model, as a diagram needs them.
 *
 * [reconstruction: the paper's abstract and caption name the two, not their sizes; shallow, so that HGLNet has to carry the meaning]
 */
export interface SsfShape extends Pick<
  LanguageConfig,
  "width" | "layers" | "heads" | "feedForward" | "dropout" | "align" | "match"
> {
  /** Most tokens of a description. */
  readonly textTokens: number;
  /** D_t of the text encoder's tokens. */
  readonly textWidth: number;
}

/** A train cell's defaults for `language`, which a diagram of a model alone shows. [reconstruction] */
export const USUAL_SSF: SsfShape = {
  width: 256,
  layers: 2,
  heads: 4,
  feedForward: 512,
  dropout: 0.1,
  textTokens: 32,
  textWidth: 512,
  align: 0.8,
  match: 0.2,
};

/** The fusion's boxes and the tokens of its sequence. */
export function fusionParts(architecture: Architecture, ssf: SsfShape) {
  const { config, input } = architecture;
  const [feature, frames] = [config.widths.at(-1)!, blocksOf(architecture).at(-1)!.out];
  const parts = input.parts.length;
  const tokens = 1 + parts + frames;
  const note = (text: string): Words => ({ note: text });
  return {
    tokens,
    counts: { global: 1, parts, frames, text: ssf.textTokens },
    clip: "skeleton clip",
    description: "description of the clip",
    network: new Block("spatial", [{ name: "HGLNet" }, note(`$F$  [$N$, ${[input.bodies, feature, input.joints, frames].join(", ")}]`)]), // prettier-ignore
    encoder: new Block("text", [{ name: "Text encoder" }, note("frozen, cached")]),
    skeletonTokens: new Block("spatial", ["Skeleton tokens", note(`global $f$, ${parts} parts,`), note(`${frames} frames: ${tokens} × ${feature}`)]), // prettier-ignore
    textTokens: new Block("text", [
      "Text tokens",
      note("sentence vector $e$,"),
      note(`≤ ${ssf.textTokens} × ${ssf.textWidth}`),
    ]),
    projection: (role: "spatial" | "text") => new Block(role, [`Linear to ${ssf.width}`, note("+ position, + type")]),
    classification: new Block("fusion", ["$L_{cls}$", note("cross-entropy")]),
    alignment: new Block("fusion", ["$L_{align}$", note("cosines over"), note("the batch,"), note("KL both ways")]),
    matching: new Block("fusion", ["$L_{match}$", note("pair or not,"), note("hard negatives")]),
    attention: new Block("fusion", [`Attention, ${ssf.heads} heads`, note("layer norm first")]),
    feedForward: new Block("fusion", [`Feed-forward, ${ssf.feedForward}`, note(`layer norm, GELU${ssf.dropout > 0 ? `, dropout ${ssf.dropout}` : ""}`)]), // prettier-ignore
    model: `SLM, ${ssf.layers} layer${ssf.layers === 1 ? "" : "s"}`,
    loss: `$L = L_{cls} + ${ssf.align} L_{align} + ${ssf.match} L_{match}$ \`(E15)\``,
  };
}

export type FusionParts = ReturnType<typeof fusionParts>;

/** Where lines enter and leave the model: both in its middle, below its title and above its lower edge. */
export interface PlacedModel {
  readonly x: number;
  readonly entry: number;
  readonly exit: number;
  readonly bottom: number;
}

const INSET = 8;
const STEP = 13;

/** The skeleton-language model: a layer's two parts, each with a line past it. */
export function drawModel(scene: Scene, parts: FusionParts, at: Omit<Rect, "height">): PlacedModel {
  const wide = at.width - 2 * INSET - 14;
  const x = at.x + INSET + wide / 2;
  const lane = at.x + at.width - INSET - 2;
  const entry = at.y + TITLE + 4;
  let y = entry;
  for (const block of [parts.attention, parts.feedForward]) {
    scene.fork({ x, y });
    scene.block(block.put(x - wide / 2, y + STEP, { width: wide }));
    scene.arrow([{ x, y }, { x, y: block.y }]); // prettier-ignore
    const sum = { x, y: block.bottom + STEP + SUM };
    scene.arrow([{ x, y: block.bottom }, { x, y: sum.y - SUM }]); // prettier-ignore
    scene.arrow([{ x, y }, { x: lane, y }, { x: lane, y: sum.y }, { x: x + SUM, y: sum.y }]); // prettier-ignore
    scene.sum(sum);
    y = sum.y + SUM + 8;
    scene.arrow([{ x, y: sum.y + SUM }, { x, y }], { head: false }); // prettier-ignore
  }
  const bottom = y + 4;
  scene.frame({ ...at, height: bottom - at.y }, { role: "fusion", title: parts.model });
  return { x, entry, exit: y, bottom };
}

/** Groups of the sequence's tokens in their order, a free place between two groups. */
export function tokenPlaces({ counts }: FusionParts): readonly {
  readonly name: string;
  readonly role: "spatial" | "text";
  readonly first: number;
  readonly count: number;
}[] {
  let first = 0;
  return [
    { name: "$f$", role: "spatial" as const, count: counts.global },
    { name: "parts", role: "spatial" as const, count: counts.parts },
    { name: "frames", role: "spatial" as const, count: counts.frames },
    { name: "text", role: "text" as const, count: counts.text },
  ].map((group) => {
    const placed = { ...group, first };
    first += group.count + 1;
    return placed;
  });
}
