import { HglError } from "../../../common/errors";
import { FieldLines } from "./lines";

const JOINTS = 25;
const VALUES = JOINTS * 3;
/** After id and coordinates: six states, lean, tracking; picture places, orientation, tracking. */
const MORE_BODY_FIELDS = 9;
const MORE_JOINT_FIELDS = 9;
/** The shortest text of a frame without and of a body: every field one digit. */
const LEAST_FRAME_BYTES = 2;
const LEAST_JOINT_BYTES = 24;
const LEAST_BODY_BYTES = 20 + 3 + JOINTS * LEAST_JOINT_BYTES;
/** A Kinect's ids are 64 bits wide, too wide for a number. */
const LONGEST_ID = 20;
/** A Kinect sees less than ten metres far: what is further away is another field in the wrong place. */
const FURTHEST = 1e6;

/** One body as the Kinect followed it under one id. */
export interface TrackedBody {
  readonly id: string;
  /** In which of the file's frames it was seen, in ascending order, counted from 0 without the frames that show nobody. */
  readonly seen: readonly number[];
  /** [seen.length, 25, 3], metres in the camera's axes; float32, as the lineage keeps them. */
  readonly joints: Float32Array;
}

/** What a `.skeleton` file holds for us. */
export interface SkeletonFile {
  /** Frames that show at least one body. */
  readonly frames: number;
  /** In the order in which they first appear. */
  readonly bodies: readonly TrackedBody[];
}

/**
 * Reads the text of a `.skeleton` file of NTU RGB+D: the number of frames; for each the number of bodies; for each of these a line of ten
 * fields, the number of joints, and a line of twelve fields for each joint. Throws HglError "data" naming file, line and text for anything else.
 */
export function parseSkeletonFile(bytes: Uint8Array, file: string): SkeletonFile {
  if (bytes.length === 0) {
    throw new HglError({ code: "data", where: file, what: "the file is empty", next: "fetch it again" });
  }
  const lines = new FieldLines(bytes, file);
  const told = countLine(lines, "the number of frames", LEAST_FRAME_BYTES);
  const records = new Records(Math.floor(bytes.length / LEAST_BODY_BYTES));
  let frames = 0;
  for (let frame = 0; frame < told; frame++) {
    const bodies = countLine(lines, `the number of bodies in frame ${frame + 1} of ${told}`, LEAST_BODY_BYTES);
    for (let body = 0; body < bodies; body++) {
      if (!lines.next()) lines.endsBefore(`body ${body + 1} of ${bodies} in frame ${frame + 1} of ${told}`);
      const id = lines.digits("a body's id", LONGEST_ID);
      if (!records.begin(id, frames)) lines.fail(`is the second body ${id} of frame ${frame + 1}`);
      lines.end(MORE_BODY_FIELDS);
      readJoints(lines, records);
    }
    if (bodies > 0) frames++;
  }
  lines.finish();
  return { frames, bodies: records.bodies() };
}

/** A line that is one number of things, each at least `leastBytes` long: more than fit into the rest of the file is an error. */
function countLine(lines: FieldLines, what: string, leastBytes: number): number {
  if (!lines.next()) lines.endsBefore(what);
  const count = lines.count(what);
  lines.end(0);
  if (count * leastBytes > lines.left) lines.fail(`is ${what}, more than the ${lines.left} bytes after it can hold`);
  return count;
}

function readJoints(lines: FieldLines, records: Records): void {
  const count = countLine(lines, "the number of joints", LEAST_JOINT_BYTES);
  if (count !== JOINTS) lines.fail(`is the number of joints, and a body of NTU RGB+D has ${JOINTS}`);
  const { values } = records;
  let at = records.used - VALUES;
  for (let joint = 0; joint < JOINTS; joint++) {
    if (!lines.next()) lines.endsBefore(`joint ${joint + 1} of ${JOINTS}`);
    for (let axis = 0; axis < 3; axis++) {
      const metres = lines.decimal();
      if (metres > FURTHEST || metres < -FURTHEST) lines.fail(`has a coordinate of ${metres} metres`);
      values[at++] = metres;
    }
    lines.end(MORE_JOINT_FIELDS);
  }
}

/** A body in a frame, one after another as they come; sorted by body at the end. */
class Records {
  readonly values: Float32Array;
  private readonly tracks = new Map<string, { readonly seen: number[]; readonly starts: number[] }>();
  /** Of `values`, the current record's included. */
  used = 0;

  constructor(most: number) {
    this.values = new Float32Array(most * VALUES);
  }

  /** Makes room for a body's joints; false when that body has some in this frame already. */
  begin(id: string, frame: number): boolean {
    let track = this.tracks.get(id);
    if (!track) this.tracks.set(id, (track = { seen: [], starts: [] }));
    if (track.seen.at(-1) === frame) return false;
    track.seen.push(frame);
    track.starts.push(this.used);
    this.used += VALUES;
    return true;
  }

  bodies(): TrackedBody[] {
    return Array.from(this.tracks, ([id, { seen, starts }]) => {
      const joints = new Float32Array(starts.length * VALUES);
      starts.forEach((start, record) => joints.set(this.values.subarray(start, start + VALUES), record * VALUES));
      return { id, seen, joints };
    });
  }
}
