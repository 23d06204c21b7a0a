import type { RandomStream } from "../random";

/** Marks `count` places with 1 and the others with 0, every choice equally likely (selection sampling: Knuth, TAOCP 2, 3.4.2, algorithm S). */
export function pick(places: Uint8Array, count: number, stream: RandomStream): void {
  let wanted = Math.min(count, places.length);
  for (let at = 0; at < places.length; at++) {
    places[at] = stream.int(places.length - at) < wanted ? 1 : 0;
    wanted -= places[at]!;
  }
}
