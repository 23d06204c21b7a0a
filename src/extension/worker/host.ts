import type { Readable, Writable } from "node:stream";

/** Where a worker runs: a process, or a thread that stands in for one in an untrusted workspace. */
export interface Host {
  readonly pid: number;
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Resolves once, when it has ended; `error` says why it could not even be started. */
  readonly ended: Promise<Ending>;
  /** Asks it to end by closing its input; kills it when it has not ended after `graceMs`. */
  end(graceMs: number): void;
}

export interface Ending {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly error: Error | null;
}
