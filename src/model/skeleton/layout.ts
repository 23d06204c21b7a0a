import { HglError, nearest } from "../../common/errors";
import { ntu25 } from "./ntu25";
import { ucla20 } from "./ucla20";
import { uiprmd22 } from "./uiprmd22";

/** A capture device's skeleton: which joints there are and how they hang together. All joint numbers are 0-based. */
export interface Layout {
  readonly name: string;
  readonly joints: readonly string[];
  /** The joint at the other end of each joint's bone, towards the root; -1 at the root. */
  readonly parents: readonly number[];
  /** The joint whose position in the first frame becomes the origin. */
  readonly center: number;
  /** Hierarchy levels from the centre of mass outward; together they hold every joint once. */
  readonly levels: readonly (readonly number[])[];
  /** The parent's parent, -1 where there is none; the far end of a K-bone. */
  readonly secondAncestors: readonly number[];
  /** Joints of the four part tokens; a joint may belong to two parts. */
  readonly parts: Readonly<Record<"head" | "hand" | "hip" | "foot", readonly number[]>>;
  /** Left and right counterparts, left first. */
  readonly mirror: readonly (readonly [number, number])[];
  /** M, the bodies of every network input. */
  readonly bodies: number;
}

/** What a layout's own file states; the rest follows from it. */
export type LayoutFacts = Omit<Layout, "secondAncestors">;

const layouts: ReadonlyMap<string, Layout> = new Map(
  [ntu25, ucla20, uiprmd22].map((facts) => [facts.name, defineLayout(facts)]),
);

export const LAYOUT_NAMES: readonly string[] = [...layouts.keys()];

/** The built-in layout of that name: "ntu25", "ucla20" or "uiprmd22". Throws HglError "model" for any other name. */
export function layoutNamed(name: string): Layout {
  const layout = layouts.get(name);
  if (layout) return layout;
  const guess = nearest(name, LAYOUT_NAMES);
  throw new HglError({
    code: "model",
    what: `there is no skeleton layout "${name}"`,
    next: guess ? `did you mean "${guess}"?` : `use one of ${LAYOUT_NAMES.join(", ")}`,
  });
}

/** Checks the facts and adds what follows from them. Throws HglError "model" when they do not describe one skeleton. */
export function defineLayout(facts: LayoutFacts): Layout {
  checkTree(facts);
  checkLevels(facts);
  checkMembers(facts);
  const secondAncestors = facts.parents.map((parent) => (parent < 0 ? -1 : facts.parents[parent]!));
  return Object.freeze({ ...facts, secondAncestors });
}

/** The bones as (child, parent), in the order of the children; V - 1 of them. */
export function bones(layout: Pick<Layout, "parents">): readonly (readonly [number, number])[] {
  return layout.parents.flatMap((parent, child) => (parent < 0 ? [] : [[child, parent] as const]));
}

/** Joints in an order in which every joint stands before all of its ancestors. */
export function leavesFirst(layout: Pick<Layout, "parents">): readonly number[] {
  const depth = layout.parents.map((_, joint) => {
    let steps = 0;
    for (let at = joint; layout.parents[at]! >= 0; at = layout.parents[at]!) steps++;
    return steps;
  });
  return layout.parents.map((_, joint) => joint).sort((a, b) => depth[b]! - depth[a]! || a - b);
}

function checkTree({ name, joints, parents }: LayoutFacts): void {
  if (parents.length !== joints.length) fail(name, `${joints.length} joints but ${parents.length} parents`);
  if (parents.filter((parent) => parent === -1).length !== 1) fail(name, "a skeleton needs exactly one root");
  parents.forEach((first, joint) => {
    if (!Number.isInteger(first) || first < -1 || first >= joints.length) {
      fail(name, `joint ${joint} has parent ${first}`);
    }
    let at = first;
    for (let steps = 0; at >= 0; steps++, at = parents[at]!) {
      if (steps > joints.length) fail(name, `the bones above joint ${joint} run in a circle`);
    }
  });
}

function checkLevels({ name, joints, levels }: LayoutFacts): void {
  const seen = levels.flat();
  if (levels.some((level) => level.length === 0)) fail(name, "a hierarchy level is empty");
  if (levels[0]?.length !== 1) fail(name, "the first hierarchy level must be the centre of mass alone");
  if (seen.length !== joints.length || new Set(seen).size !== joints.length || !seen.every((v) => v in joints)) {
    fail(name, "the hierarchy levels do not hold every joint exactly once");
  }
}

function checkMembers({ name, joints, center, parts, mirror, bodies }: LayoutFacts): void {
  const mirrored = mirror.flat();
  if (new Set(mirrored).size !== mirrored.length) fail(name, "a joint is mirrored twice");
  for (const joint of [center, ...Object.values(parts).flat(), ...mirrored]) {
    if (!(joint in joints)) fail(name, `there is no joint ${joint}`);
  }
  if (!Number.isInteger(bodies) || bodies < 1) fail(name, `${bodies} bodies`);
}

function fail(name: string, what: string): never {
  throw new HglError({ code: "model", where: `skeleton layout ${name}`, what });
}
