import { HglError, nearest } from "../../common/errors";
import { coco17 } from "./coco17";
import { h36m17 } from "./h36m17";
import { kinect20 } from "./kinect20";
import { ntu25 } from "./ntu25";
import { ntu25Hand, ntu25Wrist } from "./ntu25Variants";
import { openpose18 } from "./openpose18";
import { openpose25 } from "./openpose25";
import { smpl24 } from "./smpl24";
import { ucla20 } from "./ucla20";
import { uiprmd22 } from "./uiprmd22";

/** A capture device's skeleton: which joints there are and how they hang together. All joint numbers are 0-based. */
export interface Layout {
  readonly name: string;
  /** Counts up whenever anything else here changes under the same name. */
  readonly version: number;
  readonly joints: readonly string[];
  /** The joint at the other end of each joint's bone, towards the root; -1 at the root. */
  readonly parents: readonly number[];
  /** The joint whose position in the first frame becomes the origin. */
  readonly center: number;
  /** Hierarchy levels from the centre of mass outward; together they hold every joint once. */
  readonly levels: readonly (readonly number[])[];
  /** The far end of each joint's K-bone, -1 where there is none: the parent's parent, unless a publication says otherwise. */
  readonly secondAncestors: readonly number[];
  /** Joints of the four part tokens; a joint may belong to two parts. */
  readonly parts: Readonly<Record<"head" | "hand" | "hip" | "foot", readonly number[]>>;
  /** Left and right counterparts, left first. */
  readonly mirror: readonly (readonly [number, number])[];
  /** M, the bodies of every network input. */
  readonly bodies: number;
}

/** What a layout's own file states; second ancestors that it leaves out are the parents' parents. */
export type LayoutFacts = Omit<Layout, "secondAncestors"> & Partial<Pick<Layout, "secondAncestors">>;

/** Far above any skeleton with hands and face, far below what fills memory with graphs of V x V. */
export const MOST_JOINTS = 256;
export const MOST_BODIES = 16;

const layouts: ReadonlyMap<string, Layout> = new Map(
  [ntu25, ntu25Wrist, ntu25Hand, ucla20, kinect20, uiprmd22, openpose18, openpose25, coco17, h36m17, smpl24].map(
    (facts) => [facts.name, defineLayout(facts)],
  ),
);

export const LAYOUT_NAMES: readonly string[] = [...layouts.keys()];

/** The built-in layout of that name: "ntu25", "ucla20", "openpose18" and so on (LAYOUT_NAMES). Throws HglError "model" for any other name. */
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
  const { parents } = facts;
  const secondAncestors = facts.secondAncestors ?? parents.map((parent) => (parent < 0 ? -1 : parents[parent]!));
  const layout = Object.freeze({ ...facts, secondAncestors });
  checkSecondAncestors(layout);
  checkMirror(layout);
  return layout;
}

/** The bones as (child, parent), in the order of the children; V - 1 of them. */
export function bones(layout: Pick<Layout, "parents">): readonly (readonly [number, number])[] {
  return layout.parents.flatMap((parent, child) => (parent < 0 ? [] : [[child, parent] as const]));
}

/** The joint that each joint becomes in a mirror: its counterpart, or itself. */
export function counterparts(layout: Pick<Layout, "joints" | "mirror">): readonly number[] {
  const other = layout.joints.map((_, joint) => joint);
  for (const [left, right] of layout.mirror) [other[left], other[right]] = [right, left];
  return other;
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

function checkTree({ name, version, joints, parents }: LayoutFacts): void {
  if (!Number.isInteger(version) || version < 1) fail(name, `version ${version}`);
  if (joints.length < 2 || joints.length > MOST_JOINTS) fail(name, `${joints.length} joints, not 2 to ${MOST_JOINTS}`);
  const repeated = joints.find((joint, at) => joints.indexOf(joint) !== at);
  if (repeated !== undefined) fail(name, `two joints are called "${repeated}"`);
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
  if (!Number.isInteger(bodies) || bodies < 1 || bodies > MOST_BODIES) fail(name, `${bodies} bodies`);
}

/** The K stream is made from the leaves inward, so the far end must lie above its joint in the tree. */
function checkSecondAncestors({ name, joints, parents, secondAncestors }: Layout): void {
  if (secondAncestors.length !== joints.length) {
    fail(name, `${joints.length} joints but ${secondAncestors.length} second ancestors`);
  }
  secondAncestors.forEach((ancestor, joint) => {
    if (ancestor === -1) return;
    let at = parents[joint]!;
    while (at >= 0 && at !== ancestor) at = parents[at]!;
    if (at < 0) fail(name, `joint ${joint} has second ancestor ${ancestor}, which is none of its ancestors`);
  });
}

/** A mirrored body must be a body again: the counterparts of a bone's ends are the ends of a bone. */
function checkMirror({ name, joints, parents, secondAncestors, mirror }: Layout): void {
  const other = counterparts({ joints, mirror });
  for (const [what, above] of [
    ["bone", parents],
    ["K-bone", secondAncestors],
  ] as const) {
    above.forEach((far, joint) => {
      const expected = far < 0 ? -1 : other[far]!;
      if (above[other[joint]!] === expected) return;
      const [here, there] = [joints[joint]!, joints[other[joint]!]!];
      fail(name, `the mirror pairs "${here}" with "${there}", but their ${what}s are no counterparts`);
    });
  }
}

function fail(name: string, what: string): never {
  throw new HglError({ code: "model", where: `skeleton layout ${name}`, what });
}
