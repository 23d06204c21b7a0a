import type { modulesOf } from "./hglnet";
import { SUM, TITLE, type Block, type Rect, type Scene } from "./scene";

const INSET = 7;
const GAP = 7;
const STEP = 14;
/** Of the lines past the modules. */
const LANE = 13;

/** One block with the modules that the configuration gives it, from top to bottom. Returns where it ends. */
export function oneBlockDown(scene: Scene, modules: ReturnType<typeof modulesOf>, at: Omit<Rect, "height">): number {
  const { preprocessing, global, local, attention, convolution } = modules;
  const inner = { x: at.x + INSET, width: at.width - 2 * INSET - LANE };
  const lane = at.x + at.width - INSET - 2;
  const spatial = half(scene, inner, at.y + TITLE + 34, {
    ...{ role: "spatial", title: "CTS" },
    columns: [[preprocessing, global], [local]],
    residual: "inside",
  });
  const temporal = half(scene, inner, spatial.bottom + 24, {
    ...{ role: "temporal", title: "DHT" },
    columns: [[attention], [convolution]],
    residual: lane,
  });
  const start = at.y + TITLE + 12;
  scene.note("$X$", spatial.entry, start - 5, "middle");
  scene.arrow([{ x: spatial.entry, y: start + 2 }, { x: spatial.entry, y: spatial.y }], { head: false }); // prettier-ignore
  scene.fork({ x: spatial.entry, y: start + 9 });
  scene.arrow([{ x: spatial.entry, y: start + 9 }, { x: lane, y: start + 9 }, { x: lane, y: temporal.sum.y }, { x: temporal.sum.x + SUM, y: temporal.sum.y }]); // prettier-ignore
  scene.arrow([{ x: spatial.sum.x, y: spatial.sum.y + SUM }, { x: spatial.sum.x, y: spatial.bottom + 11 }, { x: temporal.entry, y: spatial.bottom + 11 }, { x: temporal.entry, y: temporal.y }], { head: false }); // prettier-ignore
  scene.note("ReLU", spatial.sum.x - 5, spatial.sum.y + SUM + 8, "end");
  const end = temporal.bottom + 14;
  scene.arrow([{ x: temporal.sum.x, y: temporal.sum.y + SUM }, { x: temporal.sum.x, y: end }]); // prettier-ignore
  scene.note("ReLU", temporal.sum.x - 5, temporal.sum.y + SUM + 8, "end");
  scene.note("$X_{out}$", temporal.sum.x, end + 7, "middle");
  const bottom = end + 16;
  scene.frame({ ...at, height: bottom - at.y }, { role: "plain", title: "Each block", behind: true });
  return bottom;
}

interface Half {
  readonly role: "spatial" | "temporal";
  readonly title: string;
  /** Boxes one below another, in columns side by side; a column without boxes is left out. */
  readonly columns: readonly (readonly (Block | undefined)[])[];
  /** Past the boxes inside the frame, or along a line outside it that the caller draws. */
  readonly residual: "inside" | number;
}

interface Placed {
  readonly y: number;
  readonly entry: number;
  readonly sum: { readonly x: number; readonly y: number };
  readonly bottom: number;
}

/** Columns that fork from one line and are summed up below the last of them. */
function half(
  scene: Scene,
  at: Pick<Rect, "x" | "width">,
  y: number,
  { role, title, columns, residual }: Half,
): Placed {
  const present = columns.map((column) => column.filter((box) => box !== undefined)).filter((column) => column.length > 0); // prettier-ignore
  // A single column stands below a single column, so that the line between them is straight.
  const right = at.x + at.width - INSET - (residual === "inside" || present.length === 1 ? LANE : 0);
  const wide = (right - at.x - INSET - GAP * (present.length - 1)) / present.length;
  const bus = y + TITLE + 4;
  const top = bus + STEP - 2;
  const height = Math.max(...present.map((column) => column.reduce((sum, box) => sum + box.height, (column.length - 1) * STEP))); // prettier-ignore
  const middles = present.map((column, i) => {
    const x = at.x + INSET + i * (wide + GAP);
    let boxY = top;
    column.forEach((box, row) => {
      const last = row === column.length - 1;
      scene.block(box.put(x, boxY, { width: wide, ...(last ? { height: top + height - boxY } : {}) }));
      if (!last) scene.arrow([{ x: x + wide / 2, y: box.bottom }, { x: x + wide / 2, y: box.bottom + STEP }]); // prettier-ignore
      boxY = box.bottom + STEP;
    });
    return x + wide / 2;
  });
  const sum = { x: middles.at(-1)!, y: top + height + 18 };
  const entry = Math.max(middles[0]!, at.x + 36);
  const bottom = sum.y + SUM + 16;
  scene.arrow([{ x: entry, y }, { x: entry, y: bus }], { head: false }); // prettier-ignore
  const lane = at.x + at.width - INSET - 2;
  const past = residual === "inside";
  middles.forEach((x, i) => {
    const inMiddle = past && i === middles.length - 1;
    if (x === entry || inMiddle) scene.fork({ x, y: bus });
    if (inMiddle && x !== entry) scene.arrow([{ x, y: bus }, { x, y: top }]); // prettier-ignore
    else scene.arrow([{ x: entry, y: bus }, { x, y: bus }, { x, y: top }]); // prettier-ignore
    if (i < middles.length - 1)
      scene.arrow([{ x, y: top + height }, { x, y: sum.y }, { x: sum.x - SUM, y: sum.y }]); // prettier-ignore
    else scene.arrow([{ x, y: top + height }, { x, y: sum.y - SUM }]); // prettier-ignore
  });
  if (past)
    scene.arrow([{ x: entry, y: bus }, { x: lane, y: bus }, { x: lane, y: sum.y }, { x: sum.x + SUM, y: sum.y }]); // prettier-ignore
  scene.sum(sum);
  scene.frame({ ...at, y, height: bottom - y }, { role, title });
  return { y, entry, sum, bottom };
}
