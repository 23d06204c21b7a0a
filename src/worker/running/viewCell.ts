import { basename } from "node:path";
import * as z from "zod";
import { checkSkeleton, type SkeletonPayload } from "../../common/payloads/skeleton";
import type { Dataset } from "../../model/data/dataset";
import type { ResolvedSkeleton } from "../../notebook/resolve";
import { Cards } from "../store/cards";
import { canonical, sha256 } from "../store/runFolder";
import type { PlannedRun } from "./plan";
import { picksOfData, picksOfRun, skeletonPayload } from "./skeletonView";

const cardSchema = z.object({
  format: z.literal(1),
  /** What the payload was made from. */
  key: z.string(),
  payload: z.custom<SkeletonPayload>((value) => checkSkeleton(value).ok),
});

/** What a skeleton view shows follows from its cell, the data, and the run whose predictions it tells. */
export interface SkeletonSubject {
  readonly view: ResolvedSkeleton;
  /** Content of the data set. */
  readonly dataHash: string;
  /** The first finished run of the train cell it is of; undefined for a data cell. */
  readonly run: PlannedRun | undefined;
}

/** Chooses the clips, and keeps what is shown beside the notebook. @throws HglError "data", "store" */
export function showSkeletons(subject: SkeletonSubject, dataset: Dataset, notebookPath: string): SkeletonPayload {
  const payload = skeletonsOf(subject, dataset);
  const card = { format: 1, key: keyOf(subject), payload };
  new Cards(notebookPath).write("skeleton", nameOf(subject.view, notebookPath), card);
  return payload;
}

/** The same, kept nowhere. @throws HglError "data", "store" */
export function skeletonsOf({ view, run }: SkeletonSubject, dataset: Dataset): SkeletonPayload {
  const picks = run ? picksOfRun(view, dataset, run) : picksOfData(view, dataset);
  const title = run ? `#${view.of}: test clips and what the network took them for` : `#${view.of}: ${dataset.name}`;
  return skeletonPayload(title, dataset, picks);
}

/** What the view showed last; `stale` when it would show something else now (`subject` undefined: nothing is known of its data). */
export function storedSkeletons(
  view: Pick<ResolvedSkeleton, "id">,
  subject: SkeletonSubject | undefined,
  notebookPath: string,
): { readonly payload: SkeletonPayload; readonly stale: boolean } | undefined {
  const card = new Cards(notebookPath).read("skeleton", nameOf(view, notebookPath), cardSchema);
  return card && { payload: card.payload, stale: subject === undefined || card.key !== keyOf(subject) };
}

function nameOf({ id }: Pick<ResolvedSkeleton, "id">, notebookPath: string): string {
  return sha256(canonical([basename(notebookPath), id])).slice(0, 12);
}

function keyOf({ view, dataHash, run }: SkeletonSubject): string {
  const { clips, count } = view;
  return sha256(canonical({ of: view.of, clips, count: clips ? null : count, dataHash, run: run?.folder.id })).slice(
    0,
    16,
  );
}
