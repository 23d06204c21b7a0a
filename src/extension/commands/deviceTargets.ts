import { readCellSource } from "../../notebook/index";

/** What a choice of device needs to know of a code cell. */
export interface DeviceCell {
  readonly source: string;
  readonly selected: boolean;
}

/** Indices of the train cells that get the device: the selected ones, or all where none is selected. */
export function deviceTargets(cells: readonly DeviceCell[]): number[] {
  const train = cells.flatMap(({ source }, index) => (readCellSource(source).kind === "train" ? [index] : []));
  const selected = train.filter((index) => cells[index]!.selected);
  return selected.length > 0 ? selected : train;
}
