import type { NetworkMap } from "./maps";

/** The mean of the maps of several clips, one clip after another; what is held does not grow with them. */
export class MapMean {
  readonly #sums = new Map<string, { readonly map: NetworkMap; readonly sum: Float64Array; count: number }>();
  #clips = 0;

  /** Clips so far. */
  get clips(): number {
    return this.#clips;
  }

  add(maps: readonly NetworkMap[]): void {
    this.#clips++;
    for (const map of maps) {
      const name = nameOf(map);
      let own = this.#sums.get(name);
      if (!own) this.#sums.set(name, (own = { map, sum: new Float64Array(map.values.length), count: 0 }));
      for (let at = 0; at < own.sum.length; at++) own.sum[at]! += map.values[at]!;
      own.count++;
    }
  }

  /** A body that is not in every clip has the mean over those that it is in. */
  mean(): NetworkMap[] {
    return [...this.#sums.values()].map(({ map, sum, count }) => ({
      ...map,
      values: Float32Array.from(sum, (value) => value / count),
    }));
  }
}

/** Map by map, for those that both have; the gates, which two networks may have each their own of, only where they are equal. */
export function differenceOf(left: readonly NetworkMap[], right: readonly NetworkMap[]): NetworkMap[] {
  const others = new Map(right.map((map) => [nameOf(map), map]));
  return left.flatMap((map) => {
    const other = others.get(nameOf(map));
    if (!other || other.values.length !== map.values.length) return [];
    return {
      ...map,
      values: map.values.map((value, at) => value - other.values[at]!),
      gate: map.gate === other.gate ? map.gate : null,
    };
  });
}

function nameOf({ term, block, part, channel, body }: NetworkMap): string {
  return [term, block, part, channel, body].join("/");
}
