/** The field's papers number joints from 1; these bring their lists to 0-based numbers. */
export function fromOne(joints: readonly number[]): readonly number[] {
  return joints.map((joint) => joint - 1);
}

/** Parents per joint in 1-based numbers, 0 at the root, to 0-based numbers, -1 at the root. */
export const parentsFromOne = fromOne;

export function pairsFromOne(pairs: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  return pairs.map(([left, right]) => [left - 1, right - 1] as const);
}
