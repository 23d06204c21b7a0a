import { existsSync, renameSync } from "node:fs";
import { resolve } from "node:path";
import { HglError } from "../../common/errors";
import type { RunEvent } from "../../common/runRecord";
import type { Dataset } from "../../model/data/dataset";
import { cellsFor, type ResolvedAblation, type ResolvedTrain } from "../../notebook/resolve";
import { importDataset, placesOf } from "../importing/importDataset";
import { ShareLine } from "./shareLine";
import { storedCard, tellData, type DataFacts } from "../running/dataCell";
import { makeEnsemble } from "../running/ensemble/ensembleCell";
import type { Launch } from "../running/launch";
import { describeNetwork, inputsOf } from "../running/modelCell";
import { openNotebook, type OpenedNotebook } from "../running/openNotebook";
import { planRuns, type FinishedRun, type PlannedRun, type PlannedTexts } from "../running/plan";
import { writeReport } from "../running/report";
import { machineHere, placesFor } from "../running/pool";
import { endingBetween } from "../running/ending";
import { beginOn, type Underway } from "../running/train";
import { showView } from "../running/viewCell";
import { diskError } from "../store/fileSystem";
import type { RunFolder } from "../store/runFolder";
import { followToItsEnd } from "./followRun";
import { textLine, textsOnLine } from "./textsOnLine";
import { progressOn } from "./progress";
import type { FigureSource } from "../running/figures/source";
import { ablationOnLine, type NamedTraining } from "./ablationOnLine";
import { ensembleText } from "./ensembleText";
import { paperText } from "./paper";
import { resultText } from "./results";
import { noKeys } from "../text/environmentKeys";
import type { KeyFor } from "../text/keys";
import { shown, type Terminal } from "./terminal";
import { count, seenWord } from "../words";

export interface RunNotebookOptions {
  readonly cell?: string;
  readonly report?: string;
  readonly json?: boolean;
  readonly fresh?: boolean;
}

/** What a run of a notebook is given from outside. For tests: how training processes are started and how often their logs are looked at. */
export interface FollowRunsOptions {
  /** Keys of the endpoints that text cells name. */
  readonly keyFor?: KeyFor;
  readonly launch?: Launch;
  readonly pollMs?: number;
}

/**
 * `hgl run`:
 *
 *     notebook -> cells in dependency order -> data read once per data cell -> planned runs (one per seed)
 *              -> stored results, one training process for the rest, followed to its end -> tables -> report
 *
 * @throws HglError for the first thing that stops it; finished runs are in their folders by then.
 */
export async function runNotebook(
  path: string,
  options: RunNotebookOptions,
  terminal: Terminal,
  follow: FollowRunsOptions = {},
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
  const texts = new Map<string, PlannedTexts>();
  const cards = new Map<string, DataFacts["card"]>();
  const finished: FinishedRun[] = [];
  for (const cell of cells) {
    tell({ type: "cell", id: cell.id, kind: cell.kind });
    if (cell.kind === "data") {
      const line = new ShareLine(`reading ${cell.config.source}`, "clips", terminal);
      const dataset = await importDataset(cell.config, placesOf(opened.path), line.hooks).finally(() => line.end());
      datasets.set(cell.id, dataset);
      cards.set(cell.id, (await tellData(cell, dataset, opened.cells, opened.path)).card);
      say(
        `#${cell.id}  ${dataset.name}: ${count(dataset.clips.length, "clip")}, ${count(dataset.classes.length, "class", "classes")}, ${count(dataset.layout.joints.length, "joint")}\n`,
      );
      for (const message of dataset.warnings ?? []) terminal.err(`hgl: #${cell.id}: ${message}\n`);
    } else if (cell.kind === "text") {
      const prepared = await textsOnLine(
        cell,
        datasets.get(cell.data)!,
        opened.path,
        terminal,
        follow.keyFor ?? noKeys,
      );
      texts.set(cell.id, { hash: prepared.facts.hash, stored: prepared.stored });
      say(`#${cell.id}  ${textLine(prepared.facts)}\n`);
      for (const message of prepared.facts.warnings) terminal.err(`hgl: #${cell.id}: ${message}\n`);
    } else if (cell.kind === "train") {
      const taught = cell.text === null ? null : texts.get(cell.text)!;
      const planned = planRuns(cell, datasets.get(cell.data)!, opened.path, taught);
      const needs = { threads: cell.runs[0]!.train.threads, memory: null };
      const places = placesFor(planned.length, cell.executor.atOnce, needs, machineHere());
      const runs = await trainRuns(cell, planned, options, terminal, tell, { ...follow, places });
      finished.push(...runs);
      say(`\n${resultText(cell.id, runs, terminal.columns)}\n`);
      for (const run of runs) say(`run folder  ${shown(run.folder.path)}\n`);
    } else if (cell.kind === "ablation") {
      const runs = await ablationOnLine(cell, opened, {
        say,
        warn: (sentence) => terminal.err(`hgl: #${cell.id}: ${sentence}\n`),
        dataset: (data) => importDataset(data.config, placesOf(opened.path)),
        texts: (id) => texts.get(id)!,
        train: (planned, training) => trainRuns(cell, planned, options, terminal, tell, { ...follow, ...training }),
      });
      finished.push(...runs);
    } else if (cell.kind === "figure" || cell.kind === "table") {
      say(`\n${await paperText(cell, sourceOf(opened, datasets, cards, finished), terminal)}`);
    } else if (cell.kind === "ensemble") {
      const { facts } = await makeEnsemble(cell, sourceOf(opened, datasets, cards, finished));
      say(`\n${await ensembleText(facts, terminal)}`);
    } else if (cell.kind === "view") {
      const source = { ...sourceOf(opened, datasets, cards, finished), keyFor: follow.keyFor ?? noKeys };
      const { output } = await showView(cell, source, undefined);
      say(`\n#${cell.id}  ${output["text/plain"]!}`);
    }
  }
  // The editor shows these beside the runs, without counting them again.
  for (const cell of cells)
    if (cell.kind === "model")
      for (const input of inputsOf(cell, cells, (id) => cards.get(id)))
        await describeNetwork(cell.config, input, opened.path, true);
  if (options.report !== undefined) {
    const file = resolve(options.report);
    await writeReport(file, opened, cells, finished);
    tell({ type: "report", file });
    say(`report      ${shown(file)}\n`);
  }
}

function sourceOf(
  opened: OpenedNotebook,
  datasets: ReadonlyMap<string, Dataset>,
  cards: ReadonlyMap<string, DataFacts["card"]>,
  finished: readonly FinishedRun[],
): FigureSource {
  return {
    opened,
    finished: (train) => Promise.resolve(finished.filter((run) => run.cell === train)),
    dataset: (id) => Promise.resolve(datasets.get(id)!),
    known: async (id) => cards.get(id) ?? (await storedCard(opened, id)),
  };
}

async function trainRuns(
  cell: ResolvedTrain | ResolvedAblation,
  planned: readonly PlannedRun[],
  options: RunNotebookOptions,
  terminal: Terminal,
  tell: (value: unknown) => void,
  { launch, pollMs, nameOf, ...training }: FollowRunsOptions & Partial<NamedTraining>,
): Promise<FinishedRun[]> {
  if (options.fresh) planned.forEach(({ folder }) => moveAside(folder));
  const underway = await beginOn(cell.executor, planned, { ...training, ...(launch ? { launch } : {}) });
  const arrays = [...new Set(underway.flatMap(({ job }) => job?.record.job ?? []))];
  if (arrays.length > 0 && !options.json) terminal.out(`#${cell.id}  ${onSlurm(underway, arrays)}\n`);
  const finished: FinishedRun[] = [];
  const failures: HglError[] = [];
  for (const [at, { run, stored, started, job, sittingFrom }] of underway.entries()) {
    const { folder, config } = run;
    const cached = stored !== undefined;
    tell({ type: "run", cell: cell.id, seed: config.seed, runId: folder.id, cached, folder: folder.path });
    if (stored) {
      if (!options.json)
        terminal.out(
          `#${cell.id} ${nameOf ? `${nameOf(run)}, ` : ""}seed ${config.seed}  already trained (run ${folder.id}), test ${(100 * stored.test.top1).toFixed(1)} %${seenWord(stored)}\n`,
        );
      finished.push({ ...run, result: stored, cached: true });
      continue;
    }
    const remaining = underway.slice(at + 1).filter((other) => other.stored === undefined).length;
    const label = {
      cell: cell.id,
      name: nameOf?.(run),
      seed: config.seed,
      index: at + 1,
      of: planned.length,
      remaining,
    };
    const progress = progressOn(terminal, label);
    const onEvent = (event: RunEvent) => (options.json ? tell({ runId: folder.id, ...event }) : progress.event(event));
    const onStopping = () => {
      progress.end();
      // Those in other places have not been told yet.
      for (const other of new Set(underway.map((one) => one.started)))
        if (other && other !== started && !other.outcome) other.child.kill("SIGINT");
      if (arrays.length > 0) return;
      terminal.err(
        "hgl: stopping after this step and writing a checkpoint (again: leave at once, the training process finishes that alone)\n",
      );
    };
    try {
      const result = await followToItsEnd(folder, { onEvent, onStopping, started, job, sittingFrom, pollMs });
      if (result) finished.push({ ...run, result, cached: false });
    } catch (error) {
      // A failed run does not stop those after it; a stopped one does.
      if (!(error instanceof HglError) || error.code === "interrupted") throw failures[0] ?? error;
      if (failures.length > 0) terminal.err(`hgl: ${error.message}\n`);
      failures.push(error);
    } finally {
      progress.end();
    }
  }
  if (failures.length > 0) throw failures[0]!;
  for (const { run, started } of underway) {
    const end = finished.some(({ folder }) => folder.id === run.folder.id)
      ? undefined
      : endingBetween(run.folder, started, "the notebook");
    if (end?.kind === "failed") throw end.error;
  }
  if (finished.length < planned.length)
    throw new HglError({
      code: "interrupted",
      where: `#${cell.id}`,
      what: `stopped after ${finished.length} of ${count(planned.length, "run")}`,
      next: "run the notebook again to go on from there",
    });
  return finished;
}

/** "12 runs wait or train as Slurm's job 4711; Ctrl-C leaves them there." */
function onSlurm(underway: readonly Underway[], arrays: readonly string[]): string {
  const runs = count(underway.filter(({ job }) => job).length, "run");
  return `${runs} in Slurm's queue as job ${arrays.join(", ")}. Ctrl-C leaves them there; scancel ${arrays.join(" ")} ends them.`;
}

/** `--fresh` trains again but destroys nothing: the old folder stays beside the new one under another name. */
function moveAside(folder: RunFolder): void {
  if (!existsSync(folder.path)) return;
  if (folder.writer() !== "none")
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
