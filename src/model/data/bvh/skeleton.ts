import { guessCenter, guessMirror, guessParts } from "../../skeleton/guesses";
import { levelsByHops } from "../../skeleton/hops";
import { defineLayout } from "../../skeleton/layout";
import type { Layout } from "../../skeleton/layout";
import type { BvhJoint } from "./bvh";

/** To which a skeleton of unknown unit is brought, metres; about an adult's. */
export const STANDING_HEIGHT = 1.7;

/**
 * The layout of a BVH skeleton: its joints and bones, and all else guessed from them (model/skeleton/guesses.ts), one body. Its name holds
 * a hash of names and bones, so that other skeletons have other names.
 */
export function layoutOfBvh(skeleton: readonly BvhJoint[]): Layout {
  const joints = skeleton.map(({ name }) => name);
  const parents = skeleton.map(({ parent }) => parent);
  const mirror = guessMirror({ joints, parents });
  const parts = guessParts({ joints, parents });
  const center = guessCenter({ joints, parents }, mirror, parts.hand);
  return defineLayout({
    name: `bvh-${joints.length}-${hash(JSON.stringify([joints, parents]))}`,
    version: 1,
    joints,
    parents,
    center,
    levels: levelsByHops(parents, center),
    parts,
    mirror,
    bodies: 1,
  });
}

/** FNV-1a, 32 bits in hex: it tells names apart and guards nothing. */
function hash(text: string): string {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return (value >>> 0).toString(16).padStart(8, "0");
}

/**
 * How tall a skeleton stands in its file's unit, whatever its pose: along the bones from the lowest joint of the foot part to the joint
 * where feet and head part, and from there to the highest of the head part; ours. Without such names, the longest way between
 * two joints. 0 where no bone has a length.
 */
export function standingHeight(skeleton: readonly BvhJoint[]): number {
  const joints = skeleton.map(({ name }) => name);
  const parents = skeleton.map(({ parent }) => parent);
  const { head, foot } = guessParts({ joints, parents });
  const named = head.length < joints.length && foot.length < joints.length;
  const all = [...joints.keys()];
  return longestWay(skeleton, named ? head : all, named ? foot : all);
}

function longestWay(skeleton: readonly BvhJoint[], ups: readonly number[], downs: readonly number[]): number {
  const toRoot: number[] = [];
  skeleton.forEach(({ parent, offset }, joint) => {
    toRoot[joint] = parent < 0 ? 0 : toRoot[parent]! + Math.hypot(...offset);
  });
  const ancestors = skeleton.map((_, joint) => {
    const path = [joint];
    for (let at = joint; skeleton[at]!.parent >= 0;) path.push((at = skeleton[at]!.parent));
    return path;
  });
  let longest = 0;
  for (const up of ups) {
    const above = new Set(ancestors[up]!);
    for (const down of downs) {
      const meeting = ancestors[down]!.find((joint) => above.has(joint))!;
      longest = Math.max(longest, toRoot[up]! + toRoot[down]! - 2 * toRoot[meeting]!);
    }
  }
  return longest;
}
