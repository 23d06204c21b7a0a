import { HglError } from "../../../common/errors";
import { checkAttention, type DecodedAttention } from "../../../common/payloads/attention";
import { attentionStrip } from "../../../figures/attentionStrip";
import { temporalAttention } from "../../../figures/temporalAttention";
import { topology } from "../../../figures/topology";
import type { ResolvedFigure } from "../../../notebook/resolve";
import type { Dataset } from "../../../model/data/dataset";
import { attentionPayload } from "../../attention/payload";
import { sampledClips } from "../../attention/sample";
import { subjectsOf, type Subject } from "../../attention/subjects";
import { watching, type WatchedRun } from "../../attention/watchedRun";
import { count } from "../../words";
import type { FinishedRun } from "../plan";
import { picksOfRun } from "../views/skeletonClips";
import type { Drawing, Paper } from "./draw";
import { dataBehind, groupOf, type FigureSource } from "./source";

/** `attention`: test clips and the strongest edges over them, as the network of the first seed has them. */
export async function drawAttention(cell: ResolvedFigure, source: FigureSource, paper: Paper): Promise<Drawing> {
  const title = `Test clips of #${cell.of} and the strongest edges of its network`;
  const { payload, run } = await seen(cell, source, title, async (watched, dataset) => {
    const subjects = await subjectsOf({ ...cell, classes: null }, dataset, [watched]);
    return subjects.filter(({ moving }) => moving !== null);
  });
  const { poses, scheme, term, block } = cell;
  const svg = drawn(cell, () => attentionStrip(payload, { poses, width: paper.width, scheme, term, block }));
  return { svg, title, runs: [run] };
}

/** `topology` and `temporal-attention`: means over the named clips, or over some of all classes. */
export async function drawMatrices(cell: ResolvedFigure, source: FigureSource, paper: Paper): Promise<Drawing> {
  const draw = cell.figure === "topology" ? topology : temporalAttention;
  const what = cell.figure === "topology" ? "Graphs over joints" : "Attention over frames";
  const title = `${what} of the network of #${cell.of}`;
  const { payload, run } = await seen(cell, source, title, async (watched, dataset) => [
    await meanSubject(cell, watched, dataset),
  ]);
  const { blocks, term } = cell;
  const { width, theme } = paper;
  const [{ clips }] = payload.subjects as [DecodedAttention["subjects"][number]];
  const told = clips > 0 ? `, mean over ${count(clips, "clip")}` : "";
  return { svg: drawn(cell, () => draw(payload, { width, theme, blocks, term })), title: title + told, runs: [run] };
}

/** Of maps that need no clip none is read. */
async function meanSubject(cell: ResolvedFigure, watched: WatchedRun, dataset: Dataset): Promise<Subject> {
  const { network } = watched.trained;
  const terms = new Set(watched.still.map(({ term }) => term));
  const wanted = cell.term ?? (terms.has("S") ? "S" : "lse");
  const still = cell.figure === "topology" && terms.has(wanted);
  const clips = still
    ? []
    : cell.clips
      ? picksOfRun(cell, dataset, watched.run).map(({ clip }) => clip)
      : sampledClips(dataset, watched.run);
  const maps = still ? [...watched.still] : await watched.meanOf(clips);
  return {
    ...{ name: network.layout.name, label: null, predicted: null, signed: false, moving: null },
    clips: clips.length,
    maps: maps.filter(({ channel }) => channel === null),
  };
}

async function seen(
  cell: ResolvedFigure,
  source: FigureSource,
  title: string,
  subjects: (watched: WatchedRun, dataset: Dataset) => Promise<Subject[]>,
): Promise<{ readonly payload: DecodedAttention; readonly run: FinishedRun }> {
  const run = (await groupOf(cell.id, cell.of, source)).runs[0]!;
  const dataset = await source.dataset(dataBehind(source.opened.cells, cell.of));
  const payload = await watching([run], dataset, source.stop, async ([watched]) =>
    attentionPayload(cell.id, title, watched!, await subjects(watched!, dataset)),
  );
  const decoded = checkAttention(payload);
  if (decoded.ok) return { payload: decoded.payload, run };
  throw new HglError({ code: "cell", where: `#${cell.id}`, what: `the maps cannot be drawn: ${decoded.reason}` });
}

/** What the pictures refuse is said with the cell's name. */
function drawn(cell: ResolvedFigure, draw: () => string): string {
  try {
    return draw();
  } catch (error) {
    if (error instanceof HglError) throw new HglError({ ...error.facts, where: `#${cell.id}` });
    throw error;
  }
}
