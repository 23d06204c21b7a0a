import { HglError } from "../../../common/errors";
import { importDataset, placesOf } from "../../importing/importDataset";
import { storedCard } from "../dataCell";
import type { OpenedNotebook } from "../openNotebook";
import { runsBeside, runsOf, type StoredRun } from "../storedRuns";
import type { FigureSource } from "./source";

/** Runs as the store has them, and data sets read from disk when they are needed. */
export function storeSource(opened: OpenedNotebook): FigureSource {
  let stored: StoredRun[] | undefined;
  return {
    opened,
    finished: async (train) => {
      stored ??= runsBeside(opened.path);
      const cell = opened.cells.find((one) => one.id === train);
      if (cell?.kind !== "train") return [];
      return runsOf(cell, stored, null).flatMap((run) => {
        const result = run.folder.storedResult();
        return result ? [{ ...run, result, cached: true }] : [];
      });
    },
    dataset: async (id) => {
      const cell = opened.cells.find((one) => one.id === id);
      if (cell?.kind === "data") return await importDataset(cell.config, placesOf(opened.path));
      throw new HglError({ code: "cell", where: `#${id}`, what: "it is no data cell" });
    },
    known: (id) => storedCard(opened, id),
  };
}
