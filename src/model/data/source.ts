import type { HglError } from "../../common/errors";
import type { Layout } from "../skeleton/layout";
import type { Protocol } from "./protocol";

/** Bytes that are read where they are needed, so that a file larger than memory can be looked into. */
export interface ByteSource {
  /** Path, and inside an archive the entry, as errors name it. */
  readonly name: string;
  readonly size: number;
  /** The bytes [at, at + length); the same ones every time. Throws HglError "data" when the source ends before. */
  read(at: number, length: number): Uint8Array;
}

/** What the three numbers of a joint are: metres in space, or a place in the picture, [-1, 1] across and down, with the detector's confidence. */
export type Coordinates = "xyz" | "xyc";

/** What a source says of its clips before they are read. */
export interface SourceFacts {
  readonly name: string;
  readonly layout: Layout;
  readonly coordinates: Coordinates;
  readonly classes: readonly string[];
  /** The published divisions into training and test clips; the first is the default. */
  readonly protocols: readonly Protocol[];
  /** Where the clips come from and under which licence, as far as it is known. */
  readonly source?: string;
  readonly license?: string;
  /** What the reader noticed and did about it, one sentence each. */
  readonly warnings?: readonly string[];
}

/** One clip as its reader gives it. */
export interface ReadClip {
  readonly id: string;
  /** Index into the classes. */
  readonly label: number;
  /** Person, camera and set-up count from 1; 0 when unknown. */
  readonly subject: number;
  readonly view: number;
  readonly setup: number;
  /** T: valid frames, without padding. */
  readonly frames: number;
  /** M: bodies of this clip. */
  readonly bodies: number;
  /** [T, M, V, 3] row-major, in the source's coordinates; a body that is absent from a frame is all zeros there. */
  readonly values: Float32Array;
}

/** A clip that is not taken: by a published rule, such as a list of missing skeletons, or because its bytes are bad. */
export interface LeftOut {
  readonly id: string;
  readonly leftOut: { readonly rule: string } | { readonly error: HglError };
}

/** A data set as it lies on disk, opened for reading. */
export interface ClipSource {
  readonly facts: SourceFacts;
  /**
   * Pieces that can be read apart from one another, also on different threads; one after another they give all clips in their final order.
   * Some hundred clips each, where the source allows it: an interrupted import goes on after the last whole piece.
   */
  readonly pieces: number;
  /** Reads a piece, holding no more than a few clips at a time. Yields what is bad instead of throwing, where the clips after it can still be read. */
  read(piece: number): Iterable<ReadClip | LeftOut>;
}
