import { legend } from "./cts";
import type { Architecture } from "./facts";
import { endsOf, modulesOf, stagesOf, type Stage } from "./hglnet";
import { oneBlockAcross } from "./oneBlockAcross";
import { Block, PILE, TITLE, type Rect, type Scene } from "./scene";

/** Between two parts: an arrow, its shape written above the parts. */
const GAP = 22;
const INSET = 7;
/** Before the first part and behind the last one. */
const EDGE = 30;
const HEIGHT = 78;
/** As narrow as a part may be, so that shapes do not touch: px between two arrows. */
const LEAST = 106;

/** Whether the network fits into a row of this width. */
export function fitsAcross(architecture: Architecture, width: number): boolean {
  return partWidth(stagesOf(architecture).length, width) >= LEAST;
}

const partWidth = (stages: number, width: number): number => (width - 2 * EDGE - (stages + 1) * GAP) / (stages + 2);

/** The whole network from left to right, one of its blocks larger below it. Returns the height, px. */
export function hglnetAcross(scene: Scene, architecture: Architecture, width: number): number {
  const ends = endsOf(architecture);
  const stages = stagesOf(architecture);
  const wide = partWidth(stages.length, width);
  const labels = 7;
  const y = labels + 12;
  const middle = y + HEIGHT / 2;
  let x = EDGE;
  /** An arrow to the next part, what it carries above. */
  const on = (shape: string): void => {
    scene.arrow([{ x, y: middle }, { x: x + GAP, y: middle }]); // prettier-ignore
    scene.guide({ x: x + GAP / 2, y: labels + 6 }, { x: x + GAP / 2, y: middle - 4 });
    scene.note(shape, x + GAP / 2, labels, "middle");
    x += GAP;
  };
  scene.arrow([{ x: 0, y: middle }, { x, y: middle }]); // prettier-ignore
  scene.guide({ x: 11, y: labels + 6 }, { x: 11, y: middle - 4 });
  scene.note(ends.input, 0, labels);
  scene.block(ends.stem.put(x, y, { width: wide, height: HEIGHT }));
  x += wide;
  on(ends.stemOutput);
  let first: Rect | undefined;
  for (const stage of stages) {
    const rect = { x, y, width: wide - (stage.several ? PILE : 0), height: HEIGHT };
    stageAcross(scene, stage, rect);
    first ??= rect;
    x += wide;
    on(stage.output);
  }
  const end = ends.end.put(x, y, { width: wide, height: HEIGHT });
  scene.block(end);
  scene.arrow([{ x: end.right, y: middle }, { x: width, y: middle }]); // prettier-ignore
  scene.guide({ x: width - 11, y: labels + 6 }, { x: width - 11, y: middle - 4 });
  scene.note(ends.output, width, labels, "end");

  const detail = { x: 1, y: y + HEIGHT + 30, width: width - 2 };
  const bottom = oneBlockAcross(scene, modulesOf(architecture), detail);
  scene.guide({ x: first!.x + 4, y: first!.y + HEIGHT + PILE }, { x: detail.x + 4, y: detail.y });
  scene.guide({ x: first!.x + first!.width - 4, y: first!.y + HEIGHT + PILE }, { x: width - 5, y: detail.y });
  scene.note(legend(architecture), width / 2, bottom + 13, "middle");
  return bottom + 21;
}

function stageAcross(scene: Scene, { title, several, cost, change }: Stage, rect: Rect): void {
  const half = (rect.width - 2 * INSET - 14) / 2;
  const y = rect.y + TITLE + 12;
  const spatial = new Block("spatial", ["CTS"], { width: half, pad: 2 }).put(rect.x + INSET, y);
  const temporal = new Block("temporal", ["DHT"], { width: half, pad: 2 }).put(rect.x + rect.width - INSET - half, y);
  scene.block(spatial);
  scene.block(temporal);
  scene.arrow([{ x: spatial.right, y: spatial.middleY }, { x: temporal.x, y: temporal.middleY }]); // prettier-ignore
  scene.note(cost, rect.x + 6, rect.y + TITLE + 5);
  change.forEach((line, i) => scene.note(line, rect.x + rect.width / 2, spatial.bottom + 8 + 10 * i, "middle"));
  if (several) scene.pile(rect, "plain");
  scene.frame(rect, { role: "plain", title });
}
