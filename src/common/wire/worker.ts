import type { SkeletonPayload } from "../payloads/skeleton";
import type { RunDelta, RunView } from "../payloads/training";
import type { RunState } from "../runRecord";
import type { AskedClips } from "./renderer";

/**
 * Extension <-> worker, closed: every message there is.
 *
 * The worker is a process beside the editor (in an untrusted workspace a thread that only reads). It reads data, plans runs, starts training
 * processes and follows them; it holds nothing that is not in the run store, so that ending it loses nothing. Requests go down, and each is
 * answered once; notifications come up. What a running cell needs of the editor is asked upwards (`editor.ts`). A refused request carries an
 * HglError's facts (`RefusedData`).
 */
export const WIRE_VERSION = 2;

/** A notebook as the editor shows it, saved or not; `path` is absolute and its folder holds `.hgl/runs`. */
export interface NotebookText {
  readonly path: string;
  readonly text: string;
}

/** Requests, by name: what goes down and what comes back. */
export interface WorkerRequests {
  /** The first request. Refused when the two sides are of different versions. */
  hello(asked: { readonly wire: number; readonly version: string }): WorkerFacts;
  /** What the store knows about the cells of a notebook, without reading data sets or starting anything. */
  restore(asked: NotebookText): {
    readonly cells: readonly CellSnapshot[];
    /** Ids of all runs beside the notebook, whichever cell they are of: one that a screen shows and that is not among them was deleted. */
    readonly runs: readonly string[];
  };
  /**
   * Runs one cell; the cells it needs have been run before. A train cell starts a training process for what is not trained yet, or attaches
   * to the one that is at it. Answered when the cell has ended, however it ended; `execution` marks its notifications.
   */
  execute(asked: NotebookText & { readonly cell: string; readonly execution: string }): CellEnd;
  /** Follows what is being trained for a train cell, and starts nothing. */
  attach(asked: NotebookText & { readonly cell: string; readonly execution: string }): CellEnd;
  /** Asks the training processes of these executions to finish the step, write a checkpoint and stop; `execute` then answers "interrupted". */
  interrupt(asked: { readonly executions: readonly string[] }): Record<string, never>;
  /** Runs with all points the screen can use, for a view that has just been opened. Run folders are absolute paths. */
  history(asked: { readonly folders: readonly string[] }): { readonly runs: readonly RunView[] };
  /** Clips in motion, of a train cell with what a run of it took them for. Reads the data set where it is not in memory. */
  clips(asked: NotebookText & AskedClips): { readonly payload: SkeletonPayload };
  /** All runs of all notebooks below these folders. */
  runs(asked: { readonly roots: readonly string[] }): { readonly runs: readonly RunSummary[] };
  /** Asks a run's training process to stop, whoever started it; answered when it has. */
  stopRun(asked: { readonly folder: string }): Record<string, never>;
  /** Goes on with an interrupted or failed run in a process of its own; answered when that process has taken the run. */
  resumeRun(asked: { readonly folder: string }): Record<string, never>;
  /** Deletes a run's folder; refused while it is being trained. */
  deleteRun(asked: { readonly folder: string }): Record<string, never>;
  /**
   * Measures the networks of a model cell block by block, in a process of its own; seconds to minutes. Answered when `restore` tells the times.
   * Refused where they cannot be measured.
   */
  measure(asked: NotebookText & { readonly cell: string }): Record<string, never>;
  /** Writes a notebook with its outputs, as `restore` tells them, into a file whose ending is `.html`, `.ipynb` or `.pdf`. */
  exportFile(asked: NotebookText & { readonly file: string }): {
    /** Characters in whose place a PDF has boxes. */
    readonly missing: readonly string[];
  };
  /** What a train cell's `device` may be on this machine. */
  devices(asked: Record<string, never>): { readonly devices: readonly DeviceFacts[] };
}

export interface WorkerNotifications {
  /** The outputs that the cell shows from now on. Sent rarely: growing things grow by `progress`. */
  outputs(told: { readonly execution: string; readonly outputs: readonly CellOutput[] }): void;
  /** At most twice a second for an execution. */
  progress(told: { readonly execution: string; readonly runs: readonly RunDelta[] }): void;
  /** A data set is being read; `share` is null where the length is not known. */
  importing(told: { readonly execution: string; readonly what: string; readonly share: number | null }): void;
  /** Something the user should see once, beside what a cell shows. */
  warning(told: { readonly execution: string | null; readonly message: string }): void;
  /** The worker's memory, every few seconds, so that the cause of a death can be told. Bytes. */
  vital(told: { readonly rss: number }): void;
}

export interface WorkerFacts {
  readonly pid: number;
  /** `process.version`. */
  readonly node: string;
  readonly version: string;
  /** True in an untrusted workspace: everything that starts a process or reads data is refused. */
  readonly readOnly: boolean;
  /** "cpu, 2 threads". */
  readonly backend: string;
}

/** One output of a cell: the same content in several forms, MIME type to text (JSON already encoded). */
export type CellOutput = Readonly<Record<string, string>>;

/** Where a cell stands, as its status line tells it. */
export interface CellStatus {
  readonly state: "done" | "interrupted" | "failed" | "running";
  /** Whether nothing had to be computed. */
  readonly cached: boolean;
  /** Train cells: run ids in the order of the seeds. */
  readonly runs: readonly string[];
  readonly seedsDone: number;
  readonly seeds: number;
  /** Shares in [0, 1]: best validation top-1 of any run so far, mean test top-1 of the finished ones. */
  readonly bestValidation: number | null;
  readonly test: number | null;
  /** "cpu, 2 threads"; null for cells that compute nothing. */
  readonly backend: string | null;
}

export interface CellEnd {
  readonly status: CellStatus;
  /** One sentence when it failed or was interrupted. */
  readonly message: string | null;
  /** What the training process did when it failed, for the output's details. */
  readonly death: Death | null;
}

/** How a process ended that should not have. */
export interface Death {
  readonly pid: number;
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** Last known resident memory in bytes, of a machine with so much in all; null where the system does not tell. */
  readonly memory: { readonly rss: number; readonly total: number } | null;
  /** The last lines it printed, oldest first. */
  readonly lastLines: readonly string[];
}

/** A cell as the store has it. */
export interface CellSnapshot {
  readonly cell: string;
  readonly outputs: readonly CellOutput[];
  readonly status: CellStatus;
  /** True when what is shown was made from an earlier text of this cell or of one it needs. */
  readonly stale: boolean;
  /** Unix milliseconds; null where unknown. */
  readonly startedAt: number | null;
  readonly endedAt: number | null;
}

export interface RunSummary {
  /** Absolute path. */
  readonly folder: string;
  readonly runId: string;
  /** Folder that holds the notebook, absolute; and the cell that asked for the run first. */
  readonly place: string;
  readonly cell: string;
  /** File name of that notebook; absent in runs of versions that did not note it. */
  readonly notebook?: string;
  readonly seed: number;
  /** Runs of one cell with the same hash and data differ in nothing but their seed. */
  readonly configHash: string;
  readonly state: RunState;
  readonly epoch: number;
  readonly epochs: number;
  readonly bestValidation: number | null;
  readonly test: number | null;
  /** Unix milliseconds of the first and last event; null when there is none. */
  readonly startedAt: number | null;
  readonly updatedAt: number | null;
  /** One sentence when it failed. */
  readonly message: string | null;
}

export interface DeviceFacts {
  /** A value of the train cell's `device`. */
  readonly name: string;
  readonly label: string;
  readonly detail: string;
}

/** `data` of a refused request's JSON-RPC error: an HglError's facts. */
export interface RefusedData {
  readonly code: string;
  readonly what: string;
  readonly where?: string;
  readonly next?: string;
}

/** JSON-RPC error code of a request refused by an HglError; any other code is a defect of ours. */
export const REFUSED = -32001;

/** In the order of the interfaces above; a test holds the two together. */
export const WORKER_REQUESTS = [
  "hello",
  "restore",
  "execute",
  "attach",
  "interrupt",
  "history",
  "clips",
  "runs",
  "stopRun",
  "resumeRun",
  "deleteRun",
  "measure",
  "exportFile",
  "devices",
] as const satisfies readonly (keyof WorkerRequests)[];
export const WORKER_NOTIFICATIONS = [
  "outputs",
  "progress",
  "importing",
  "warning",
  "vital",
] as const satisfies readonly (keyof WorkerNotifications)[];

export type Asked<K extends keyof WorkerRequests> = Parameters<WorkerRequests[K]>[0];
export type Answered<K extends keyof WorkerRequests> = ReturnType<WorkerRequests[K]>;
export type Told<K extends keyof WorkerNotifications> = Parameters<WorkerNotifications[K]>[0];
