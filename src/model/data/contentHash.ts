import { layoutFacts } from "../skeleton/layoutJson";
import type { Clip } from "./dataset";
import type { SourceFacts } from "./source";

/** SHA-256 in hex; the rooms that have one hand it in. */
export type Sha256 = (content: string | Uint8Array) => string;

/** Digest of one clip's coordinates, taken when it is read, so that a data set of any size is hashed by its digests. */
export function clipDigest(values: Float32Array, sha256: Sha256): string {
  return sha256(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}

/**
 * SHA-256 in hex of everything training can see of a data set: layout, coordinates, classes, its protocols, and per clip label, subject,
 * view, set-up, frames, bodies and the values' bits. Names, sources and, unless a protocol lists them, clip ids may change without making
 * it another data set.
 */
export function contentHash(
  { layout, coordinates, classes, protocols }: SourceFacts,
  clips: readonly Clip[],
  digests: readonly string[],
  sha256: Sha256,
): string {
  const listed = protocols.some(({ by }) => by === "clip");
  const { name: _name, version: _version, joints: _joints, ...skeleton } = layoutFacts(layout);
  const facts = {
    layout: skeleton,
    coordinates,
    classes,
    protocols,
    clips: clips.map(({ id, label, subject, view, setup, frames, bodies }, at) => [
      label,
      subject,
      view,
      setup,
      frames,
      bodies,
      digests[at],
      ...(listed ? [id] : []),
    ]),
  };
  return sha256(`hgl data 2\n${JSON.stringify(facts)}\n`);
}
