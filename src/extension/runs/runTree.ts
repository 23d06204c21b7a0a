import type { RunSummary } from "../../common/wire/worker";

/**
 * The Runs view: notebooks, in them train cells, in them runs by seed. A cell whose text has changed between its runs has one
 * group for each configuration, the latest first.
 */
export type RunNode = PlaceNode | CellNode | GroupNode | LeafNode;

export interface PlaceNode {
  readonly type: "place";
  readonly key: string;
  /** Absolute path of the folder that holds the notebook. */
  readonly place: string;
  /** The notebook's file name; null for runs of versions that did not note it. */
  readonly notebook: string | null;
  readonly children: readonly CellNode[];
}

export interface CellNode {
  readonly type: "cell";
  readonly key: string;
  readonly cell: string;
  /** Groups when there are two or more configurations, otherwise the runs themselves. */
  readonly children: readonly GroupNode[] | readonly LeafNode[];
}

export interface GroupNode {
  readonly type: "group";
  readonly key: string;
  readonly configHash: string;
  /** Whether it is the cell's latest. */
  readonly latest: boolean;
  readonly children: readonly LeafNode[];
}

export interface LeafNode {
  readonly type: "run";
  readonly key: string;
  readonly run: RunSummary;
  readonly children: readonly [];
}

/** Notebooks by path; cells and configurations whose runs moved last stand first; runs by seed. */
export function runTree(runs: readonly RunSummary[]): PlaceNode[] {
  const places = grouped(runs, notebookKey).map(([key, inNotebook]): PlaceNode => {
    const { place, notebook = null } = inNotebook[0]!;
    const cells = grouped(inNotebook, ({ cell }) => cell).sort(latestFirst);
    return {
      type: "place",
      key: `place:${key}`,
      place,
      notebook,
      children: cells.map(([cell, ofCell]) => cellNode(`${key}\n${cell}`, cell, ofCell)),
    };
  });
  return places.sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** What the view shows at its top: a notebook that is the only one is left out, since it says nothing. */
export function rootsOf(places: readonly PlaceNode[]): readonly RunNode[] {
  return places.length === 1 ? places[0]!.children : places;
}

/** The node that holds this one in the view; undefined at its top. */
export function parentOf(places: readonly PlaceNode[], node: RunNode): RunNode | undefined {
  const roots = rootsOf(places);
  const pending: RunNode[] = [...roots];
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (next.children.some(({ key }) => key === node.key)) return next;
    pending.push(...next.children);
  }
  return undefined;
}

export function runsBelow(node: RunNode): RunSummary[] {
  return node.type === "run" ? [node.run] : node.children.flatMap(runsBelow);
}

/** The runs of a cell's latest configuration. */
export function latestRuns(node: CellNode): RunSummary[] {
  const first = node.children[0];
  return first?.type === "group" ? runsBelow(first) : runsBelow(node);
}

/**
 * The runs a command is about, each once: those of the nodes it was called with, which are the whole selection where the clicked node belongs to
 * it; called by key or by name, those of the selection.
 */
export function runsChosen(
  clicked: RunNode | undefined,
  clickedWith: readonly RunNode[] | undefined,
  selected: readonly RunNode[],
): RunSummary[] {
  const nodes = clickedWith?.length ? clickedWith : clicked ? [clicked] : selected;
  const runs = new Map(nodes.flatMap(runsBelow).map((run) => [run.folder, run]));
  return [...runs.values()];
}

/** Whether a training process is at it, or will be. */
export function isAlive({ state }: Pick<RunSummary, "state">): boolean {
  return state === "running" || state === "queued";
}

/** Whether there is something left to train, and nothing trains it. */
export function isResumable({ state }: Pick<RunSummary, "state">): boolean {
  return state === "interrupted" || state === "failed" || state === "new";
}

/** Words by which the manifest's menus know what a node can do. */
export function contextValue(node: RunNode): string {
  const runs = runsBelow(node);
  return [
    node.type,
    ...(runs.some(isResumable) ? ["resumable"] : []),
    ...(runs.some(isAlive) ? ["stoppable"] : []),
    ...(runs.some((run) => !isAlive(run)) ? ["deletable"] : []),
  ].join(" ");
}

function notebookKey({ place, notebook }: RunSummary): string {
  return `${place}\n${notebook ?? ""}`;
}

function cellNode(key: string, cell: string, runs: readonly RunSummary[]): CellNode {
  const groups = grouped(runs, ({ configHash }) => configHash).sort(latestFirst);
  if (groups.length === 1) return { type: "cell", key: `cell:${key}`, cell, children: leaves(runs) };
  return {
    type: "cell",
    key: `cell:${key}`,
    cell,
    children: groups.map(([configHash, ofGroup], index) => ({
      type: "group",
      key: `group:${key}\n${configHash}`,
      configHash,
      latest: index === 0,
      children: leaves(ofGroup),
    })),
  };
}

function leaves(runs: readonly RunSummary[]): LeafNode[] {
  return [...runs]
    .sort((a, b) => a.seed - b.seed || movedAt([b]) - movedAt([a]) || (a.runId < b.runId ? -1 : 1))
    .map((run) => ({ type: "run", key: `run:${run.folder}`, run, children: [] }));
}

function grouped(
  runs: readonly RunSummary[],
  by: (run: RunSummary) => string,
): (readonly [string, readonly RunSummary[]])[] {
  const groups = new Map<string, RunSummary[]>();
  for (const run of runs) {
    const name = by(run);
    const group = groups.get(name);
    if (group) group.push(run);
    else groups.set(name, [run]);
  }
  return [...groups];
}

function latestFirst(
  [a, runsOfA]: readonly [string, readonly RunSummary[]],
  [b, runsOfB]: readonly [string, readonly RunSummary[]],
): number {
  return movedAt(runsOfB) - movedAt(runsOfA) || (a < b ? -1 : 1);
}

/** What is alive moves now; what never began lies before everything else. */
function movedAt(runs: readonly RunSummary[]): number {
  if (runs.some(isAlive)) return Number.MAX_SAFE_INTEGER;
  return Math.max(0, ...runs.map(({ updatedAt }) => updatedAt ?? 0));
}
