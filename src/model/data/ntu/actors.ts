import type { TrackedBody } from "./skeletonFile";

const VALUES = 75;

/** Frames of one or two actors: [frames, bodies, 25, 3], zero where an actor is not seen. */
export interface Scene {
  readonly frames: number;
  readonly bodies: number;
  readonly values: Float32Array;
}

/**
 * Puts the bodies of a recording, the main one first, into the places of two actors (lineage: CTR-GCN, SGN). A further body is the main actor
 * again, under a new id, when the two are never seen together; else it is the second actor under the same rule; else it is dropped. One body alone
 * gives a scene of one. Whoever comes later is written over what is there: intervals may share one frame.
 *
 * A body's frames are taken to follow one another from its first on, though it may have been lost in between: so does the lineage.
 */
export function placeActors(frames: number, people: readonly TrackedBody[]): Scene {
  const bodies = Math.min(people.length, 2);
  const values = new Float32Array(frames * bodies * VALUES);
  const actors: ({ first: number; last: number } | undefined)[] = [
    undefined,
    // The lineage's second actor stands in the first frame before anybody has taken the place, and keeps that start.
    { first: 0, last: 0 },
  ];
  for (const { seen, joints } of people) {
    const first = seen[0]!;
    const last = first + seen.length - 1;
    for (let place = 0; place < bodies; place++) {
      const actor = actors[place];
      if (actor && Math.min(actor.last, last) - Math.max(actor.first, first) > 0) continue;
      for (let frame = 0; frame < seen.length; frame++) {
        const from = joints.subarray(frame * VALUES, (frame + 1) * VALUES);
        values.set(from, ((first + frame) * bodies + place) * VALUES);
      }
      actors[place] = actor
        ? { first: Math.min(actor.first, first), last: Math.max(actor.last, last) }
        : { first, last };
      break;
    }
  }
  return { frames, bodies, values };
}
