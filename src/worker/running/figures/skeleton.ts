import { HglError } from "../../../common/errors";
import { checkSkeleton } from "../../../common/payloads/skeleton";
import { animate } from "../../../figures/animation";
import { filmStrip } from "../../../figures/filmStrip";
import type { ResolvedFigure } from "../../../notebook/resolve";
import { picksOfData, picksOfRun, skeletonPayload } from "../views/skeletonClips";
import type { Drawing, Paper } from "./draw";
import { dataBehind, groupOf, type FigureSource } from "./source";

export async function drawSkeleton(cell: ResolvedFigure, source: FigureSource, paper: Paper): Promise<Drawing> {
  const { of, ofKind } = cell;
  const group = ofKind === "train" ? await groupOf(cell.id, of, source) : undefined;
  const dataset = await source.dataset(dataBehind(source.opened.cells, of));
  const run = group?.runs[0];
  const picks = run ? picksOfRun(cell, dataset, run) : picksOfData(cell, dataset);
  const title = run ? `Test clips of #${of} and what the network took them for` : `Clips of ${dataset.name}`;
  const motion = checkSkeleton(skeletonPayload(title, dataset, picks));
  if (!motion.ok)
    throw new HglError({ code: "cell", where: `#${cell.id}`, what: `the clips cannot be drawn: ${motion.reason}` });
  return {
    svg: filmStrip(motion.payload, { poses: cell.poses, width: paper.width, scheme: cell.scheme }),
    title,
    runs: run ? [run] : [],
    animation: animate(motion.payload, { scheme: cell.scheme }),
  };
}
