import type { RunConfig } from "../../common/config";
import type { RunEvent, RunResult } from "../../common/runRecord";
import type { Judged } from "../confusionPayload";

/** Everything a report is made of; the report is a pure function of it (equal input, equal bytes). */
export interface ReportInput {
  /** The notebook's title. */
  readonly title: string;
  /** File name of the notebook, as the reader knows it; not an absolute path. */
  readonly notebook: string;
  /** When the report was made, in words; printed as given. */
  readonly generatedAt: string;
  /** The notebook's cells, in the notebook's order. */
  readonly cells: readonly ReportCell[];
  /** Finished runs, in any order. */
  readonly runs: readonly ReportRun[];
  /** Version of HocSLM Notebook that made the report. */
  readonly version: string;
  /** Network tables, one per training cell; leave out what was not measured. */
  readonly models?: readonly ReportModel[];
  /** The confusion renderer, bundled to a plain script (esbuild, format "iife"); without it the report shows the static matrix alone. */
  readonly confusionScript?: string;
}

export interface ReportCell {
  /** The id after "#", without it. */
  readonly id: string;
  /** "data", "model", "train", "view", … */
  readonly kind: string;
  /** The cell's text as written (YAML). */
  readonly text: string;
  /** Runs of a training cell, one per seed, in the order of its seeds; empty for other kinds and for a cell that has not run. */
  readonly runIds: readonly string[];
}

export interface ReportRun {
  readonly runId: string;
  readonly config: RunConfig;
  /** The run's event log as stored; repeated epochs after a resume are allowed, the later one counts. */
  readonly events: readonly RunEvent[];
  readonly result: RunResult;
  /** The test clips of this run with what it took them for; without them the matrix tells no clips. */
  readonly judged?: Judged;
  /** Hash of the data set's content, hex. */
  readonly dataHash?: string;
  /** Hash of the resolved configuration, hex. */
  readonly configHash?: string;
}

export interface ReportModel {
  /** Id of the training cell. */
  readonly cell: string;
  readonly rows: readonly ReportModelRow[];
}

/** One block of the network. */
export interface ReportModelRow {
  readonly name: string;
  /** Output shape in words, such as "64 x 25 x 64 (C V T)". */
  readonly output?: string;
  readonly parameters: number;
  /** Multiply-adds of one clip. */
  readonly multiplyAdds?: number;
  /** Measured milliseconds of one clip's forward pass. */
  readonly milliseconds?: number;
}
