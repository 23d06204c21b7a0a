import type { Architecture } from "./facts";
import { RichLine } from "./formula";
import { SIZES, type Scene } from "./scene";
import { drawModel, fusionParts, tokenPlaces, type FusionParts, type SsfShape } from "./ssf";

const STEP = 16;
/** Between the two sides and the losses in their middle. */
const GUTTER = 17;
/** Of a token to the next, px. */
const WIDEST_TOKEN = 9;

/** The fusion of skeleton and language from top to bottom: the skeleton's side left, the text's right. Returns the height, px. */
export function ssfDown(scene: Scene, architecture: Architecture, ssf: SsfShape, width: number): number {
  const parts = fusionParts(architecture, ssf);
  const { network, encoder, skeletonTokens, textTokens, classification, alignment, matching } = parts;
  const between = Math.max(classification.width, alignment.width);
  const side = (width - 2 - between - 2 * GUTTER) / 2;
  const [left, middle, right] = [1, 1 + side + GUTTER, width - 1 - side];
  const projections = [parts.projection("spatial"), parts.projection("text")] as const;
  const rows = [
    [network, encoder],
    [skeletonTokens, textTokens],
    [projections[0], projections[1]],
  ] as const;
  const [ownX, otherX] = [left + side / 2, right + side / 2];

  scene.note(parts.clip, ownX, 7, "middle", { size: SIZES.formula });
  scene.note(parts.description, otherX, 7, "middle", { size: SIZES.formula });
  let y = 14;
  for (const row of rows) {
    const height = Math.max(row[0].height, row[1].height);
    row.forEach((block, i) => {
      const x = [ownX, otherX][i]!;
      scene.arrow([{ x, y }, { x, y: y + STEP }]); // prettier-ignore
      scene.block(block.put([left, right][i]!, y + STEP, { width: side, height }));
    });
    y += STEP + height;
  }

  // The losses that need no fusion stand between the sides.
  classification.put(middle, network.middleY - classification.height / 2, { width: between });
  alignment.put(middle, skeletonTokens.middleY - alignment.height / 2, { width: between });
  scene.block(classification);
  scene.block(alignment);
  scene.arrow([{ x: network.right, y: network.middleY }, { x: middle, y: network.middleY }]); // prettier-ignore
  scene.arrow([{ x: skeletonTokens.right, y: alignment.middleY }, { x: middle, y: alignment.middleY }]); // prettier-ignore
  scene.arrow([{ x: right, y: alignment.middleY }, { x: alignment.right, y: alignment.middleY }]); // prettier-ignore
  scene.note("$f$", middle - GUTTER / 2 - 1, alignment.middleY - 8, "middle");
  scene.note("$e$", right - GUTTER / 2 + 1, alignment.middleY - 8, "middle");

  const strip = sequence(scene, parts, y + STEP, width);
  for (const [x, to] of [[ownX, strip.ends[0]], [otherX, strip.ends[1]]] as const) // prettier-ignore
    scene.arrow(x >= to[0] && x <= to[1] ? [{ x, y }, { x, y: y + STEP }] : [{ x, y }, { x, y: y + STEP / 2 }, { x: (to[0] + to[1]) / 2, y: y + STEP / 2 }, { x: (to[0] + to[1]) / 2, y: y + STEP }]); // prettier-ignore
  const modelWidth = Math.max(190, parts.feedForward.width + 40);
  const model = drawModel(scene, parts, {
    x: width / 2 - modelWidth / 2,
    y: strip.bottom + STEP - 2,
    width: modelWidth,
  });
  scene.arrow([{ x: model.x, y: strip.bottom }, { x: model.x, y: model.entry }], { head: false }); // prettier-ignore
  matching.put(model.x - matching.width / 2, model.bottom + STEP);
  scene.block(matching);
  scene.arrow([{ x: model.x, y: model.exit }, { x: model.x, y: matching.y }]); // prettier-ignore
  scene.note("output at $f$", model.x + 6, model.bottom + STEP / 2 - 1);
  const foot = matching.bottom + 14;
  scene.note(parts.loss, width / 2, foot, "middle", { size: SIZES.formula });
  return foot + 11;
}

/** The tokens one by one, skeleton before text; where each side begins and ends, px. */
function sequence(scene: Scene, parts: FusionParts, y: number, width: number) {
  const groups = tokenPlaces(parts);
  const last = groups.at(-1)!;
  const places = last.first + last.count;
  const pitch = Math.min(WIDEST_TOKEN, (width - 20) / places);
  const size = pitch * 0.8;
  const start = (width - places * pitch) / 2;
  const at = (place: number): number => start + place * pitch;
  const height = size + 26;
  let free = 0;
  for (const { name, role, first, count } of groups) {
    for (let i = 0; i < count; i++) scene.token({ x: at(first + i), y: y + 7, width: size, height: size }, role);
    const half = new RichLine(name, { size: SIZES.note }).width / 2;
    const middle = Math.max(at(first) + (count * pitch) / 2, free + half);
    scene.note(name, middle, y + size + 16, "middle");
    free = middle + half + 5;
  }
  scene.frame({ x: 1, y, width: width - 2, height }, { role: "plain" });
  return { bottom: y + height, ends: [[at(0), at(last.first - 1)], [at(last.first), at(places)]] as const }; // prettier-ignore
}
