import { Extent, pictureOfSize, placed } from "../picture";
import type { Person } from "./frame";

export interface FollowedClip {
  readonly frames: number;
  readonly bodies: number;
  /** [T, M, V, 3]: across and down in [-1, 1], and the score. Empty where nobody is seen. */
  readonly values: Float32Array;
}

/** Bodies that are kept of a frame. */
const KEPT = 2;

type Place = readonly [x: number, y: number];

/**
 * A clip from its frames' people. Of each frame the two of the highest summed score are kept; from frame to frame each goes on as the
 * body whose centre, where it was seen last, is nearest. Without the picture's size, its places are scaled by the largest
 * seen in the clip. Ours, but for the two of the highest score (lineage: ST-GCN on Kinetics).
 */
export function followPeople(
  frames: readonly (readonly Person[])[],
  joints: number,
  image?: readonly [width: number, height: number],
): FollowedClip {
  const kept = frames.map((people) => [...people].sort((a, b) => b.score - a.score).slice(0, KEPT));
  const bodies = Math.max(1, ...kept.map((people) => people.length));
  if (kept.every((people) => people.length === 0)) return { frames: 0, bodies: 1, values: new Float32Array(0) };
  const picture = image ? pictureOfSize(...image) : seenPicture(kept);
  const values = new Float32Array(frames.length * bodies * joints * 3);
  const last: (Place | undefined)[] = Array.from({ length: bodies }, () => undefined);
  kept.forEach((people, frame) => {
    const centres = people.map(centre);
    assign(centres, last).forEach((body, at) => {
      last[body] = centres[at]!;
      const start = (frame * bodies + body) * joints * 3;
      const person = people[at]!.values;
      for (let i = 0; i < person.length; i += 3) {
        placed(values, start + i, person[i]!, person[i + 1]!, person[i + 2]!, picture);
      }
    });
  });
  return { frames: frames.length, bodies, values };
}

function seenPicture(frames: readonly (readonly Person[])[]) {
  const extent = new Extent();
  for (const { values } of frames.flat()) {
    for (let i = 0; i < values.length; i += 3) if (values[i + 2]! > 0) extent.see(values[i]!, values[i + 1]!);
  }
  return extent.picture().picture;
}

function centre({ values }: Person): Place {
  let [x, y, seen] = [0, 0, 0];
  for (let i = 0; i < values.length; i += 3) {
    if (!(values[i + 2]! > 0)) continue;
    x += values[i]!;
    y += values[i + 1]!;
    seen++;
  }
  return [x / seen, y / seen];
}

/** Which body each person is: of all ways to give them different ones, the shortest. A body that nobody was yet is as far as can be. */
function assign(centres: readonly Place[], last: readonly (Place | undefined)[]): readonly number[] {
  const far = (person: Place, body: number): number => {
    const before = last[body];
    return before ? Math.hypot(person[0] - before[0], person[1] - before[1]) : Number.MAX_VALUE / 4;
  };
  const [first, second] = centres;
  if (!first) return [];
  if (!second) {
    const distances = last.map((_, body) => far(first, body));
    return [distances.indexOf(Math.min(...distances))];
  }
  const straight = far(first, 0) + far(second, 1);
  return straight <= far(first, 1) + far(second, 0) ? [0, 1] : [1, 0];
}
