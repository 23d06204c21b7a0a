import { legend, spatialParts, topologyWords, type SpatialParts } from "./cts";
import type { Architecture, BlockFacts } from "./facts";
import { RichLine } from "./formula";
import { SIZES, SUM, TITLE, type Scene } from "./scene";

const INSET = 8;
const GAP = 9;
/** Where the input forks. */
const FORK = 94;
/** From the terms to the end: the sum, the activation and the output. */
const TAIL = 132;

/** One block's spatial module from left to right, for a page: the global term above, the local one below. Returns the height, px. */
export function ctsAcross(scene: Scene, architecture: Architecture, block: BlockFacts, width: number): number {
  const parts = spatialParts(architecture, block);
  const { localAcross: local, residual, activation, values } = parts;
  const [x, right] = [FORK + 14, width - TAIL];
  const global = values ? globalTerm(scene, parts, x, right - x) : undefined;

  let bottom = global?.bottom ?? 1;
  if (local) {
    const y = global ? bottom + 12 : 18;
    local.put(x + 128, y + INSET, { width: right - x - 128 - INSET });
    scene.frame({ x, y, width: right - x, height: local.height + 2 * INSET }, { role: "spatial", title: "LSE `(E8)`" });
    scene.note(parts.costs.local, x + 50, y + TITLE / 2 + 2);
    scene.block(local);
    bottom = local.bottom + INSET;
  }
  const sum = { x: right + 20, y: local?.middleY ?? global!.exit };
  const entry = global?.entry ?? local!.middleY;
  const lane = bottom + (residual ? residual.height / 2 + 8 : 16);

  scene.note(parts.input, 0, entry - 9, "start", { size: SIZES.formula });
  scene.arrow([{ x: 0, y: entry }, { x, y: entry }], { head: false }); // prettier-ignore
  scene.fork({ x: FORK, y: entry });
  if (local) {
    scene.arrow([{ x: global ? FORK : x, y: local.middleY }, { x: local.x, y: local.middleY }]); // prettier-ignore
    if (global) scene.fork({ x: FORK, y: local.middleY });
  }
  const middle = (x + right) / 2;
  const down = [{ x: FORK, y: entry }, { x: FORK, y: lane }]; // prettier-ignore
  if (residual) {
    residual.put(middle - residual.width / 2, lane - residual.height / 2);
    scene.block(residual);
    scene.arrow([...down, { x: residual.x, y: lane }]);
    scene.arrow([{ x: residual.right, y: lane }, { x: sum.x, y: lane }, { x: sum.x, y: sum.y + SUM }]); // prettier-ignore
  } else {
    scene.arrow([...down, { x: sum.x, y: lane }, { x: sum.x, y: sum.y + SUM }]);
    scene.note("identity", middle, lane - 7, "middle");
  }

  scene.sum(sum);
  if (local) scene.arrow([{ x: right, y: sum.y }, { x: sum.x - SUM, y: sum.y }]); // prettier-ignore
  if (global) {
    const out = { x: right, y: global.exit };
    scene.arrow(local ? [out, { x: sum.x, y: global.exit }, { x: sum.x, y: sum.y - SUM }] : [out, { x: sum.x - SUM, y: sum.y }]); // prettier-ignore
  }
  activation.put(sum.x + SUM + 12, sum.y - activation.height / 2);
  scene.block(activation);
  scene.arrow([{ x: sum.x + SUM, y: sum.y }, { x: activation.x, y: sum.y }]); // prettier-ignore
  scene.arrow([{ x: activation.right, y: sum.y }, { x: width, y: sum.y }]); // prettier-ignore
  scene.note(parts.output, width, activation.y - 9, "end", { size: SIZES.formula });
  const foot = lane + (residual ? residual.height / 2 : 0) + 14;
  scene.note(legend(architecture), width / 2, foot, "middle");
  return foot + 8;
}

interface Placed {
  readonly entry: number;
  readonly exit: number;
  readonly bottom: number;
}

/** Preprocessing at the left, the global module beside it: values along the top, the topology summed up from below. */
function globalTerm(scene: Scene, parts: SpatialParts, x: number, width: number): Placed {
  const { values, queries, graph, dynamic, attention, product } = parts;
  const top = 1;
  const boxesY = top + TITLE + 5;
  const inner = Math.max(values!.width, queries?.width ?? 84);
  const bus = x + 14;
  values!.put(queries ? bus + 14 : x + 24, boxesY, { width: inner });
  scene.block(values!);
  const frameRight = values!.right + INSET;

  // The topology, from its lowest row upwards.
  const globalX = frameRight + 22;
  const right = x + width;
  const rows = [attention, dynamic, graph!].filter((row) => row !== undefined);
  const topology = new RichLine(topologyWords(parts), { size: SIZES.formula });
  const boxX = globalX + (queries ? 30 : INSET);
  const toRail = rows.length > 1 ? 34 : 20;
  const widest = Math.max(...rows.map((row) => row.width));
  // What the rail sums up stands beside it where there is room, else beside the title.
  const [narrow, roomy] = [product!.width / 2, Math.max(product!.width / 2, topology.width + 9)].map((one) => right - INSET - one) as [number, number]; // prettier-ignore
  const isRoomy = roomy - toRail - boxX >= widest;
  const rail = isRoomy ? roomy : narrow;
  const boxWidth = rail - toRail - boxX;
  let rowY = values!.bottom + 20;
  for (const row of rows) {
    row.put(boxX, rowY, { width: boxWidth });
    scene.block(row);
    rowY = row.bottom + GAP;
  }
  const bottom = Math.max(rowY - GAP, values!.bottom + GAP + (queries?.height ?? 0)) + INSET;
  product!.put(rail - product!.width / 2, boxesY, { height: values!.height });
  scene.block(product!);
  scene.arrow([{ x: values!.right, y: values!.middleY }, { x: product!.x, y: product!.middleY }]); // prettier-ignore
  scene.arrow([{ x: product!.right, y: product!.middleY }, { x: right, y: product!.middleY }], { head: false }); // prettier-ignore
  const start = rows.at(-1)!;
  let from = { x: start.right, y: start.middleY };
  for (const row of rows.slice(0, -1).reverse()) {
    const sum = { x: rail, y: row.middleY };
    scene.arrow([from, { x: rail, y: from.y }, { x: rail, y: sum.y + SUM }]);
    scene.arrow([{ x: row.right, y: sum.y }, { x: rail - SUM, y: sum.y }]); // prettier-ignore
    scene.note(row === dynamic ? "$a_k$" : "$b_k$", row.right + 11, sum.y - 8, "middle");
    scene.sum(sum);
    from = { x: rail, y: sum.y - SUM };
  }
  scene.arrow([from, { x: rail, y: from.y }, { x: rail, y: product!.bottom }]);
  const [topologyX, topologyY] = isRoomy ? [rail + 9, product!.bottom + 12] : [globalX + 48, top + TITLE / 2 + 3];
  scene.note(topologyWords(parts), topologyX, topologyY, "start", { size: SIZES.formula });

  let entry = values!.middleY;
  if (queries) {
    const targets = [attention, dynamic].filter((row) => row !== undefined);
    const middle = targets.reduce((sum, row) => sum + row.middleY, 0) / targets.length;
    queries.put(bus + 14, Math.max(values!.bottom + GAP, middle - queries.height / 2), { width: inner });
    scene.block(queries);
    entry = (values!.middleY + queries.middleY) / 2;
    scene.arrow([{ x, y: entry }, { x: bus, y: entry }], { head: false }); // prettier-ignore
    scene.fork({ x: bus, y: entry });
    for (const box of [values!, queries])
      scene.arrow([{ x: bus, y: entry }, { x: bus, y: box.middleY }, { x: box.x, y: box.middleY }]); // prettier-ignore
    const turn = boxX - 14;
    const out = { x: queries.right, y: queries.middleY };
    if (targets.length > 1) {
      scene.arrow([out, { x: turn, y: out.y }], { head: false }); // prettier-ignore
      scene.fork({ x: turn, y: out.y });
    }
    for (const row of targets)
      scene.arrow([targets.length > 1 ? { x: turn, y: out.y } : out, { x: turn, y: out.y }, { x: turn, y: row.middleY }, { x: row.x, y: row.middleY }]); // prettier-ignore
  } else scene.arrow([{ x, y: entry }, { x: values!.x, y: entry }]); // prettier-ignore
  const { preprocessing, global } = parts.costs;
  const height = bottom - top;
  scene.frame({ x, y: top, width: frameRight - x, height }, { role: "spatial", title: "FPB", note: preprocessing });
  scene.frame({ x: globalX, y: top, width: right - globalX, height }, { role: "spatial", title: "GSM", note: global });
  return { entry, exit: product!.middleY, bottom };
}
