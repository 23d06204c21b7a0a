import { placeActors, type Scene } from "./actors";
import { centre, withoutEmptyFrames } from "./centre";
import { denoise } from "./denoise";
import type { SkeletonFile } from "./skeletonFile";

/**
 * From a file to the clip that networks learn from, as the field prepares NTU RGB+D (lineage: CTR-GCN's scripts, from SGN's): people told from
 * furniture, one or two actors chosen, frames without anybody dropped, centred on the first actor. Undefined when no body is left.
 *
 * A recording of one actor has one body. The lineage fills the second when it pads clips to 300 frames: with zeros in NTU RGB+D 60, with a copy of
 * the first in NTU RGB+D 120; two bodies of which the second is nowhere seen stay two, as there.
 */
export function prepare({ frames, bodies }: SkeletonFile): Scene | undefined {
  const people = denoise(bodies);
  if (people.length === 0) return undefined;
  const scene = withoutEmptyFrames(placeActors(frames, people));
  return centre(scene) ? scene : undefined;
}
