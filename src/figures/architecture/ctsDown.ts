import { legend, spatialParts, topologyWords, type SpatialParts } from "./cts";
import type { Architecture, BlockFacts } from "./facts";
import { SIZES, SUM, TITLE, type Block, type Scene } from "./scene";

const GAP = 8;
/** Room for the residual beside a single term. */
const LOOP = 56;
/** Of a frame's edge to what is in it. */
const INSET = 8;
/** From the topology's rail to the line of the values. */
const BETWEEN = 18;
/** From a fork to the boxes that follow it. */
const DROP = 12;

/** One block's spatial module from top to bottom, for a column. Returns the height, px. */
export function ctsDown(scene: Scene, architecture: Architecture, block: BlockFacts, width: number): number {
  const parts = spatialParts(architecture, block);
  const { local, residual, activation } = parts;
  const beside = local ? local.width + 2 * 4 : 0;
  const edge = width - 1 - (residual ? residual.width / 2 : 6);
  // What is left of the lane for the local term, and left of that for the global one.
  const room = edge - (residual ? residual.width / 2 : 0) - GAP;
  const [single, both] = [Math.min(local ? beside : 230, room - 30), local !== undefined && parts.values !== undefined];
  const left = both ? 1 : (width - single - LOOP) / 2;
  const lane = both ? edge : left + single + LOOP - (residual ? residual.width / 2 : 0);
  const localX = both ? room - beside : left;
  const top = 34;
  const frameWidth = both ? localX - GAP - 1 : single;
  const frameX = left;
  const global = parts.values ? globalTerm(scene, parts, frameX, top, frameWidth) : undefined;

  let bottom = global?.bottom ?? top;
  const sumX = local ? localX + beside / 2 : global!.exit;
  if (local) {
    const header = TITLE + 2;
    local.put(localX + 4, top + header + TITLE - 2);
    const frame = { x: localX, y: top, width: beside, height: local.bottom + 5 - top };
    scene.frame(frame, { role: "spatial", title: "LSE `(E8)`" });
    scene.note(parts.costs.local, localX + beside / 2, top + header + 4, "middle");
    scene.block(local);
    bottom = Math.max(bottom, local.bottom + 5);
  }
  const sumY = bottom + 22;

  // The input, and what it forks into.
  const entry = global?.entry ?? sumX;
  const fork = 22;
  scene.note(parts.input, entry, 7, "middle", { size: SIZES.formula });
  scene.arrow([{ x: entry, y: 15 }, { x: entry, y: top }], { head: !global }); // prettier-ignore
  scene.fork({ x: entry, y: fork });
  if (local && global) {
    scene.arrow([{ x: sumX, y: fork }, { x: sumX, y: top }]); // prettier-ignore
    scene.fork({ x: sumX, y: fork });
  }
  const from = { x: entry, y: fork };
  if (residual) {
    residual.put(lane - residual.width / 2, sumY - residual.height - 20);
    scene.block(residual);
    scene.arrow([from, { x: lane, y: fork }, { x: lane, y: residual.y }]);
  }
  const start = residual ? [{ x: lane, y: residual.bottom }] : [from, { x: lane, y: fork }];
  scene.arrow([...start, { x: lane, y: sumY }, { x: sumX + SUM, y: sumY }]);
  if (!residual) scene.note("identity", lane - 5, sumY - 7, "end");

  // What comes together.
  scene.sum({ x: sumX, y: sumY });
  if (local) scene.arrow([{ x: sumX, y: local.bottom + 5 }, { x: sumX, y: sumY - SUM }]); // prettier-ignore
  if (global) {
    const out = { x: global.exit, y: global.bottom };
    scene.arrow(local ? [out, { x: global.exit, y: sumY }, { x: sumX - SUM, y: sumY }] : [out, { x: sumX, y: sumY - SUM }]); // prettier-ignore
  }
  activation.put(sumX - activation.width / 2, sumY + SUM + 12);
  scene.block(activation);
  scene.arrow([{ x: sumX, y: sumY + SUM }, { x: sumX, y: activation.y }]); // prettier-ignore
  scene.arrow([{ x: sumX, y: activation.bottom }, { x: sumX, y: activation.bottom + 14 }]); // prettier-ignore
  const outY = activation.bottom + 21;
  scene.note(parts.output, sumX, outY, "middle", { size: SIZES.formula });
  scene.note(legend(architecture), width / 2, outY + 18, "middle");
  return outY + 26;
}

interface Placed {
  readonly entry: number;
  readonly exit: number;
  readonly bottom: number;
}

/** The preprocessing and, under it, the global module: queries and keys at the left, values at the right, the topology summed up between. */
function globalTerm(scene: Scene, parts: SpatialParts, x: number, y: number, width: number): Placed {
  const { values, queries, graph, dynamic, attention, product } = parts;
  const [left, right] = [x + INSET, x + width - INSET];
  const entry = x + width / 2 + 4;
  const header = TITLE + 4;

  // Preprocessing.
  const height = Math.max(values!.height, queries?.height ?? 0);
  const boxesY = y + header + DROP;
  const rows = [graph!, dynamic, attention].filter((row) => row !== undefined);
  const railed = rows.length > 1;
  const boxX = queries ? left + 14 : left;
  const least = Math.max(...rows.map((row) => row.width));
  const short = railed ? 22 : 14;
  const leastLine = boxX + least + short + BETWEEN;
  const valuesX = queries ? right - values!.width : Math.max(x + width / 2, leastLine) - values!.width / 2;
  values!.put(valuesX, boxesY, { height });
  scene.block(values!);
  if (queries) {
    queries.put(left, boxesY, { height, width: Math.max(queries.width, valuesX - left - GAP) });
    scene.block(queries);
    const bus = y + header;
    scene.arrow([{ x: entry, y }, { x: entry, y: bus }], { head: false }); // prettier-ignore
    scene.arrow([{ x: entry, y: bus }, { x: queries.middleX, y: bus }, { x: queries.middleX, y: boxesY }]); // prettier-ignore
    scene.arrow([{ x: entry, y: bus }, { x: values!.middleX, y: bus }, { x: values!.middleX, y: boxesY }]); // prettier-ignore
    scene.fork({ x: entry, y: bus });
  } else scene.arrow([{ x: values!.middleX, y }, { x: values!.middleX, y: boxesY }]); // prettier-ignore
  const frame = { x, y, width, height: boxesY + height + INSET - y };
  scene.frame(frame, { role: "spatial", title: "FPB", ...(queries ? { note: parts.costs.preprocessing } : {}) });

  if (!queries) scene.note(parts.costs.preprocessing, left, values!.middleY);

  // The topology, row by row; each row's box adds to the rail at its right.
  const globalY = frame.y + frame.height + 14;
  // Values go straight down, a little to the right of their box's middle where the rows need the room.
  const lineX = Math.min(values!.right - 8, Math.max(values!.middleX, leastLine));
  const rail = lineX - BETWEEN;
  const boxWidth = rail - short - boxX;
  let rowY = globalY + header + 10;
  for (const row of rows) {
    row.put(boxX, rowY, { width: boxWidth });
    scene.block(row);
    rowY = row.bottom + 9;
  }
  const productY = rowY + 22;
  const productX = Math.min(rail - 12, right - product!.width);
  product!.put(productX, productY, { width: right - productX });
  scene.block(product!);
  drawRail(scene, rows, rail, product!);
  if (queries) drawBus(scene, [dynamic, attention], queries, left + 6, globalY + header);
  scene.arrow([{ x: lineX, y: values!.bottom }, { x: lineX, y: productY }]); // prettier-ignore
  scene.note(parts.costs.global, left, product!.middleY);
  scene.note(topologyWords(parts), rail - 6, rowY + 8, "end", { size: SIZES.formula });
  const bottom = product!.bottom + INSET;
  scene.frame({ x, y: globalY, width, height: bottom - globalY }, { role: "spatial", title: "GSM" });
  return { entry: queries ? entry : values!.middleX, exit: product!.middleX, bottom };
}

/** The running sum: the first row starts it, each further one is added with its gate. */
function drawRail(scene: Scene, rows: readonly Block[], x: number, product: Block): void {
  const [first, ...others] = rows;
  let from = { x: first!.right, y: first!.middleY };
  for (const [i, row] of others.entries()) {
    const sum = { x, y: row.middleY };
    scene.arrow([from, { x, y: from.y }, { x, y: sum.y - SUM }]);
    scene.arrow([{ x: row.right, y: sum.y }, { x: x - SUM, y: sum.y }]); // prettier-ignore
    scene.note(i === 0 && row.lines[0]!.text.startsWith("Dynamic") ? "$a_k$" : "$b_k$", row.right + 7, sum.y - 8, "middle"); // prettier-ignore
    scene.sum(sum);
    from = { x, y: sum.y + SUM };
  }
  scene.arrow([from, { x, y: from.y }, { x, y: product.y }]);
}

/** One line from the queries and keys to each row that compares joints. */
function drawBus(scene: Scene, rows: readonly (Block | undefined)[], queries: Block, x: number, turn: number): void {
  const targets = rows.filter((row) => row !== undefined);
  const start = [{ x: queries.middleX, y: queries.bottom }, { x: queries.middleX, y: turn }, { x, y: turn }]; // prettier-ignore
  targets.forEach((row, i) => {
    const last = i === targets.length - 1;
    if (last) scene.arrow([...start, { x, y: row.middleY }, { x: row.x, y: row.middleY }]);
    else {
      scene.arrow([{ x, y: row.middleY }, { x: row.x, y: row.middleY }]); // prettier-ignore
      scene.fork({ x, y: row.middleY });
    }
  });
}
