import { counterparts } from "./layout";
import { levelsByHops } from "./hops";
import type { Layout } from "./layout";

/** What is guessed of a skeleton that says no more than its joints' names and bones; every rule here is ours. */

type Tree = Pick<Layout, "joints" | "parents">;
type PartName = keyof Layout["parts"];
type Pair = readonly [left: number, right: number];

/** "LeftForeArm", "l_forearm", "mixamorig:LeftForeArm" and "forearm.L" as words: "left fore arm" and so on. */
function words(name: string): string[] {
  return name
    .replace(/^.*:/, "")
    .replace(/([a-z\d])(?=[A-Z])|([A-Z])(?=[A-Z][a-z])/g, "$1$2 ")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
}

const SIDES: Readonly<Record<string, "left" | "right">> = { left: "left", l: "left", right: "right", r: "right" };

/** The side a name speaks of, and what is left of the name without it. */
function sided(name: string): { readonly side: "left" | "right"; readonly rest: string } | null {
  const all = words(name);
  const [first, last] = [all[0] ?? "", all.at(-1) ?? ""];
  if (SIDES[first]) return { side: SIDES[first], rest: all.slice(1).join(" ") };
  if (SIDES[last]) return { side: SIDES[last], rest: all.slice(0, -1).join(" ") };
  const glued = /^(left|right)(.+)$/.exec(first);
  return glued ? { side: SIDES[glued[1]!]!, rest: [glued[2], ...all.slice(1)].join(" ") } : null;
}

/** Left and right joints of one name, as far as their bones are counterparts too; a pair whose bones are not is none. */
export function guessMirror({ joints, parents }: Tree): readonly Pair[] {
  const left = new Map<string, number>();
  joints.forEach((name, joint) => {
    const found = sided(name);
    if (found?.side === "left") left.set(found.rest, joint);
  });
  let pairs: Pair[] = joints.flatMap((name, joint): Pair[] => {
    const found = sided(name);
    const other = found?.side === "right" ? left.get(found.rest) : undefined;
    return other === undefined ? [] : [[other, joint]];
  });
  for (;;) {
    const other = counterparts({ joints, mirror: pairs });
    const broken = new Set<number>();
    parents.forEach((parent, joint) => {
      if (parents[other[joint]!] === (parent < 0 ? -1 : other[parent])) return;
      // An only joint below one that changes sides would stay behind: then that one has no counterpart either.
      broken.add(other[joint] === joint ? parent : joint);
    });
    if (broken.size === 0) return pairs.sort(([a], [b]) => a - b);
    pairs = pairs.filter(([a, b]) => !broken.has(a) && !broken.has(b));
  }
}

/** In this order, because "forearm" holds "ear" and "hand" stands in the names of fingers. */
const PART_WORDS: readonly (readonly [PartName, RegExp])[] = [
  ["hand", /shoulder|collar|clavicle|scapula|arm|elbow|wrist|hand|palm|finger|thumb|index|pinky/],
  ["foot", /leg|thigh|femur|knee|shin|tibia|calf|ankle|foot|feet|toe|heel/],
  ["head", /head|neck|nose|eye|\bears?\b|jaw|skull|face|mouth/],
  ["hip", /hip|pelvis|waist|spine|back|abdomen|torso|thorax|chest|root|body/],
];

/**
 * The joints of the four part tokens by their names; a joint whose name says nothing goes with its nearest ancestor that does.
 * A left or right hip belongs to hip and foot, as in GAP's lists. A part that no name speaks of holds every joint, so that its
 * token is never the mean of nothing.
 */
export function guessParts({ joints, parents }: Tree): Layout["parts"] {
  const own = joints.map((name) => PART_WORDS.find(([, pattern]) => pattern.test(words(name).join(" ")))?.[0]);
  const parts: Record<PartName, number[]> = { head: [], hand: [], hip: [], foot: [] };
  joints.forEach((name, joint) => {
    let at = joint;
    while (at >= 0 && own[at] === undefined) at = parents[at]!;
    if (at < 0) return;
    parts[own[at]!].push(joint);
    if (own[joint] === "hip" && sided(name)) parts.foot.push(joint);
  });
  for (const part of Object.values(parts)) if (part.length === 0) part.push(...joints.keys());
  return parts;
}

/**
 * The joint in the middle of the body: where the topmost left and right joints of the hands' part meet; without them the joint
 * that is nearest to all others.
 */
export function guessCenter({ joints, parents }: Tree, mirror: readonly Pair[], hand: readonly number[]): number {
  const meets = mirror.filter(([a, b]) => hand.includes(a) && parents[a]! >= 0 && parents[a] === parents[b]);
  const depth = depths(parents);
  const [first] = meets.sort(([a], [b]) => depth[a]! - depth[b]! || a - b);
  if (first) return parents[first[0]]!;
  const reach = joints.map((_, joint) => Math.max(...distances(parents, joint)));
  return reach.indexOf(Math.min(...reach));
}

function depths(parents: readonly number[]): number[] {
  return parents.map((parent) => {
    let steps = 0;
    for (let at = parent; at >= 0; at = parents[at]!) steps++;
    return steps;
  });
}

function distances(parents: readonly number[], from: number): number[] {
  const found: number[] = [];
  levelsByHops(parents, from).forEach((level, hops) => level.forEach((joint) => (found[joint] = hops)));
  return found;
}
