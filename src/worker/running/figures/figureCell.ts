import { layoutName } from "../../../model/skeleton/layoutText";
import { basename } from "node:path";
import * as z from "zod";
import { HglError } from "../../../common/errors";
import { checkFigure, type FigurePayload } from "../../../common/payloads/figure";
import { svgSize } from "../../../figures/files/svgSize";
import { mm } from "../../../figures/theme";
import type { ResolvedFigure } from "../../../notebook/resolve";
import { Cards } from "../../store/cards";
import { canonical, sha256 } from "../../store/runFolder";
import { codeVersion } from "../../version";
import { cellHash } from "../birthCertificate";
import type { BuildFigureFiles } from "../figureRebuild";
import type { OpenedNotebook } from "../openNotebook";
import type { FinishedRun } from "../plan";
import { drawFigure, type Drawing } from "./draw";
import { glyphWarnings } from "./glyphWarnings";
import { figureBytes, writeFigure, type WrittenFile } from "./files";
import type { FigureSource } from "./source";
import type { ShownNetwork } from "./network";
import { storeSource } from "./storeSource";

const cardSchema = z.object({
  format: z.literal(1),
  key: z.string(),
  payload: z.custom<FigurePayload>((value) => checkFigure(value).ok),
});

/** Draws a figure, writes its files, and keeps what its cell shows. @throws HglError */
export async function makeFigure(
  cell: ResolvedFigure,
  source: FigureSource,
  signal?: AbortSignal,
): Promise<FigurePayload> {
  const { opened } = source;
  const drawing = await drawFigure(cell, source);
  signal?.throwIfAborted();
  const files = await writeFigure(cell, drawing, opened, signal);
  const payload = payloadOf(cell, drawing, files, await glyphWarnings(cell, drawing));
  const key = keyOf(
    cell,
    opened,
    drawing.runs.map(({ spec }) => spec.runId),
    drawing.network,
  );
  new Cards(opened.path).write("figure", nameOf(cell.id, opened.path), { format: 1, key, payload });
  return payload;
}

/** Ids of the runs that a figure would show, as `drawFigure` finds them; null where one of its cells has none. */
export function runsShown(
  { of, ofKind, with: beside, minus, figure }: ResolvedFigure,
  finished: (cell: string) => readonly FinishedRun[],
): string[] | null {
  if (figure === "architecture") return [];
  const trains = [
    ...(ofKind === "train" || ofKind === "ablation" ? [of] : []),
    ...beside,
    ...(minus === null ? [] : [minus]),
  ];
  const groups = trains.map(finished);
  if (groups.some((runs) => runs.length === 0)) return null;
  const ids = groups.map((runs) => runs.map(({ spec }) => spec.runId));
  return FIRST_ONLY.has(figure) ? ids.flatMap(([first]) => first!) : ids.flat();
}

/** Figures of what one network does show the first seed's. */
const FIRST_ONLY: ReadonlySet<string> = new Set([
  "skeleton",
  "attention",
  "temporal-attention",
  "topology",
  "embedding",
]);

/**
 * What the cell showed last; `stale` when it would show something else now.
 *
 * @param runs ids of the runs that it would show, null where that is not known
 * @param network what a diagram would be drawn for
 */
export function storedFigure(
  id: string,
  cell: ResolvedFigure | undefined,
  opened: OpenedNotebook,
  runs: readonly string[] | null,
  network?: ShownNetwork,
): { readonly payload: FigurePayload; readonly stale: boolean } | undefined {
  const card = new Cards(opened.path).read("figure", nameOf(id, opened.path), cardSchema);
  if (!card) return undefined;
  return { payload: card.payload, stale: !cell || runs === null || card.key !== keyOf(cell, opened, runs, network) };
}

/** For `hgl figure rebuild`: the files of a cell once more, from the store and the data as they are now. */
export const figureFilesAgain: BuildFigureFiles = async (opened, id, { format }) => {
  const cell = opened.cells.find((one) => one.id === id);
  if (cell?.kind !== "figure")
    throw new HglError({
      code: "cell",
      where: `#${id}`,
      what: "it is no figure cell any more",
      next: "correct the cell",
    });
  const drawing = await drawFigure(cell, storeSource(opened));
  return [await figureBytes(cell, drawing, opened, format)];
};

function payloadOf(
  cell: ResolvedFigure,
  { svg, title, runs, network }: Drawing,
  files: readonly WrittenFile[],
  warnings: readonly string[],
): FigurePayload {
  const { width, height } = svgSize(svg);
  const round = (px: number): number => Math.round((px / mm(1)) * 10) / 10;
  return {
    kind: "figure",
    version: 1,
    title,
    svg,
    width: round(width),
    height: round(height),
    scheme: cell.scheme,
    files: files.map(({ format, name, bytes }) => ({ format: format.toUpperCase(), name, bytes })),
    origin: [
      `HocSLM Notebook ${codeVersion()}`,
      ...(network
        ? [`Layout ${layoutName(network.layout)}, ${network.classes} classes, ${network.window} frames`]
        : []),
      ...runs.slice(0, 32).map(({ cell: train, config, spec }) => `#${train} seed ${config.seed}: run ${spec.runId}`),
      ...(runs.length > 32 ? [`and ${runs.length - 32} more runs`] : []),
    ],
    warnings,
  };
}

function keyOf(
  cell: ResolvedFigure,
  opened: OpenedNotebook,
  runs: readonly string[],
  network: ShownNetwork | undefined,
): string {
  const facts = { cell: cellHash(opened, cell.id), runs, version: codeVersion(), ...(network ? { network } : {}) };
  return sha256(canonical(facts)).slice(0, 16);
}

function nameOf(id: string, notebookPath: string): string {
  return sha256(canonical([basename(notebookPath), id])).slice(0, 12);
}
