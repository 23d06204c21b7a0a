import { HglError, nearest } from "../../../common/errors";
import type { Layout } from "../../skeleton/layout";
import type { Bvh, BvhJoint } from "./bvh";
import { eachFrame } from "./positions";
import { STANDING_HEIGHT, standingHeight } from "./skeleton";

/** What a first file has, and all others must have too. */
export type BvhSkeleton = readonly Pick<BvhJoint, "name" | "parent">[];

/**
 * The joints of a layout in one BVH file, [T, 1, V, 3], scaled so that the skeleton's standing height is 1.7 m: BVH has no unit. `where` names
 * the file. Throws HglError "data" for a skeleton other than `expected`, one without length, and for a joint that it has not.
 */
export function bvhValues(bvh: Bvh, layout: Layout, expected: BvhSkeleton, where: string): Float32Array {
  const fail = (what: string, next: string): never => {
    throw new HglError({ code: "data", where, what, next });
  };
  const { joints } = bvh;
  const difference = differenceOf(joints, expected);
  if (difference) fail(`the skeleton is not that of the first file: ${difference}`, "import files of one skeleton");
  const names = joints.map(({ name }) => name);
  const from = layout.joints.map((name) => {
    const at = names.indexOf(name);
    if (at >= 0) return at;
    const guess = nearest(name, names);
    return fail(
      `the skeleton layout ${layout.name} has a joint "${name}", which the file has not`,
      guess ? `did you mean "${guess}"?` : "leave out layout, or declare one with the file's joints",
    );
  });
  const height = standingHeight(joints);
  if (!(height > 0)) fail("no bone of the skeleton has a length", "export the file again, or remove it");
  const scale = STANDING_HEIGHT / height;
  // A joint that moves has three numbers a frame; so the numbers say how many joints there may be, before they are made.
  if (bvh.frames * from.length > 2 ** 20 + bvh.motion.length) {
    fail(`${bvh.frames} frames of ${from.length} joints have only ${bvh.motion.length} numbers`, "divide the file");
  }
  const values = new Float32Array(bvh.frames * from.length * 3);
  eachFrame(bvh, (frame, positions) => {
    from.forEach((joint, v) => {
      for (let axis = 0; axis < 3; axis++) {
        const value = scale * positions[joint * 3 + axis]!;
        if (!Number.isFinite(Math.fround(value))) {
          fail(`frame ${frame + 1}, joint "${names[joint]!}" lies at ${value}`, "export the file again, or remove it");
        }
        values[(frame * from.length + v) * 3 + axis] = value;
      }
    });
  });
  return values;
}

function differenceOf(joints: BvhSkeleton, expected: BvhSkeleton): string | undefined {
  for (let at = 0; at < Math.max(joints.length, expected.length); at++) {
    const [here, there] = [joints[at], expected[at]];
    if (!here) return `joint "${there!.name}" is missing`;
    if (!there) return `joint "${here.name}" is one more`;
    if (here.name !== there.name) return `joint "${here.name}" stands where "${there.name}" should`;
    if (here.parent !== there.parent) return `joint "${here.name}" hangs on another joint`;
  }
  return undefined;
}
