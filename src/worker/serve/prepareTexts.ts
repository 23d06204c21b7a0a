import { HglError } from "../../common/errors";
import type { Dataset } from "../../model/data/dataset";
import type { ResolvedText, ResolvedTrain } from "../../notebook/resolve";
import type { PlannedTexts } from "../running/plan";
import { prepareTexts, textCell, type PreparedTexts } from "../running/textCell";
import type { ModelAccess } from "../text/modelAccess";
import { unlessStopped } from "../unlessStopped";
import { dataCell } from "./context";
import type { Desk } from "./desk";
import { editorKeys } from "./editorKeys";
import { editorModel } from "./editorModels";
import { importData, shareTeller } from "./importData";
import type { Work } from "./work";

/** The encoded descriptions of a text cell, from beside the notebook or made now; a long encoding is told of. @param read its data, where they are at hand. @throws HglError */
export async function textsOf(desk: Desk, cell: ResolvedText, work: Work, read?: Dataset): Promise<PreparedTexts> {
  const { opened, stop, execution } = work;
  const dataset = read ?? (await unlessStopped(importData(desk, dataCell(opened.cells, cell.data)!, work), stop));
  if (dataset === undefined) throw new HglError({ code: "interrupted", where: `#${cell.id}`, what: "stopped" });
  const onShare = shareTeller(desk, execution, `#${cell.id}`);
  const access: ModelAccess = {
    keyFor: editorKeys(desk, work),
    editorModel: (model) => editorModel(desk, work, model),
    onWait: (seconds, why) => {
      const what = `#${cell.id}: asking again in ${Math.ceil(seconds)} s (${why})`;
      void desk.tell("importing", { execution, what, share: null });
    },
  };
  return await prepareTexts(cell, dataset, opened.path, { stop, onShare, access });
}

/** What a train cell's runs are taught with beside labels; null where nothing is. @param dataset the train cell's */
export async function textsBehind(
  desk: Desk,
  work: Work<ResolvedTrain>,
  dataset: Dataset,
): Promise<PlannedTexts | null> {
  const { cell, opened } = work;
  const text = cell.text === null ? undefined : textCell(opened.cells, cell.text);
  if (!text) return null;
  const { facts, stored } = await textsOf(desk, text, work, text.data === cell.data ? dataset : undefined);
  return { hash: facts.hash, stored };
}
