import { existsSync, renameSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { DataConfig, RunConfig } from "../../common/config";
import { HglError } from "../../common/errors";
import type { RunEvent, RunResult } from "../../common/runRecord";
import type { Dataset } from "../../model/data/dataset";
import { splitDataset } from "../../model/data/split";
import { cellsFor, type ResolvedTrain } from "../../notebook/resolve";
import { importDataset } from "../importing/importDataset";
import { diskError } from "../store/fileSystem";
import { identify, RunFolder, runsFolderOf, type RunSpec } from "../store/runFolder";
import { codeVersion } from "../version";
import { progressOn } from "./progress";
import { openNotebook, type OpenedNotebook } from "./readNotebook";
import { writeReport } from "./report";
import { resultText, viewText } from "./results";
import { followRun, type FollowOptions } from "./runProcess";
import { count, type Terminal } from "./terminal";

export interface RunNotebookOptions {
  readonly cell?: string;
  readonly report?: string;
  readonly json?: boolean;
  readonly fresh?: boolean;
}

/** A run of a training cell and where it stands. */
export interface PlannedRun {
  readonly cell: string;
  readonly config: RunConfig;
  readonly spec: RunSpec;
  readonly folder: RunFolder;
}

export interface FinishedRun extends PlannedRun {
  readonly result: RunResult;
  readonly cached: boolean;
}

/**
 * `hgl run`:
 *
 *     notebook -> cells in dependency order -> data read once per data cell -> planned runs (one per seed)
 *              -> each run: stored result, or a training process followed to its end -> tables -> report
 *
 * @throws HglError for the first thing that stops it; finished runs are in their folders by then.
 */
export async function runNotebook(
  path: string,
  options: RunNotebookOptions,
  terminal: Terminal,
  follow: Partial<FollowOptions> = {},
): Promise<void> {
  const opened = openNotebook(path);
  const cells = options.cell === undefined ? opened.cells : cellsFor(opened.cells, options.cell.replace(/^#/, ""));
  const say = options.json ? () => {} : (text: string) => terminal.out(text);
  const tell = options.json ? (value: unknown) => terminal.out(`${JSON.stringify(value)}\n`) : () => {};
  if (cells.length === 0)
    throw new HglError({
      code: "notebook",
      where: path,
      what: "the notebook has no hgl cell, so there is nothing to run",
      next: "see media/notebooks/first-run.hgl.md for an example",
    });

  const datasets = new Map<string, Dataset>();
  const finished: FinishedRun[] = [];
  for (const cell of cells) {
    tell({ type: "cell", id: cell.id, kind: cell.kind });
    if (cell.kind === "data") {
      const dataset = await loadData(cell.config, opened);
      datasets.set(cell.id, dataset);
      say(
        `#${cell.id}  ${dataset.name}: ${count(dataset.clips.length, "clip")}, ${count(dataset.classes.length, "class", "classes")}, ${count(dataset.layout.joints.length, "joint")}\n`,
      );
      for (const message of dataset.warnings ?? []) terminal.err(`hgl: #${cell.id}: ${message}\n`);
    } else if (cell.kind === "train") {
      const runs = await trainCell(cell, datasets.get(cell.data)!, opened, options, terminal, tell, follow);
      finished.push(...runs);
      say(`\n${resultText(cell.id, runs, terminal.columns)}\n`);
      for (const run of runs) say(`run folder  ${shown(run.folder.path)}\n`);
    } else if (cell.kind === "view" && cell.view === "skeleton") {
      say(`\n#${cell.id}  moving skeletons of #${cell.of}: open the notebook in the editor to see them\n`);
    } else if (cell.kind === "view") {
      say(
        `\n${viewText(
          cell.id,
          finished.filter((run) => run.cell === cell.of),
          terminal.columns,
        )}`,
      );
    }
  }
  if (options.report !== undefined) {
    const file = resolve(options.report);
    await writeReport(file, opened, cells, finished);
    tell({ type: "report", file });
    say(`report      ${shown(file)}\n`);
  }
}

async function loadData(config: DataConfig, opened: OpenedNotebook): Promise<Dataset> {
  return await importDataset(config.source, config.format, dirname(opened.path));
}

async function trainCell(
  cell: ResolvedTrain,
  dataset: Dataset,
  opened: OpenedNotebook,
  options: RunNotebookOptions,
  terminal: Terminal,
  tell: (value: unknown) => void,
  follow: Partial<FollowOptions>,
): Promise<FinishedRun[]> {
  const planned = cell.runs.map((config) => plan(cell.id, config, dataset, opened.path));
  if (options.fresh) planned.forEach(({ folder }) => moveAside(folder));
  const finished: FinishedRun[] = [];
  for (const [at, run] of planned.entries()) {
    const { folder, config } = run;
    const stored = existsSync(folder.configPath) ? folder.storedResult() : undefined;
    if (stored) {
      tell({ type: "run", cell: cell.id, seed: config.seed, runId: folder.id, cached: true, folder: folder.path });
      if (!options.json)
        terminal.out(
          `#${cell.id} seed ${config.seed}  already trained (run ${folder.id}), test ${(100 * stored.test.top1).toFixed(1)} %\n`,
        );
      finished.push({ ...run, result: stored, cached: true });
      continue;
    }
    RunFolder.prepare(dirname(folder.path), run.spec);
    tell({ type: "run", cell: cell.id, seed: config.seed, runId: folder.id, cached: false, folder: folder.path });
    const remaining = planned.slice(at + 1).filter((other) => !existsSync(other.folder.resultPath)).length;
    const progress = progressOn(terminal, {
      cell: cell.id,
      seed: config.seed,
      index: at + 1,
      of: planned.length,
      remaining,
    });
    const onEvent = (event: RunEvent) => (options.json ? tell({ runId: folder.id, ...event }) : progress.event(event));
    const onStopping = () => {
      progress.end();
      terminal.err(
        "hgl: stopping after this step and writing a checkpoint (again: leave at once, the training process finishes that alone)\n",
      );
    };
    try {
      await followRun(folder, { onEvent, onStopping, ...follow });
    } finally {
      progress.end();
    }
    finished.push({ ...run, result: folder.result()!, cached: false });
  }
  return finished;
}

function plan(cell: string, config: RunConfig, dataset: Dataset, notebookPath: string): PlannedRun {
  // An impossible split is told before anything is written or started.
  splitDataset(dataset, config.data, config.seed);
  const dataHash = dataset.contentHash!;
  const version = codeVersion();
  const { runId, configHash } = identify(config, dataHash, version);
  const spec: RunSpec = {
    format: 1,
    runId,
    config,
    dataHash,
    configHash,
    codeVersion: version,
    cell,
    layout: dataset.layout.name,
    classes: dataset.classes,
  };
  return { cell, config, spec, folder: new RunFolder(`${runsFolderOf(notebookPath)}/${runId}`) };
}

/** `--fresh` trains again but destroys nothing: the old folder stays beside the new one under another name. */
function moveAside(folder: RunFolder): void {
  if (!existsSync(folder.path)) return;
  if (folder.state() === "running")
    throw new HglError({
      code: "store",
      where: folder.path,
      what: "this run is being trained right now",
      next: "stop it first, or run without --fresh",
    });
  for (let n = 1; ; n++) {
    const aside = `${folder.path}.old-${n}`;
    if (existsSync(aside)) continue;
    try {
      renameSync(folder.path, aside);
    } catch (error) {
      throw diskError(error, folder.path, "moving the old run aside");
    }
    return;
  }
}

/** A path as short as it can be said from here. */
export function shown(path: string): string {
  const here = `${process.cwd()}/`;
  return path.startsWith(here) ? path.slice(here.length) : path;
}
