import { HglError } from "../../common/errors";
import type { FigureSource } from "../running/figures/source";
import { unlessStopped } from "../unlessStopped";
import { dataCell, finishedRuns, knownData, trainCell } from "./context";
import type { Desk } from "./desk";
import { editorKeys } from "./editorKeys";
import { importData } from "./importData";
import type { Work } from "./work";

/** Runs from the store and data from memory or disk, for a cell that is being run. */
export function sourceOf(desk: Desk, work: Work): FigureSource {
  const { opened, stop } = work;
  return {
    opened,
    stop,
    keyFor: editorKeys(desk, work),
    finished: async (id) => {
      const train = trainCell(opened.cells, id);
      return train ? await finishedRuns(train, opened, desk.datasets) : [];
    },
    dataset: async (id) => {
      const dataset = await unlessStopped(importData(desk, dataCell(opened.cells, id)!, work), stop);
      if (dataset) return dataset;
      throw new HglError({ code: "interrupted", where: `#${id}`, what: "reading the data was stopped" });
    },
    known: async (id) => (await knownData(opened, desk.datasets)).get(id),
  };
}
