import { HglError } from "../../../common/errors";
import type { Layout } from "../../skeleton/layout";
import { headingsOf } from "./headings";
import type { Headings, Meaning } from "./headings";

/** The columns of one joint's numbers; -1 for a z or score that the table has not. */
export interface Axes {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly score: number;
}

/** Which column holds what. */
export interface Columns {
  readonly clip: number;
  readonly label: number;
  readonly frame: number;
  readonly body: number | undefined;
  readonly subject: number | undefined;
  readonly view: number | undefined;
  readonly setup: number | undefined;
  readonly split: number | undefined;
  /** A row for each joint of a frame, or one for all of them. */
  readonly joints:
    | { readonly by: "row"; readonly joint: number; readonly axes: Axes }
    | { readonly by: "column"; readonly axes: readonly Axes[] };
  readonly coordinates: "xyz" | "xyc";
}

const SEPARATORS = ["_", ".", "-", " ", ":", ""];
const AXES = {
  x: ["x"],
  y: ["y"],
  z: ["z"],
  score: ["score", "confidence", "conf", "c", "visibility"],
} as const;

/**
 * Finds the columns of a table: with one for the joint, every row is a joint; otherwise every row is a frame with columns JOINT_x,
 * JOINT_y and so on for each joint of the layout. Throws HglError "data" naming what is missing.
 */
export function findColumns(
  headings: readonly string[],
  named: Readonly<Record<string, string>>,
  layout: Layout,
  where: string,
): Columns {
  const table = headingsOf(headings, named, where);
  const rest = (meaning: Meaning): number | undefined => table.find(meaning);
  const joint = rest("joint");
  const joints =
    joint === undefined
      ? ({ by: "column", axes: layout.joints.map((name) => axesOfJoint(table, name, layout.name, where)) } as const)
      : ({ by: "row", joint, axes: ownAxes(table) } as const);
  const all = joints.by === "row" ? [joints.axes] : joints.axes;
  const flat = all.findIndex(({ z }) => z < 0);
  if (flat >= 0 && all.some(({ z }) => z >= 0)) {
    const what = `joint "${layout.joints[flat]!}" has no z, though others have one`;
    throw new HglError({ code: "data", where, what, next: "give every joint the same columns" });
  }
  return {
    clip: table.need("clip"),
    label: table.need("label"),
    frame: table.need("frame"),
    body: rest("body"),
    subject: rest("subject"),
    view: rest("view"),
    setup: rest("setup"),
    split: rest("split"),
    joints,
    coordinates: flat < 0 ? "xyz" : "xyc",
  };
}

function ownAxes(table: Headings): Axes {
  const [x, y] = [table.need("x"), table.need("y")];
  return { x, y, z: table.find("z") ?? -1, score: table.find("score") ?? -1 };
}

function axesOfJoint(table: Headings, name: string, layout: string, where: string): Axes {
  const column = (axis: keyof typeof AXES): number => {
    for (const separator of SEPARATORS) {
      for (const ending of AXES[axis]) {
        const at = table.titled(`${name}${separator}${ending}`);
        if (at !== undefined) return at;
      }
    }
    return -1;
  };
  const axes = { x: column("x"), y: column("y"), z: column("z"), score: column("score") };
  if (axes.x >= 0 && axes.y >= 0) return axes;
  const missing = `${name}_${axes.x < 0 ? "x" : "y"}`;
  const what = `no column is headed ${missing}, which a table with a row a frame needs for the skeleton layout ${layout}`;
  const next =
    "add it, name another layout, or name the column that tells the joint of a row under columns: {joint: …}";
  throw new HglError({ code: "data", where, what, next });
}
