import type { DecodedMap } from "../../common/payloads/attention";

/** What tells the maps of a subject apart, in the order in which one is chosen. */
export const CHOICES = ["term", "part", "block", "body"] as const;
export type Choice = (typeof CHOICES)[number];
/** What the user has asked for; what is absent has not been asked for. */
export type Wanted = { -readonly [C in Choice]?: DecodedMap[C] };

/** The map that comes nearest to what is wanted: each wish in turn holds where some map that is left fulfils it. */
export function settle(maps: readonly DecodedMap[], wanted: Wanted): DecodedMap {
  return CHOICES.reduce((left, choice) => {
    const fitting = left.filter((map) => map[choice] === wanted[choice]);
    return fitting.length > 0 ? fitting : left.filter((map) => map[choice] === left[0]![choice]);
  }, maps)[0]!;
}

/** What can be chosen in place of a map's own, each once, as the payload has them: maps that agree with it in the choices before. */
export function offered<C extends Choice>(
  maps: readonly DecodedMap[],
  shown: DecodedMap,
  choice: C,
): readonly DecodedMap[C][] {
  const before = CHOICES.slice(0, CHOICES.indexOf(choice));
  const same = maps.filter((map) => before.every((one) => map[one] === shown[one]));
  return [...new Set(same.map((map) => map[choice]))];
}

/** The map of every block that is like this one but for its block; undefined where there is none. */
export function ofAllBlocks(
  maps: readonly DecodedMap[],
  { term, part, body }: DecodedMap,
  blocks: number,
): readonly (DecodedMap | undefined)[] {
  const all = new Array<DecodedMap | undefined>(blocks).fill(undefined);
  for (const map of maps) if (map.term === term && map.part === part && map.body === body) all[map.block] ??= map;
  return all;
}
