import type { ResolvedCell, ResolvedFigure, ResolvedTrain } from "../../../notebook/resolve";
import type { DataFacts } from "../dataCell";
import { inputsOf } from "../modelCell";

/** What a diagram's network is drawn for. The layout's name; T frames. */
export interface ShownNetwork {
  readonly layout: string;
  readonly classes: number;
  readonly window: number;
}

/**
 * What the network of a diagram is drawn for, told from what is known of the data: those of its train cell, or of the first train cell that
 * uses its model, else what is usual. Undefined for other figures; null for a train cell whose data were never read.
 */
export function networkShown(
  { figure, of }: Pick<ResolvedFigure, "figure" | "of">,
  cells: readonly ResolvedCell[],
  known: (data: string) => DataFacts["card"] | undefined,
): ShownNetwork | null | undefined {
  if (figure !== "architecture") return undefined;
  const cell = cells.find((one) => one.id === of);
  if (cell?.kind === "train") {
    const card = known(cell.data);
    return card ? networkOf(cell, card.layout, card.classes.length) : null;
  }
  if (cell?.kind !== "model") return null;
  const { layout, classes, window } = inputsOf(cell, cells, known)[0]!;
  return { layout, classes, window };
}

export function networkOf({ runs }: ResolvedTrain, layout: string, classes: number): ShownNetwork {
  return { layout, classes, window: runs[0]!.data.window };
}
