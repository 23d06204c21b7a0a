import type { Checked } from "../../../common/payloads/reading";
import type { CellOutput } from "../../../common/wire/worker";
import type { ResolvedView } from "../../../notebook/resolve";
import type { FigureSource, RunGroup } from "../figures/source";
import type { OpenedNotebook } from "../openNotebook";

/** A view that follows from finished runs alone, so that nothing is kept of it. */
export interface RunsView<C extends ResolvedView> {
  readonly kept: false;
  /** @throws HglError "store" for damaged runs */
  output(cell: C, groups: readonly RunGroup[], opened: OpenedNotebook): Promise<CellOutput>;
}

/** A view that reads clips or runs a network: what it shows is kept beside the notebook, to be shown again without either. */
export interface KeptView<C extends ResolvedView, P> {
  readonly kept: true;
  /** Whether it shows one network, the first seed's, or all of them. */
  readonly seeds: "first" | "all";
  /** Whether it is made at once where its data are in memory, as on opening a notebook. */
  quick(cell: C): boolean;
  /** What it shows, as a request: "to see them move". */
  readonly purpose: string;
  /** What the payload follows from beside data and runs: the cell's own keys. */
  facts(cell: C): unknown;
  /** @throws HglError "data", "store", "model" */
  make(cell: C, groups: readonly RunGroup[], source: FigureSource): Promise<P>;
  /** The guard of a payload that was kept. */
  check(value: unknown): Checked<unknown>;
  output(payload: P): CellOutput | Promise<CellOutput>;
}

export type View<C extends ResolvedView> = RunsView<C> | KeptView<C, unknown>;

/** Ties a payload's type to its output, and then forgets it: a table of views has many. */
export function keptView<C extends ResolvedView, P>(view: KeptView<C, P>): KeptView<C, unknown> {
  return view as KeptView<C, unknown>;
}

/** The train cells whose runs a view shows: what it is of first. */
export function trainsOf({ of, ofKind, with: beside, minus }: ResolvedView): string[] {
  return [...(ofKind === "train" ? [of] : []), ...beside, ...(minus === null ? [] : [minus])];
}
