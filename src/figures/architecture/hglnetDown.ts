import { legend } from "./cts";
import type { Architecture } from "./facts";
import { endsOf, modulesOf, stagesOf, type Stage } from "./hglnet";
import { oneBlockDown } from "./oneBlockDown";
import { Block, PILE, SIZES, TITLE, type Rect, type Scene } from "./scene";

/** Between two parts: an arrow with a shape beside it. */
const GAP = 24;
const INSET = 7;
/** Of the block that is shown larger, and before it. */
const DETAIL = 150;
const GUTTER = 14;

/** The whole network from top to bottom, one of its blocks larger beside it. Returns the height, px. */
export function hglnetDown(scene: Scene, architecture: Architecture, width: number): number {
  const ends = endsOf(architecture);
  const wide = width - DETAIL - GUTTER - PILE - 1;
  const middle = 1 + wide / 2;
  let y = 16;
  /** An arrow to the next part, which stands `GAP` lower, with what it carries. */
  const on = (shape: string): void => {
    const from = y;
    y += GAP;
    scene.arrow([{ x: middle, y: from }, { x: middle, y }]); // prettier-ignore
    scene.note(shape, middle + 6, from + GAP / 2 - 1);
  };
  const place = (block: Block): void => {
    scene.block(block.put(1, y, { width: wide }));
    y = block.bottom;
  };
  scene.note(ends.input, middle, 8, "middle", { size: SIZES.formula });
  scene.arrow([{ x: middle, y: 15 }, { x: middle, y: 30 }]); // prettier-ignore
  y = 30;
  place(ends.stem);
  on(ends.stemOutput);
  let first: Rect | undefined;
  for (const stage of stagesOf(architecture)) {
    const rect = stageDown(scene, stage, { x: 1, y, width: wide });
    first ??= rect;
    y = rect.y + rect.height + (stage.several ? PILE : 0);
    on(stage.output);
  }
  place(ends.pool);
  on(ends.feature);
  place(ends.head);
  scene.arrow([{ x: middle, y }, { x: middle, y: y + 14 }]); // prettier-ignore
  scene.note(ends.output, middle, y + 21, "middle", { size: SIZES.formula });

  const detail = { x: width - DETAIL - 1, y: first!.y - 46, width: DETAIL };
  const bottom = oneBlockDown(scene, modulesOf(architecture), detail);
  const right = first!.x + first!.width;
  scene.guide({ x: right, y: first!.y + 4 }, { x: detail.x, y: detail.y + 4 });
  scene.guide({ x: right, y: first!.y + first!.height - 4 }, { x: detail.x, y: bottom - 4 });
  const foot = Math.max(y + 28, bottom) + 13;
  scene.note(legend(architecture), width / 2, foot, "middle");
  return foot + 8;
}

function stageDown(scene: Scene, { title, several, cost, change }: Stage, at: Omit<Rect, "height">): Rect {
  const half = (at.width - 2 * INSET - 18) / 2;
  const modules = [
    new Block("spatial", ["CTS"], { width: half }).put(at.x + INSET, at.y + TITLE + 2),
    new Block("temporal", ["DHT"], { width: half }).put(at.x + at.width - INSET - half, at.y + TITLE + 2),
  ] as const;
  const [spatial, temporal] = modules;
  for (const block of modules) scene.block(block);
  scene.arrow([{ x: spatial.right, y: spatial.middleY }, { x: temporal.x, y: temporal.middleY }]); // prettier-ignore
  if (change.length > 0) scene.note(change.join(" "), at.x + at.width / 2, spatial.bottom + 10, "middle");
  const rect = { ...at, height: spatial.bottom + (change.length === 0 ? INSET : 18) - at.y };
  if (several) scene.pile(rect, "plain");
  scene.frame(rect, { role: "plain", title, note: cost });
  return rect;
}
