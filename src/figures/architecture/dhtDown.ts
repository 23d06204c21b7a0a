import { legend } from "./cts";
import { temporalParts, type GlobalParts, type LocalParts } from "./dht";
import type { Architecture, BlockFacts } from "./facts";
import { SIZES, SUM, TITLE, type Rect, type Scene } from "./scene";

const INSET = 8;
const GAP = 8;
/** From an arrow's tail to the box it points at. */
const STEP = 14;
const TOP = 36;
/** Room for the residual beside a single path, and for half of its shape beyond it. */
const LOOP = 54;
/** Where the input of both halves forks. */
const FORK = 24;

/** One block's temporal module from top to bottom, for a column: the global path left, the local one right. Returns the height, px. */
export function dhtDown(scene: Scene, architecture: Architecture, block: BlockFacts, width: number): number {
  const parts = temporalParts(architecture, block, false);
  const { global, local, residual, activation } = parts;
  const both = global !== undefined && local !== undefined;
  const single = Math.min(width - 2 * LOOP, 200);
  const left = both ? 1 : (width - single - 2 * LOOP) / 2;
  const lane = both ? width - 7 : left + single + LOOP;
  const globalWidth = both ? Math.max(leastWidth(global), (lane - GAP) * 0.47) : single;
  const globalAt = { x: left, y: TOP, width: globalWidth };
  const localX = both ? left + globalWidth + GAP : left;
  const localAt = { x: localX, y: TOP, width: both ? lane - GAP - localX : single };

  const above = global ? [globalPath(scene, global, globalAt)] : [];
  const placed = [...above, ...(local ? [localPath(scene, local, localAt, above[0]?.bottom ?? 0)] : [])];
  const bottom = Math.max(...placed.map((one) => one.bottom));
  const titles = [...(global ? ["GTA"] : []), ...(local ? ["LTC"] : [])];
  const costs = [...(global ? [global.cost] : []), ...(local ? [local.cost] : [])];
  placed.forEach(({ frame }, i) => {
    const rect = { ...frame, height: bottom - TOP };
    scene.frame(rect, { role: "temporal", title: titles[i]!, note: costs[i]! });
  });

  // The spatial module's output goes to both halves, the block's input past them.
  const entries = placed.map(({ entry }) => entry);
  const trunk = entries.reduce((sum, x) => sum + x, 0) / entries.length;
  scene.note(parts.inner, trunk, 8, "middle", { size: SIZES.formula });
  if (both) {
    scene.arrow([{ x: trunk, y: 16 }, { x: trunk, y: FORK }], { head: false }); // prettier-ignore
    scene.fork({ x: trunk, y: FORK });
    for (const x of entries) scene.arrow([{ x: trunk, y: FORK }, { x, y: FORK }, { x, y: TOP }], { head: false }); // prettier-ignore
  } else scene.arrow([{ x: trunk, y: 16 }, { x: trunk, y: TOP }], { head: false }); // prettier-ignore
  scene.note(parts.input, both ? width - 1 : lane, 8, both ? "end" : "middle", { size: SIZES.formula });

  const sum = { x: placed.at(-1)!.exit, y: bottom + 20 + (residual ? residual.height / 2 - 8 : 0) };
  const down = [{ x: lane, y: 16 }, { x: lane, y: sum.y }]; // prettier-ignore
  if (residual) {
    residual.put(lane - 14 - residual.width, sum.y - residual.height / 2);
    scene.block(residual);
    scene.arrow([...down, { x: residual.right, y: sum.y }]);
    scene.arrow([{ x: residual.x, y: sum.y }, { x: sum.x + SUM, y: sum.y }]); // prettier-ignore
  } else {
    scene.arrow([...down, { x: sum.x + SUM, y: sum.y }]);
    scene.note("identity", lane - 5, sum.y - 7, "end");
  }
  scene.sum(sum);
  scene.arrow([{ x: sum.x, y: bottom }, { x: sum.x, y: sum.y - SUM }]); // prettier-ignore
  if (both) {
    const { exit } = placed[0]!;
    scene.arrow([{ x: exit, y: bottom }, { x: exit, y: sum.y }, { x: sum.x - SUM, y: sum.y }]); // prettier-ignore
  }
  activation.put(sum.x - activation.width / 2, Math.max(sum.y + SUM + 12, residual ? residual.bottom + 5 : 0));
  scene.block(activation);
  scene.arrow([{ x: sum.x, y: sum.y + SUM }, { x: sum.x, y: activation.y }]); // prettier-ignore
  scene.arrow([{ x: sum.x, y: activation.bottom }, { x: sum.x, y: activation.bottom + 14 }]); // prettier-ignore
  const outY = activation.bottom + 22;
  scene.note(parts.output, sum.x, outY, "middle", { size: SIZES.formula });
  scene.note(legend(architecture), width / 2, outY + 18, "middle");
  return outY + 26;
}

interface Placed {
  readonly frame: Omit<Rect, "height">;
  readonly entry: number;
  readonly exit: number;
  readonly bottom: number;
}

function globalPath(scene: Scene, parts: GlobalParts, frame: Omit<Rect, "height">): Placed {
  const { summary, queries, attention, values, mix } = parts;
  const [left, right] = [frame.x + INSET, frame.x + frame.width - INSET];
  const bus = frame.y + TITLE + 6;
  const valuesX = right - values.width;
  const laneX = right - 7;
  const wide = valuesX - GAP - left;
  summary.put(left, bus + STEP, { width: wide });
  queries.put(left, summary.bottom + STEP, { width: wide });
  attention.put(left, queries.bottom + STEP, { width: laneX - 9 - left });
  mix.put(left, attention.bottom + STEP, { width: right - left });
  values.put(valuesX, summary.y, { height: Math.max(values.height, summary.height) });
  for (const box of [summary, queries, attention, values, mix]) scene.block(box);
  const entry = entryOf(frame, summary.middleX);
  scene.arrow([{ x: entry, y: frame.y }, { x: entry, y: bus }], { head: false }); // prettier-ignore
  scene.fork({ x: entry, y: bus });
  for (const box of [summary, values])
    scene.arrow([{ x: entry, y: bus }, { x: box.middleX, y: bus }, { x: box.middleX, y: box.y }]); // prettier-ignore
  for (const [a, b] of [[summary, queries], [queries, attention], [attention, mix]] as const) // prettier-ignore
    scene.arrow([{ x: a.middleX, y: a.bottom }, { x: a.middleX, y: b.y }]); // prettier-ignore
  scene.arrow([{ x: laneX, y: values.bottom }, { x: laneX, y: mix.y }]); // prettier-ignore
  return { frame, entry, exit: mix.middleX, bottom: mix.bottom + INSET };
}

/** As narrow as its boxes allow. */
function leastWidth({ summary, queries, values }: GlobalParts): number {
  return 2 * INSET + Math.max(summary.width, queries.width) + GAP + values.width;
}

/** Where a line may enter a frame: between its title and its costs. */
function entryOf(frame: Omit<Rect, "height">, wanted: number): number {
  return Math.min(Math.max(wanted, frame.x + 36), frame.x + frame.width - 70);
}

/** @param least where the frame ends at least */
function localPath(scene: Scene, parts: LocalParts, frame: Omit<Rect, "height">, least: number): Placed {
  const { branches, joined } = parts;
  const [left, right] = [frame.x + INSET, frame.x + frame.width - INSET];
  const bus = frame.y + TITLE + 6;
  const entry = entryOf(frame, frame.x + frame.width / 2);
  const gap = 5;
  const wide = (right - left - gap * (branches.length - 1)) / branches.length;
  const natural = [0, 1].map((row) => Math.max(...branches.map((branch) => branch[row]?.height ?? 0)));
  // What is left of the other path's height goes to boxes and gaps alike.
  const used = bus + 3 * STEP + natural[0]! + natural[1]! + joined.height + INSET;
  const more = Math.max(0, least - used) / 6;
  const step = STEP + more;
  const rows = natural.map((height) => height + more);
  const tops = [bus + step, bus + 2 * step + rows[0]!];
  joined.put(left, tops[1]! + rows[1]! + step, { width: right - left, height: joined.height + more });
  scene.block(joined);
  scene.arrow([{ x: entry, y: frame.y }, { x: entry, y: bus }], { head: false }); // prettier-ignore
  scene.fork({ x: entry, y: bus });
  branches.forEach((branch, i) => {
    const x = left + i * (wide + gap);
    branch.forEach((box, row) => scene.block(box.put(x, tops[row]!, { width: wide, height: rows[row]! })));
    const middle = x + wide / 2;
    const outer = i === 0 || i === branches.length - 1;
    scene.arrow([...(outer ? [{ x: entry, y: bus }] : []), { x: middle, y: bus }, { x: middle, y: tops[0]! }]);
    if (!outer) scene.fork({ x: middle, y: bus });
    if (branch[1]) scene.arrow([{ x: middle, y: branch[0]!.bottom }, { x: middle, y: tops[1]! }]); // prettier-ignore
    scene.arrow([{ x: middle, y: branch.at(-1)!.bottom }, { x: middle, y: joined.y }]); // prettier-ignore
  });
  return { frame, entry, exit: joined.middleX, bottom: joined.bottom + INSET };
}
