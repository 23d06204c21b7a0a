import type { Stream } from "../../common/vocabulary";
import { ENSEMBLE_ROWS } from "./ensemble";

/** Some members of an ensemble that are fused. */
export interface MemberSet {
  /** "2 streams"; null for a member alone. */
  readonly name: string | null;
  /** Numbers of the members, rising. */
  readonly members: readonly number[];
}

/** A stream's weight in the lineage's fixed fusion. */
export function fixedWeight(stream: Stream): number {
  return ENSEMBLE_ROWS.at(-1)!.weights[stream]!;
}

/**
 * The rows of an ensemble's table: each member alone, the usual sets of two, four and six streams as far as each of their streams has one
 * member, and last all members together. `streams` are the members', null where one has none.
 */
export function memberSets(streams: readonly (Stream | null)[]): readonly MemberSet[] {
  const alone = streams.map((_, member): MemberSet => ({ name: null, members: [member] }));
  const usual = ENSEMBLE_ROWS.slice(1).flatMap(({ name, weights }): MemberSet[] => {
    const found = Object.keys(weights).map((stream) => places(streams, stream));
    if (found.some(({ length }) => length !== 1)) return [];
    return [{ name, members: found.flat().sort((a, b) => a - b) }];
  });
  if (streams.length < 2 || usual.some(({ members }) => members.length === streams.length)) return [...alone, ...usual];
  const name = streams.every((stream) => stream !== null) ? `${streams.length} streams` : `${streams.length} members`;
  return [...alone, ...usual, { name, members: streams.map((_, member) => member) }];
}

function places(streams: readonly (Stream | null)[], wanted: string): readonly number[] {
  return streams.flatMap((stream, member) => (stream === wanted ? [member] : []));
}
