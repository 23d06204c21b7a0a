import { HglError, nearest } from "../../../common/errors";
import type { Layout } from "../../skeleton/layout";
import { MOST_FRAMES } from "../frames";
import type { ByteSource } from "../source";
import type { ListedClip } from "./clips";
import type { Axes, Columns } from "./columns";
import type { Picture } from "../picture";
import { placed } from "../picture";
import { rows } from "./table";
import type { Dialect, Row } from "./table";

export interface TableClip {
  readonly frames: number;
  readonly bodies: number;
  /** [T, M, V, 3]. */
  readonly values: Float32Array;
}

/** A body in a frame, as far as its rows were read. */
interface Posture {
  readonly values: Float32Array;
  readonly found: Uint8Array;
  count: number;
  readonly row: number;
}

/**
 * Reads the rows of one clip: frames in the order of their numbers, bodies in the order of their names. In space every joint of a body
 * that is there needs x, y and z; in the picture a joint without them was not seen and is all zeros. Throws HglError "data"
 * with the row for a joint that is unknown, missing or given twice, a number that is none, more bodies than the layout has.
 */
export function readTableClip(
  source: ByteSource,
  dialect: Dialect,
  columns: Columns,
  layout: Layout,
  clip: ListedClip,
  picture: Picture,
): TableClip {
  const reading = new Reading(source.name, columns, layout, clip, picture);
  for (const row of rows(source, dialect, clip.start, clip.end, clip.row)) reading.take(row);
  return reading.finish();
}

class Reading {
  readonly #frames = new Map<number, Map<string, Posture>>();
  readonly #bodies = new Set<string>();
  readonly #joints: ReadonlyMap<string, number>;
  #postures = 0;

  constructor(
    private readonly name: string,
    private readonly columns: Columns,
    private readonly layout: Layout,
    private readonly clip: ListedClip,
    private readonly picture: Picture,
  ) {
    this.#joints = new Map(layout.joints.map((joint, at) => [joint.toLowerCase(), at]));
  }

  take(row: Row): void {
    const { joints } = this.columns;
    const posture = this.#postureOf(row);
    if (joints.by === "row") return this.#place(row, posture, this.#jointOf(row, joints.joint), joints.axes);
    if (posture.count > 0) this.#fail(row, "the frame stands here a second time", "keep one of its rows");
    joints.axes.forEach((axes, joint) => this.#place(row, posture, joint, axes));
  }

  finish(): TableClip {
    const joints = this.layout.joints.length;
    const bodies = [...this.#bodies].sort(byNumberThenName);
    const frames = [...this.#frames].sort(([a], [b]) => a - b);
    const values = new Float32Array(frames.length * bodies.length * joints * 3);
    frames.forEach(([, postures], frame) =>
      bodies.forEach((body, at) => {
        const posture = postures.get(body);
        if (!posture) return;
        this.#checkWhole(posture);
        values.set(posture.values, (frame * bodies.length + at) * joints * 3);
      }),
    );
    return { frames: frames.length, bodies: bodies.length, values };
  }

  #postureOf(row: Row): Posture {
    const cell = row.cells[this.columns.frame]!;
    const frame = cell === "" ? NaN : Number(cell);
    if (!Number.isFinite(frame)) this.#fail(row, `frame "${cell}" is no number`, "number the frames");
    const body = this.columns.body === undefined ? "" : row.cells[this.columns.body]!;
    if (!this.#bodies.has(body)) {
      if (this.#bodies.size >= this.layout.bodies) {
        const { name, bodies } = this.layout;
        const more = `"${body}" is body ${bodies + 1} of the clip, and the skeleton layout ${name} has ${bodies}`;
        this.#fail(row, more, "keep so many in the table, or declare a layout with more bodies");
      }
      this.#bodies.add(body);
    }
    let postures = this.#frames.get(frame);
    if (!postures) {
      if (this.#frames.size >= MOST_FRAMES)
        this.#fail(row, `the clip has more than ${MOST_FRAMES} frames`, "divide it");
      this.#frames.set(frame, (postures = new Map()));
    }
    let posture = postures.get(body);
    if (!posture) {
      this.#checkCount(row);
      const joints = this.layout.joints.length;
      posture = { values: new Float32Array(joints * 3), found: new Uint8Array(joints), count: 0, row: row.number };
      postures.set(body, posture);
    }
    return posture;
  }

  /** Every body of a frame needs a number of cells; so a clip's bytes say how many there can be, before they are made. */
  #checkCount(row: Row): void {
    this.#postures++;
    const { start, end } = this.clip;
    const fewest = 2 * this.layout.joints.length;
    if (this.#postures * fewest > 1024 + end - start) {
      this.#fail(row, `the frames before have fewer than ${this.layout.joints.length} joints each`, "complete them");
    }
  }

  #jointOf(row: Row, column: number): number {
    const name = row.cells[column]!;
    const { joints } = this.layout;
    const found = joints.indexOf(name);
    const at = found >= 0 ? found : (this.#joints.get(name.toLowerCase()) ?? (/^\d+$/.test(name) ? Number(name) : -1));
    if (at in joints) return at;
    const guess = nearest(name, joints);
    const what = `"${name}" is no joint of ${this.layout.name}`;
    return this.#fail(row, what, guess ? `did you mean "${guess}"?` : "use the layout's names, or numbers from 0");
  }

  #place(row: Row, posture: Posture, joint: number, axes: Axes): void {
    const name = this.layout.joints[joint]!;
    if (posture.found[joint] === 1)
      this.#fail(row, `joint "${name}" of this frame stands here a second time`, "keep one");
    const [x, y, z, score] = [axes.x, axes.y, axes.z, axes.score].map((column) =>
      this.#number(row, column, name),
    ) as Four;
    if (x === undefined || y === undefined) {
      if (x !== y || (z !== undefined && axes.z >= 0))
        this.#fail(row, `joint "${name}" has only some of its numbers`, "complete it");
      // In space a joint that is not there leaves its body incomplete, unless all are missing.
      if (this.columns.coordinates === "xyc") posture.found[joint] = 1;
      posture.count++;
      return;
    }
    if (axes.z >= 0) {
      if (z === undefined) return this.#fail(row, `joint "${name}" has only some of its numbers`, "complete it");
      posture.values.set([x, y, z], joint * 3);
    } else placed(posture.values, joint * 3, x, y, axes.score < 0 ? 1 : (score ?? 0), this.picture);
    posture.found[joint] = 1;
    posture.count++;
  }

  #number(row: Row, column: number, joint: string): number | undefined {
    const cell = column < 0 ? "" : row.cells[column]!;
    if (cell === "" || /^nan$/i.test(cell)) return undefined;
    const value = Number(cell);
    if (Number.isFinite(Math.fround(value))) return value;
    return this.#fail(row, `joint "${joint}" holds ${cell.slice(0, 40)}`, "write numbers with a decimal point");
  }

  #checkWhole({ found, count, row }: Posture): void {
    const missing = found.indexOf(0);
    const joints = this.layout.joints.length;
    // A body whose rows are all empty is absent from its frame.
    if (missing < 0 || (count === joints && !found.includes(1))) return;
    const where = `${this.name}, row ${row}`;
    const what = `clip "${this.clip.id}": the body of the frame that begins here lacks joint "${this.layout.joints[missing]!}"`;
    throw new HglError({ code: "data", where, what, next: "complete the frame" });
  }

  #fail(row: Row, what: string, next: string): never {
    const where = `${this.name}, row ${row.number}`;
    throw new HglError({ code: "data", where, what: `clip "${this.clip.id}": ${what}`, next });
  }
}

type Four = [number | undefined, number | undefined, number | undefined, number | undefined];

function byNumberThenName(a: string, b: string): number {
  const [first, second] = [Number(a), Number(b)];
  if (Number.isFinite(first) && Number.isFinite(second) && first !== second) return first - second;
  return a < b ? -1 : Number(a > b);
}
