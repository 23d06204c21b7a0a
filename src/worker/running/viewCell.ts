import { basename } from "node:path";
import * as z from "zod";
import type { CellOutput } from "../../common/wire/worker";
import type { ResolvedView } from "../../notebook/resolve";
import { Cards } from "../store/cards";
import { canonical, sha256 } from "../store/runFolder";
import { codeVersion } from "../version";
import { dataBehind, groupOf, type FigureSource, type RunGroup } from "./figures/source";
import type { OpenedNotebook } from "./openNotebook";
import { isViewName, viewNamed } from "./views";
import { trainsOf } from "./views/view";

const cardSchema = z.object({ format: z.literal(1), view: z.string(), key: z.string(), payload: z.unknown() });

/** What a view shows, and whether it was found as it is. */
export interface ShownView {
  readonly output: CellOutput;
  readonly cached: boolean;
}

/**
 * Shows a view: from the runs, or as it was kept, or made anew and kept.
 * @param dataHash content of its data set where that is known without reading it
 * @throws HglError "cell" when a train cell has no finished run; "data", "store", "model"
 */
export async function showView(
  cell: ResolvedView,
  source: FigureSource,
  dataHash: string | undefined,
): Promise<ShownView> {
  const { opened } = source;
  const view = viewNamed(cell.view);
  const groups: RunGroup[] = [];
  for (const train of trainsOf(cell)) groups.push(await groupOf(cell.id, train, source));
  if (!view.kept) return { output: await view.output(cell, groups, opened), cached: true };
  const shown = shownRuns(view, groups);
  const known = hashOf(groups) ?? dataHash;
  const found = known === undefined ? undefined : await storedView(cell, cell, keyOf(cell, known, shown), opened.path);
  if (found && !found.stale) return { output: found.output, cached: true };
  const payload = await view.make(cell, shown, source);
  const made = known ?? (await source.dataset(dataBehind(opened.cells, cell.of))).contentHash ?? "";
  keep(cell, keyOf(cell, made, shown), payload, opened.path);
  return { output: await view.output(payload), cached: false };
}

/**
 * What a view shows without reading data or running anything.
 * @param memory data sets that are in memory, for views that are quickly made from them; absent where there are none
 */
export async function restoredView(
  cell: ResolvedView,
  groups: readonly RunGroup[],
  dataHash: string | undefined,
  opened: OpenedNotebook,
  memory: FigureSource | undefined,
): Promise<{ readonly output: CellOutput; readonly stale: boolean } | undefined> {
  const view = viewNamed(cell.view);
  if (!view.kept) return { output: await view.output(cell, groups, opened), stale: false };
  const shown = shownRuns(view, groups);
  const known = hashOf(groups) ?? dataHash;
  const key = known === undefined ? undefined : keyOf(cell, known, shown);
  const stored = await storedView(cell, cell, key, opened.path);
  if (stored && !stored.stale) return stored;
  if (view.quick(cell) && memory && key !== undefined)
    return { output: await view.output(await view.make(cell, shown, memory)), stale: false };
  return stored;
}

/** What a cell of this id showed last; `stale` when it would show something else now (`key` undefined: that is not known). */
export async function storedView(
  { id }: Pick<ResolvedView, "id">,
  cell: ResolvedView | undefined,
  key: string | undefined,
  notebookPath: string,
): Promise<{ readonly output: CellOutput; readonly stale: boolean } | undefined> {
  const card = new Cards(notebookPath).read("view", nameOf(id, notebookPath), cardSchema);
  if (!card || (cell && card.view !== cell.view) || !isViewName(card.view)) return undefined;
  const view = viewNamed(card.view);
  if (!view.kept || !view.check(card.payload).ok) return undefined;
  return { output: await view.output(card.payload), stale: card.key !== key };
}

function keep(cell: ResolvedView, key: string, payload: unknown, notebookPath: string): void {
  new Cards(notebookPath).write("view", nameOf(cell.id, notebookPath), { format: 1, view: cell.view, key, payload });
}

function shownRuns({ seeds }: { readonly seeds: "first" | "all" }, groups: readonly RunGroup[]): readonly RunGroup[] {
  return seeds === "all" ? groups : groups.map(({ id, runs }) => ({ id, runs: runs.slice(0, 1) }));
}

/** All runs of a view are of one data set; their content is known with them. */
function hashOf(groups: readonly RunGroup[]): string | undefined {
  return groups[0]?.runs[0]?.spec.dataHash;
}

function keyOf(cell: ResolvedView, dataHash: string, groups: readonly RunGroup[]): string {
  const view = viewNamed(cell.view);
  const runs = groups.map((group) => group.runs.map(({ folder }) => folder.id));
  const facts = view.kept ? view.facts(cell) : null;
  return sha256(canonical({ view: cell.view, facts, dataHash, runs, version: codeVersion() })).slice(0, 16);
}

function nameOf(id: string, notebookPath: string): string {
  return sha256(canonical([basename(notebookPath), id])).slice(0, 12);
}
