import { badFile } from "../containers/badBytes";
import { firstBad } from "../firstBad";
import type { LeftOut, ReadClip } from "../source";

const BODY = 25 * 3;
const FRAME = 2 * BODY;

/** One clip from its row [T, 2, 25, 3], without the zeros after its last frame. `where` names the array in errors. */
export function clipOfRow(
  id: string,
  label: number,
  row: Float32Array | Float64Array,
  where: string,
): ReadClip | LeftOut {
  const frames = framesOf(row);
  const bad = firstBad(row);
  if (bad >= 0 || frames === 0) {
    const what = frames === 0 ? "no frame holds a joint" : `${placeOf(bad)} holds ${row[bad]}`;
    return { id, leftOut: { error: badFile(`${where}, clip ${id}`, what) } };
  }
  const bodies = hasSecondBody(row, frames) ? 2 : 1;
  const values = new Float32Array(frames * bodies * BODY);
  for (let frame = 0; frame < frames; frame++) {
    values.set(row.subarray(frame * FRAME, frame * FRAME + bodies * BODY), frame * bodies * BODY);
  }
  return { id, label, subject: 0, view: 0, setup: 0, frames, bodies, values };
}

function framesOf(row: Float32Array | Float64Array): number {
  const last = row.findLastIndex((value) => value !== 0);
  return Math.floor(last / FRAME) + 1;
}

/** Whether the second body is there at all and is not the first again, as in some clips of NTU RGB+D 120. */
function hasSecondBody(row: Float32Array | Float64Array, frames: number): boolean {
  let present = false;
  let differs = false;
  for (let frame = 0; frame < frames; frame++) {
    for (let at = frame * FRAME; at < frame * FRAME + BODY; at++) {
      present ||= row[at + BODY] !== 0;
      differs ||= row[at + BODY] !== row[at];
    }
    if (present && differs) return true;
  }
  return false;
}

function placeOf(at: number): string {
  const joint = Math.floor((at % BODY) / 3) + 1;
  const body = Math.floor((at % FRAME) / BODY) + 1;
  return `frame ${Math.floor(at / FRAME) + 1}, body ${body}, joint ${joint}`;
}
