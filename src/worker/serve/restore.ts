import type { RunView } from "../../common/payloads/training";
import type { Answered, Asked, CellOutput, CellSnapshot, CellStatus } from "../../common/wire/worker";
import type { Notebook } from "../../notebook/notebook";
import type {
  ResolvedAblation,
  ResolvedCell,
  ResolvedFigure,
  ResolvedMember,
  ResolvedModel,
  ResolvedTable,
  ResolvedTrain,
  ResolvedView,
} from "../../notebook/resolve";
import { storedEnsemble } from "../running/ensemble/ensembleCell";
import type { RunsOf } from "../running/ensemble/members";
import { olderData, storedData, type DataFacts } from "../running/dataCell";
import { runsShown, storedFigure } from "../running/figures/figureCell";
import { networkShown } from "../running/figures/network";
import { dataBehind, type FigureSource, type RunGroup } from "../running/figures/source";
import { openSoundCells, type OpenedNotebook } from "../running/openNotebook";
import { finishedAmong, type FinishedRun } from "../running/plan";
import { olderRuns, runsBeside, runsOf, type StoredRun } from "../running/storedRuns";
import { storyOf } from "../running/storyOf";
import { olderTexts, storedTexts, type TextFacts } from "../running/textCell";
import { restoredView, storedView } from "../running/viewCell";
import { viewNamed } from "../running/views";
import { trainsOf } from "../running/views/view";
import { dataCell, knownData, trainCell } from "./context";
import type { StoreReader } from "./desk";
import { describeNetworks } from "./executeModel";
import { compareVariants } from "../running/ablation/compareVariants";
import { filledFrom, runCount, storedAblation } from "../running/ablation/variantRuns";
import { ablationOutputs } from "../running/outputs/ablationOutput";
import { dataOutput } from "../running/outputs/dataOutput";
import { ensembleOutputs } from "../running/outputs/ensembleOutput";
import { figureOutput } from "../running/outputs/figureOutput";
import { sentenceOutput } from "../running/outputs/forms";
import { modelOutput } from "../running/outputs/modelOutput";
import { tableOutput } from "../running/outputs/tableOutput";
import { textOutput } from "../running/outputs/textOutput";
import { trainOutputs } from "../running/outputs/trainOutput";
import { plainStatus, stateOfCell, trainStatus } from "./status";

/** What a restoration works with; read once for all cells. */
interface Store {
  readonly desk: StoreReader;
  readonly opened: OpenedNotebook;
  readonly runs: readonly StoredRun[];
  readonly known: ReadonlyMap<string, DataFacts["card"]>;
}

/**
 * Every cell's output as the store has it. No data set is read, no network counted, nothing started or written.
 * @throws HglError "notebook" when the text is no notebook
 */
export async function restore(desk: StoreReader, { path, text }: Asked<"restore">): Promise<Answered<"restore">> {
  const opened = openSoundCells(path, text);
  const store: Store = { desk, opened, runs: runsBeside(opened.path), known: await knownData(opened, desk.datasets) };
  const cells: CellSnapshot[] = [];
  for (const { id, kind } of namedCells(opened.notebook)) {
    const cell = opened.cells.find((one) => one.id === id);
    try {
      const snapshot = cell ? await snapshotOf(store, cell) : await olderSnapshot(store, id, kind);
      if (snapshot) cells.push(snapshot);
    } catch (error) {
      // A damaged run or card must not hide the other cells; the run itself says what is wrong with it when it is run again.
      console.error(`restoring #${id}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { cells, runs: store.runs.map(({ folder }) => folder.id) };
}

function namedCells({ cells }: Notebook): { id: string; kind: string }[] {
  const seen = new Set<string>();
  return cells.flatMap((cell) => {
    if (cell.type !== "hgl" || cell.id === null || seen.has(cell.id)) return [];
    seen.add(cell.id);
    return [{ id: cell.id, kind: cell.kind }];
  });
}

async function snapshotOf(store: Store, cell: ResolvedCell): Promise<CellSnapshot | undefined> {
  const { opened } = store;
  switch (cell.kind) {
    case "data": {
      const stored = await storedData(cell, opened.cells, opened.path);
      return stored && dataSnapshot(cell.id, stored.facts, stored.stale);
    }
    case "text": {
      const stored = await storedTexts(cell, store.known.get(cell.data)?.contentHash ?? null, opened.path);
      return stored && textSnapshot(cell.id, stored.facts, stored.stale);
    }
    case "model":
      return await modelSnapshot(store, cell);
    case "train": {
      const { runs, stale } = trainRuns(store, cell);
      return runs.length > 0 ? trainSnapshot(cell.id, runs, stale, stale ? runs.length : cell.runs.length) : undefined;
    }
    case "ablation":
      return await ablationSnapshot(store, cell);
    case "ensemble": {
      const runsOf: RunsOf = (member) => memberRunsIn(store, member);
      return await ensembleSnapshot(cell.id, storedEnsemble(cell.id, { cell, runsOf }, opened.path));
    }
    case "view":
      return await viewSnapshot(store, cell);
    case "figure":
    case "table":
      return await paperSnapshot(store, cell);
  }
}

/** A cell that has a mistake now still shows what it showed before it had. */
async function olderSnapshot({ opened, runs }: Store, id: string, kind: string): Promise<CellSnapshot | undefined> {
  if (kind === "train") {
    const older = olderRuns(id, runs, opened.path);
    return older.length > 0 ? trainSnapshot(id, older, true, older.length) : undefined;
  }
  if (kind === "view") {
    const stored = await storedView({ id }, undefined, undefined, opened.path);
    return stored && still(id, [stored.output], true);
  }
  if (kind === "ensemble") return await ensembleSnapshot(id, storedEnsemble(id, undefined, opened.path));
  if (kind === "figure") {
    const stored = storedFigure(id, undefined, opened, null);
    return stored && still(id, [figureOutput(stored.payload)], true);
  }
  if (kind === "text") {
    const texts = olderTexts(id, opened.path);
    return texts && textSnapshot(id, texts, true);
  }
  const facts = kind === "data" ? olderData(id, opened.path) : undefined;
  return facts && dataSnapshot(id, facts, true);
}

function trainRuns({ opened, runs, known }: Store, cell: ResolvedTrain): { runs: StoredRun[]; stale: boolean } {
  const own = runsOf(cell, runs, known.get(cell.data)?.contentHash ?? null);
  if (own.length > 0) return { runs: own, stale: false };
  return { runs: olderRuns(cell.id, runs, opened.path), stale: true };
}

async function trainSnapshot(
  id: string,
  runs: readonly StoredRun[],
  stale: boolean,
  seeds: number,
): Promise<CellSnapshot> {
  return await runsSnapshot(id, runs, {
    stale,
    seeds,
    outputs: (views, state) => trainOutputs(id, views, state === "running" ? [] : finishedAmong(runs)),
  });
}

interface ShownRuns {
  readonly stale: boolean;
  /** Runs of the whole cell. */
  readonly seeds: number;
  readonly nameOf?: (run: StoredRun) => string;
  readonly outputs: (
    views: readonly RunView[],
    state: CellStatus["state"],
  ) => readonly CellOutput[] | Promise<readonly CellOutput[]>;
}

/** A cell that trains. */
async function runsSnapshot(
  id: string,
  runs: readonly StoredRun[],
  { stale, seeds, nameOf, outputs: outputsOf }: ShownRuns,
): Promise<CellSnapshot> {
  const stories = runs.map((run) => storyOf(run, nameOf?.(run)));
  const state = stateOfCell(stories, seeds);
  const spans = stories.map(({ span }) => span);
  const starts = spans.flatMap(({ from }) => from ?? []);
  const ends = spans.flatMap(({ to }) => to ?? []);
  const outputs = await outputsOf(
    stories.map((story) => story.view()),
    state,
  );
  const { threads } = runs[0]!.config.train;
  return {
    cell: id,
    outputs,
    status: trainStatus({ state, cached: state === "done", seeds, threads }, stories),
    stale,
    startedAt: starts.length > 0 ? Math.min(...starts) : null,
    endedAt: ends.length > 0 && state !== "running" ? Math.max(...ends) : null,
  };
}

/** The table as far as its runs have ended; a variant without any run leaves its row empty. */
async function ablationSnapshot(store: Store, cell: ResolvedAblation): Promise<CellSnapshot | undefined> {
  const { opened, runs, known } = store;
  const hashOf = (data: string) => known.get(data)?.contentHash ?? null;
  const stored = await storedAblation(cell, runs, hashOf, opened.path);
  if (stored.runs.length === 0) return undefined;
  return await runsSnapshot(cell.id, stored.runs, {
    stale: false,
    seeds: runCount(stored.rows),
    nameOf: ({ folder }) => stored.labels.get(folder.id)!,
    outputs: (views) =>
      ablationOutputs(cell, compareVariants(filledFrom(stored), opened.path), {
        views,
        plan: null,
        notebook: opened.name,
      }),
  });
}

async function modelSnapshot({ desk, opened }: Store, cell: ResolvedModel): Promise<CellSnapshot | undefined> {
  const networks = await describeNetworks(desk, cell, opened, false);
  return networks && still(cell.id, [modelOutput(cell.id, networks)], false);
}

async function viewSnapshot(store: Store, cell: ResolvedView): Promise<CellSnapshot | undefined> {
  const { opened, desk, known } = store;
  const bases = trainsOf(cell).map((id) => ({ id, ...trainRuns(store, trainCell(opened.cells, id)!) }));
  const groups = bases.map(({ id, runs }) => ({ id, runs: finishedAmong(runs) }));
  if (groups.some(({ runs }) => runs.length === 0)) return undefined;
  const stale = bases.some((base) => base.stale);
  const data = dataBehind(opened.cells, cell.of);
  const dataHash = known.get(data)?.contentHash ?? undefined;
  const shown = await restoredView(cell, groups, dataHash, opened, await inMemory(store, data, groups, dataHash));
  if (shown) return still(cell.id, [shown.output], stale || shown.stale);
  const view = viewNamed(cell.view);
  // Nothing was ever shown of a data cell; of a finished run there is something to show as soon as the cell is run.
  if (groups.length === 0 || !view.kept) return undefined;
  const first = desk.readOnly ? "trust the workspace and run the cell" : "run the cell";
  return still(cell.id, [sentenceOutput(`The clips have not been read yet: ${first} ${view.purpose}.`)], true);
}

/** The data set a view is of, where it is in memory and the one that its runs were trained on. */
async function inMemory(
  { desk, opened, known }: Store,
  data: string,
  groups: readonly RunGroup[],
  dataHash: string | undefined,
): Promise<FigureSource | undefined> {
  const cell = dataCell(opened.cells, data);
  const dataset = cell && (await desk.datasets.peek(cell.config));
  const wanted = groups[0]?.runs[0]?.spec.dataHash ?? dataHash;
  if (!dataset || dataset.contentHash !== wanted) return undefined;
  return {
    opened,
    finished: async () => await Promise.resolve([]),
    dataset: async () => await Promise.resolve(dataset),
    known: async (id) => await Promise.resolve(known.get(id)),
  };
}

/** The finished runs of a train cell or an ablation as it is. */
function finishedIn({ opened, runs, known }: Store, id: string, variant: string | null = null): FinishedRun[] {
  const cell = opened.cells.find((one) => one.id === id);
  const trains =
    cell?.kind === "ablation"
      ? cell.variants
          .filter(({ label }, at) => variant === null || at === 0 || label === variant)
          .map(({ train }) => train)
      : cell?.kind === "train"
        ? [cell]
        : [];
  return trains.flatMap((train) => finishedAmong(runsOf(train, runs, known.get(train.data)?.contentHash ?? null)));
}

function memberRunsIn(store: Store, member: ResolvedMember): FinishedRun[] {
  if (member.kind === "file") return [];
  if (member.kind === "train") return finishedIn(store, member.id);
  const { opened, runs, known } = store;
  const ablation = opened.cells.find(({ id }) => id === member.of);
  const variant = ablation?.kind === "ablation" && ablation.variants.find(({ label }) => label === member.label);
  return variant ? finishedAmong(runsOf(variant.train, runs, known.get(variant.data.id)?.contentHash ?? null)) : [];
}

/** What was fused last; fusing again may fit weights, and so waits until the cell is run. */
async function ensembleSnapshot(
  id: string,
  stored: ReturnType<typeof storedEnsemble>,
): Promise<CellSnapshot | undefined> {
  return stored && still(id, await ensembleOutputs(stored.facts), stored.stale);
}

/** A figure as it was made last, since making it writes files; a table from the runs as they are. */
async function paperSnapshot(store: Store, cell: ResolvedFigure | ResolvedTable): Promise<CellSnapshot | undefined> {
  const { desk, opened, known } = store;
  const variant = cell.kind === "figure" ? cell.variant : null;
  const finished = (id: string) => finishedIn(store, id, variant);
  if (cell.kind === "figure") {
    const shown = runsShown(cell, finished);
    const input = networkShown(cell, opened.cells, (id) => known.get(id));
    const stored = storedFigure(cell.id, cell, opened, input === null ? null : shown, input ?? undefined);
    return stored && still(cell.id, [figureOutput(stored.payload)], stored.stale);
  }
  if ([cell.of, ...cell.with].some((id) => finished(id).length === 0)) return undefined;
  const [{ tableOf }, { tableWarnings }] = await Promise.all([
    import("../running/figures/tableCell"),
    import("../running/figures/glyphWarnings"),
  ]);
  const source = {
    opened,
    finished: async (id: string) => await Promise.resolve(finished(id)),
    dataset: unread,
    known: async (id: string) => await Promise.resolve(known.get(id)),
  };
  if (desk.closing.aborted) return undefined;
  const table = await tableOf(cell, source);
  return still(cell.id, [tableOutput(table, [], tableWarnings(cell, table))], false);
}

async function unread(id: string): Promise<never> {
  return await Promise.reject(new Error(`the data of #${id} are not read while a notebook is restored`));
}

function dataSnapshot(id: string, facts: DataFacts, stale: boolean): CellSnapshot {
  return { ...still(id, [dataOutput(facts)], stale), startedAt: facts.at, endedAt: facts.at };
}

function textSnapshot(id: string, facts: TextFacts, stale: boolean): CellSnapshot {
  return { ...still(id, [textOutput(facts)], stale), startedAt: facts.at, endedAt: facts.at };
}

/** A cell without runs of its own. */
function still(cell: string, outputs: readonly CellOutput[], stale: boolean): CellSnapshot {
  return { cell, outputs, status: plainStatus("done", true), stale, startedAt: null, endedAt: null };
}
