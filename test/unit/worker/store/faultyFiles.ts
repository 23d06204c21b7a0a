import * as fs from "node:fs";
import { dirname } from "node:path";
import { realFiles, type FileSystem } from "../../../../src/worker/store/fileSystem";

/**
 * What happens at the k-th file operation:
 *
 *     ENOSPC, EIO     it fails once and the program goes on
 *     short write     it takes half of the bytes
 *     killed          the process ends before it; the next run finds what the system's memory had
 *     power loss      the machine stops before it; of every file only what was synced is left, a rename only once its folder was
 */
export const FAULTS = ["ENOSPC", "EIO", "short write", "killed", "power loss"] as const;
export type Fault = (typeof FAULTS)[number];

/** Thrown by every operation of a program that is no more, so that none of its clearing up reaches the disk. */
export class Ended extends Error {}

/** What a full disk refuses; everything else it still does. */
const TAKES_SPACE = new Set(["openSync", "writeSync", "fsyncSync", "renameSync", "linkSync", "mkdirSync"]);

export interface FaultyFiles {
  readonly files: FileSystem;
  /** Operations so far, each with what it was given first: a path, or nothing for a handle. */
  readonly told: readonly string[];
  /** Handles that nobody has closed. */
  open(): number;
}

/** Real files, one operation of which meets a fault. Syncing is remembered instead of waited for. */
export function faultyFiles(k = Infinity, fault: Fault = "EIO"): FaultyFiles {
  const told: string[] = [];
  let over = false;
  const disk = new Durable();
  const handles = new Set<number>();
  const calls: Record<string, (...given: unknown[]) => unknown> = {};
  const real = realFiles as unknown as Record<string, (...given: unknown[]) => unknown>;
  const act = (name: string, given: unknown[]): unknown => {
    if (name === "fsyncSync") return disk.synced(given[0] as number);
    if (name === "renameSync") return disk.rename(given[0] as string, given[1] as string);
    const result = real[name]!(...given);
    if (name === "openSync") {
      handles.add(result as number);
      disk.opened(result as number, given[0] as string);
    }
    return result;
  };
  for (const name of OPERATIONS)
    calls[name] = (...given) => {
      if (name === "closeSync") handles.delete(given[0] as number);
      const gone = (): never => {
        // The system closes what an ended program had open.
        if (name === "closeSync") fs.closeSync(given[0] as number);
        throw new Ended(`ended before ${name}`);
      };
      if (over) return gone();
      told.push(typeof given[0] === "string" ? `${name} ${given[0]}` : name);
      if (told.length !== k) return act(name, given);
      if (fault === "killed" || fault === "power loss") {
        over = true;
        if (fault === "power loss") disk.lose();
        return gone();
      }
      if (fault === "short write") {
        if (name !== "writeSync") return act(name, given);
        const [handle, bytes, offset = 0, length = (bytes as Uint8Array).length] = given as [
          number,
          Uint8Array,
          number?,
          number?,
        ];
        return fs.writeSync(handle, bytes, offset, Math.max(1, length >> 1));
      }
      if (fault === "ENOSPC" && !TAKES_SPACE.has(name)) return act(name, given);
      // A failed close gives the handle back all the same.
      if (name === "closeSync") fs.closeSync(given[0] as number);
      throw Object.assign(new Error(fault), { code: fault });
    };
  return { files: calls as unknown as FileSystem, told, open: () => handles.size };
}

const OPERATIONS = [
  "openSync",
  "writeSync",
  "fsyncSync",
  "closeSync",
  "renameSync",
  "unlinkSync",
  "linkSync",
  "mkdirSync",
  "readFileSync",
  "readdirSync",
  "ftruncateSync",
  "fstatSync",
  "readSync",
] as const satisfies readonly (keyof FileSystem)[];

/** What of the files would outlive a loss of power, at its worst: nothing that nobody asked to be durable. */
class Durable {
  readonly #paths = new Map<number, string>();
  /** Bytes of each opened file that are on the disk for certain. */
  readonly #lengths = new Map<string, number>();
  #renames: { readonly from: string; readonly to: string; readonly before: Uint8Array | undefined }[] = [];

  opened(handle: number, path: string): void {
    this.#paths.set(handle, path);
    const stat = fs.fstatSync(handle);
    if (stat.isFile() && !this.#lengths.has(path)) this.#lengths.set(path, stat.size);
  }

  synced(handle: number): void {
    const path = this.#paths.get(handle)!;
    const stat = fs.fstatSync(handle);
    if (stat.isFile()) this.#lengths.set(path, stat.size);
    else this.#renames = this.#renames.filter(({ to }) => dirname(to) !== path);
  }

  rename(from: string, to: string): void {
    const before = fs.existsSync(to) ? fs.readFileSync(to) : undefined;
    fs.renameSync(from, to);
    this.#renames.push({ from, to, before });
    this.#lengths.set(to, this.#lengths.get(from) ?? 0);
    this.#lengths.delete(from);
  }

  lose(): void {
    for (const [path, length] of this.#lengths)
      if (fs.existsSync(path) && fs.statSync(path).size > length) fs.truncateSync(path, length);
    for (const { from, to, before } of this.#renames.reverse()) {
      if (!fs.existsSync(to)) continue;
      fs.renameSync(to, from);
      if (before) fs.writeFileSync(to, before);
    }
  }
}
