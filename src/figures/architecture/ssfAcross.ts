import type { Architecture } from "./facts";
import { SIZES, TITLE, type Scene } from "./scene";
import { drawModel, fusionParts, tokenPlaces, type FusionParts, type SsfShape } from "./ssf";

const STEP = 22;
/** Of the sequence's frame. */
const STRIP = 42;

/** The fusion of skeleton and language from left to right: the skeleton's side above, the text's below. Returns the height, px. */
export function ssfAcross(scene: Scene, architecture: Architecture, ssf: SsfShape, width: number): number {
  const parts = fusionParts(architecture, ssf);
  const { network, encoder, skeletonTokens, textTokens, classification, alignment, matching } = parts;
  const projections = [parts.projection("spatial"), parts.projection("text")] as const;
  const columns = [[network, encoder], [skeletonTokens, textTokens], projections] as const; // prettier-ignore
  const modelWidth = parts.feedForward.width + 34;
  const natural = columns.map(([a, b]) => Math.max(a.width, b.width));
  const used = natural.reduce((sum, one) => sum + one, STRIP + modelWidth + matching.width + 6 * STEP - 4);
  const more = Math.max(0, (width - used) / (columns.length + 1));
  const height = Math.max(...columns.flat().map((block) => block.height));
  const top = 26;
  const total = Math.max(200, 2 * height + alignment.height + 36);
  const bottom = top + total;

  scene.note(parts.clip, 1, 7, "start", { size: SIZES.formula });
  scene.note(parts.description, 1, bottom + 21, "start", { size: SIZES.formula });
  let x = 1;
  columns.forEach((column, i) => {
    const wide = natural[i]! + more;
    column.forEach((block, side) => {
      scene.block(block.put(x, side === 0 ? top : bottom - height, { width: wide, height }));
      if (i > 0) scene.arrow([{ x: x - STEP, y: block.middleY }, { x, y: block.middleY }]); // prettier-ignore
    });
    x += wide + STEP;
  });
  scene.arrow([{ x: 20, y: 15 }, { x: 20, y: top }]); // prettier-ignore
  scene.arrow([{ x: 20, y: bottom + 13 }, { x: 20, y: bottom }]); // prettier-ignore

  const middle = (top + bottom) / 2;
  classification.put(network.middleX - classification.width / 2, middle - classification.height / 2);
  alignment.put(skeletonTokens.middleX - alignment.width / 2, middle - alignment.height / 2);
  scene.block(classification);
  scene.block(alignment);
  scene.arrow([{ x: classification.middleX, y: network.bottom }, { x: classification.middleX, y: classification.y }]); // prettier-ignore
  scene.arrow([{ x: alignment.middleX, y: skeletonTokens.bottom }, { x: alignment.middleX, y: alignment.y }]); // prettier-ignore
  scene.arrow([{ x: alignment.middleX, y: textTokens.y }, { x: alignment.middleX, y: alignment.bottom }]); // prettier-ignore
  const beside = alignment.middleX + 5;
  scene.note("$f$", beside, (skeletonTokens.bottom + alignment.y) / 2 - 1);
  scene.note("$e$", beside, (textTokens.y + alignment.bottom) / 2 - 1);

  const strip = { x, y: top, width: STRIP, height: total };
  sequence(scene, parts, strip);
  for (const block of projections)
    scene.arrow([{ x: block.right, y: block.middleY }, { x: strip.x, y: block.middleY }]); // prettier-ignore
  const modelX = strip.x + STRIP + STEP;
  const modelHeight = TITLE + 4 + parts.attention.height + parts.feedForward.height + 88;
  const model = drawModel(scene, parts, { x: modelX, y: middle - modelHeight / 2, width: modelWidth + more });
  scene.arrow([{ x: strip.x + STRIP, y: model.entry }, { x: model.x, y: model.entry }], { head: false }); // prettier-ignore
  matching.put(width - 1 - matching.width, Math.min(model.exit - matching.height / 2, bottom - matching.height));
  scene.block(matching);
  scene.arrow([{ x: model.x, y: model.exit - 2 }, { x: model.x, y: model.exit }, { x: matching.x, y: model.exit }]); // prettier-ignore
  scene.note("output", matching.middleX, matching.y - 16, "middle");
  scene.note("at $f$", matching.middleX, matching.y - 7, "middle");
  scene.note(parts.loss, width - 1, bottom + 13, "end", { size: SIZES.formula });
  return bottom + 30;
}

/** The tokens one below another, skeleton before text. */
function sequence(
  scene: Scene,
  parts: FusionParts,
  frame: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
): void {
  const groups = tokenPlaces(parts);
  const last = groups.at(-1)!;
  const pitch = Math.min(9, (frame.height - 14) / (last.first + last.count));
  const start = frame.y + (frame.height - (last.first + last.count) * pitch) / 2;
  const size = pitch * 0.8;
  let free = 0;
  for (const { name, role, first, count } of groups) {
    for (let i = 0; i < count; i++)
      scene.token({ x: frame.x + 5, y: start + (first + i) * pitch, width: size, height: size }, role);
    const middle = Math.max(start + (first + count / 2) * pitch, free);
    scene.note(name, frame.x + 9 + size, middle);
    free = middle + 10;
  }
  scene.frame(frame, { role: "plain" });
}
