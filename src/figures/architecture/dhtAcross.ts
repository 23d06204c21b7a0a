import { legend } from "./cts";
import { temporalParts, type GlobalParts, type LocalParts } from "./dht";
import type { Architecture, BlockFacts } from "./facts";
import { SIZES, SUM, TITLE, type Block, type Scene } from "./scene";

const INSET = 8;
/** Between the branches of the local path. */
const GAP = 6;
/** Where the input of both paths forks. */
const FORK = 96;
/** From the paths to the end: the sum, the activation and the output. */
const TAIL = 138;

/** One block's temporal module from left to right, for a page: the global path above, the local one below. Returns the height, px. */
export function dhtAcross(scene: Scene, architecture: Architecture, block: BlockFacts, width: number): number {
  const parts = temporalParts(architecture, block, true);
  const { global, local, residual, activation } = parts;
  const [x, right] = [FORK + 14, width - TAIL];
  const upper = global ? globalPath(scene, global, x, 1, right) : undefined;
  const lower = local ? localPath(scene, local, x, upper ? upper.bottom + 12 : 22, right) : undefined;
  const paths = [upper, lower].filter((path) => path !== undefined);
  const last = paths.at(-1)!;

  // The spatial module's output goes to both paths.
  const entry = paths[0]!.entry;
  scene.note(parts.inner, 0, entry - 9, "start", { size: SIZES.formula });
  scene.arrow([{ x: 0, y: entry }, { x, y: entry }], { head: false }); // prettier-ignore
  if (upper && lower) {
    scene.fork({ x: FORK, y: entry });
    scene.arrow([{ x: FORK, y: entry }, { x: FORK, y: lower.entry }, { x, y: lower.entry }], { head: false }); // prettier-ignore
  }

  // The block's input passes below them.
  const sum = { x: right + 20, y: last.exit };
  const lane = last.bottom + (residual ? residual.height / 2 + 8 : 18);
  scene.note(parts.input, 0, lane - 9, "start", { size: SIZES.formula });
  const end = [{ x: sum.x, y: lane }, { x: sum.x, y: sum.y + SUM }]; // prettier-ignore
  const middle = (x + right) / 2;
  if (residual) {
    residual.put(middle - residual.width / 2, lane - residual.height / 2);
    scene.block(residual);
    scene.arrow([{ x: 0, y: lane }, { x: residual.x, y: lane }]); // prettier-ignore
    scene.arrow([{ x: residual.right, y: lane }, ...end]);
  } else {
    scene.arrow([{ x: 0, y: lane }, ...end]);
    scene.note("identity", middle, lane - 7, "middle");
  }

  scene.sum(sum);
  scene.arrow([{ x: right, y: sum.y }, { x: sum.x - SUM, y: sum.y }]); // prettier-ignore
  if (upper && lower)
    scene.arrow([{ x: right, y: upper.exit }, { x: sum.x, y: upper.exit }, { x: sum.x, y: sum.y - SUM }]); // prettier-ignore
  activation.put(sum.x + SUM + 12, sum.y - activation.height / 2);
  scene.block(activation);
  scene.arrow([{ x: sum.x + SUM, y: sum.y }, { x: activation.x, y: sum.y }]); // prettier-ignore
  scene.arrow([{ x: activation.right, y: sum.y }, { x: width, y: sum.y }]); // prettier-ignore
  scene.note(parts.output, width, activation.y - 10, "end", { size: SIZES.formula });
  const foot = lane + (residual ? residual.height / 2 : 0) + 14;
  scene.note(legend(architecture), width / 2, foot, "middle");
  return foot + 8;
}

interface Placed {
  readonly entry: number;
  readonly exit: number;
  readonly bottom: number;
}

/** Values along the top; below them what makes the attention map, which comes to them from below. */
function globalPath(scene: Scene, parts: GlobalParts, x: number, y: number, right: number): Placed {
  const { summary, queries, attention, values, mix, cost } = parts;
  const bus = x + 14;
  const boxX = bus + 16;
  const rowHeight = Math.max(summary.height, queries.height, attention.height);
  const topY = y + TITLE + 5;
  const rowY = topY + Math.max(values.height, mix.height) + 22;
  const inner = right - INSET - boxX;
  const step = (inner - summary.width - queries.width - attention.width) / 2;
  const [gap, more] = [Math.min(step, 40), Math.max(0, ((step - 40) * 2) / 3)];
  let at = boxX;
  for (const box of [summary, queries, attention]) {
    box.put(at, rowY + (rowHeight - box.height) / 2, { width: box.width + more });
    at = box.right + gap;
  }
  values.put(boxX, topY, { width: summary.width, height: mix.height });
  mix.put(attention.middleX - mix.width / 2, topY);
  for (const box of [summary, queries, attention, values, mix]) scene.block(box);
  const entry = (values.middleY + summary.middleY) / 2;
  scene.arrow([{ x, y: entry }, { x: bus, y: entry }], { head: false }); // prettier-ignore
  scene.fork({ x: bus, y: entry });
  for (const box of [values, summary])
    scene.arrow([{ x: bus, y: entry }, { x: bus, y: box.middleY }, { x: box.x, y: box.middleY }]); // prettier-ignore
  rightwards(scene, values, mix);
  rightwards(scene, summary, queries);
  rightwards(scene, queries, attention);
  scene.arrow([{ x: attention.middleX, y: attention.y }, { x: attention.middleX, y: mix.bottom }]); // prettier-ignore
  scene.arrow([{ x: mix.right, y: mix.middleY }, { x: right, y: mix.middleY }], { head: false }); // prettier-ignore
  const bottom = rowY + rowHeight + INSET;
  scene.frame({ x, y, width: right - x, height: bottom - y }, { role: "temporal", title: "GTA", note: cost });
  return { entry, exit: mix.middleY, bottom };
}

/** A branch on each line. */
function localPath(scene: Scene, { branches, joined, cost }: LocalParts, x: number, y: number, right: number): Placed {
  const bus = x + 14;
  const firstX = bus + 16;
  const top = y + TITLE + 5;
  const height = branches[0]![0]!.height;
  const joinedX = right - INSET - joined.width;
  const widths = [0, 1].map((column) => Math.max(...branches.map((branch) => branch[column]?.width ?? 0)));
  const room = joinedX - firstX - widths[0]! - widths[1]!;
  const gap = Math.min(room / 2, 40);
  const more = Math.max(0, room - 2 * gap) / 2;
  const places = [firstX, firstX + widths[0]! + more + gap];
  const bottom = top + branches.length * (height + GAP) - GAP;
  joined.put(joinedX, top, { height: bottom - top });
  scene.block(joined);
  const entry = (top + bottom) / 2;
  scene.arrow([{ x, y: entry }, { x: bus, y: entry }], { head: false }); // prettier-ignore
  scene.fork({ x: bus, y: entry });
  branches.forEach((branch, i) => {
    const rowY = top + i * (height + GAP);
    branch.forEach((box, column) => scene.block(box.put(places[column]!, rowY, { width: widths[column]! + more })));
    const [first, second] = branch;
    const middle = first!.middleY;
    const outer = i === 0 || i === branches.length - 1;
    scene.arrow([...(outer ? [{ x: bus, y: entry }] : []), { x: bus, y: middle }, { x: first!.x, y: middle }]); // prettier-ignore
    if (!outer) scene.fork({ x: bus, y: middle });
    if (second) rightwards(scene, first!, second);
    scene.arrow([{ x: branch.at(-1)!.right, y: middle }, { x: joined.x, y: middle }]); // prettier-ignore
  });
  scene.arrow([{ x: joined.right, y: entry }, { x: right, y: entry }], { head: false }); // prettier-ignore
  const end = bottom + INSET;
  scene.frame({ x, y, width: right - x, height: end - y }, { role: "temporal", title: "LTC", note: cost });
  return { entry, exit: entry, bottom: end };
}

function rightwards(scene: Scene, from: Block, to: Block): void {
  scene.arrow([{ x: from.right, y: from.middleY }, { x: to.x, y: from.middleY }]); // prettier-ignore
}
