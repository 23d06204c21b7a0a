import type { modulesOf } from "./hglnet";
import { SUM, TITLE, type Block, type Rect, type Scene } from "./scene";

const GAP = 8;
const STEP = 18;
/** Of the lines past the modules. */
const LANE = 15;
/** Before the first half, between the halves, and behind the second. */
const ENDS = 44;

/** One block with the modules that the configuration gives it, from left to right. Returns where it ends. */
export function oneBlockAcross(scene: Scene, modules: ReturnType<typeof modulesOf>, at: Omit<Rect, "height">): number {
  const { preprocessing, global, local, attention, convolution } = modules;
  const rows = [
    [[preprocessing, global], [local]],
    [[attention], [convolution]],
  ].map((half) => half.map((row) => row.filter((box) => box !== undefined)).filter((row) => row.length > 0));
  const rowHeight = Math.max(...rows.flat(2).map((box) => box.height));
  const most = Math.max(...rows.map((half) => half.length));
  const wide = (at.width - 3 * ENDS) / 2;
  const y = at.y + TITLE + 2;
  const frame = { y, height: TITLE + 4 + most * (rowHeight + GAP) + LANE };
  const [spatial, temporal] = [
    half(scene, rows[0]!, { ...frame, x: at.x + ENDS, width: wide + 26 }, rowHeight, true),
    half(scene, rows[1]!, { ...frame, x: at.x + 2 * ENDS + wide + 26, width: wide - 26 }, rowHeight, false),
  ];
  scene.frame(spatial.frame, { role: "spatial", title: "CTS" });
  scene.frame(temporal.frame, { role: "temporal", title: "DHT" });

  const lane = y + frame.height + 11;
  const start = { x: at.x + 20, y: spatial.entry };
  const fork = { x: at.x + ENDS - 10, y: start.y };
  scene.note("$X$", start.x - 3, start.y, "end");
  scene.arrow([start, { x: spatial.frame.x, y: start.y }], { head: false });
  scene.fork(fork);
  const { sum } = temporal;
  scene.arrow([fork, { x: fork.x, y: lane }, { x: sum.x, y: lane }, { x: sum.x, y: sum.y + SUM }]); // prettier-ignore
  const between = temporal.frame.x - 12;
  scene.arrow([{ x: spatial.sum.x + SUM, y: spatial.sum.y }, { x: between, y: spatial.sum.y }, { x: between, y: temporal.entry }, { x: temporal.frame.x, y: temporal.entry }], { head: false }); // prettier-ignore
  scene.note("ReLU", spatial.sum.x + SUM + 4, spatial.sum.y - 7);
  const end = at.x + at.width - 24;
  scene.arrow([{ x: sum.x + SUM, y: sum.y }, { x: end, y: sum.y }]); // prettier-ignore
  scene.note("ReLU", sum.x + SUM + 4, sum.y - 7);
  scene.note("$X_{out}$", end + 2, sum.y);
  const bottom = lane + 8;
  scene.frame({ ...at, height: bottom - at.y }, { role: "plain", title: "Each block", behind: true });
  return bottom;
}

interface Placed {
  readonly frame: Rect;
  readonly entry: number;
  readonly sum: { readonly x: number; readonly y: number };
}

/** Rows that fork from one line and are summed up behind the last of them; past them, where it is asked for, the residual. */
function half(
  scene: Scene,
  rows: readonly (readonly Block[])[],
  frame: Rect,
  rowHeight: number,
  past: boolean,
): Placed {
  const bus = frame.x + 14;
  const left = bus + 14;
  const right = frame.x + frame.width - 66;
  const top = frame.y + TITLE + 4;
  const middles = rows.map((row, i) => {
    const y = top + i * (rowHeight + GAP);
    const wide = (right - left - STEP * (row.length - 1)) / row.length;
    row.forEach((box, j) => {
      scene.block(box.put(left + j * (wide + STEP), y, { width: wide, height: rowHeight }));
      if (j > 0) scene.arrow([{ x: box.x - STEP, y: box.middleY }, { x: box.x, y: box.middleY }]); // prettier-ignore
    });
    return y + rowHeight / 2;
  });
  const sum = { x: right + 22, y: middles.at(-1)! };
  const entry = middles[0]!;
  const lane = frame.y + frame.height - 8;
  scene.arrow([{ x: frame.x, y: entry }, { x: left, y: entry }]); // prettier-ignore
  if (rows.length > 1 || past) scene.fork({ x: bus, y: entry });
  middles.forEach((y, i) => {
    const last = i === middles.length - 1;
    if (i > 0 && past) {
      scene.arrow([{ x: bus, y }, { x: left, y }]); // prettier-ignore
      scene.fork({ x: bus, y });
    } else if (i > 0) scene.arrow([{ x: bus, y: entry }, { x: bus, y }, { x: left, y }]); // prettier-ignore
    if (last) scene.arrow([{ x: right, y }, { x: sum.x - SUM, y }]); // prettier-ignore
    else scene.arrow([{ x: right, y }, { x: sum.x, y }, { x: sum.x, y: sum.y - SUM }]); // prettier-ignore
  });
  if (past)
    scene.arrow([{ x: bus, y: entry }, { x: bus, y: lane }, { x: sum.x, y: lane }, { x: sum.x, y: sum.y + SUM }]); // prettier-ignore
  scene.sum(sum);
  return { frame, entry, sum };
}
