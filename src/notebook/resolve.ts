import type { DataConfig, ExecutorConfig, ModelConfig, RunConfig, TextConfig } from "../common/config";
import { HglError, nearest } from "../common/errors";
import type { Partition, Stream } from "../common/vocabulary";
import type { VariantCells } from "./ablation";
import { expandAblation } from "./ablation";
import type { AnalysisOptions, Checked, CheckedCell } from "./analyse";
import { analyse } from "./analyse";
import type { DataCell } from "./cells/data";
import { completeData, isLayoutFile, SAMPLE_SOURCE } from "./cells/data";
import type { DESIGNS } from "./cells/ablation";
import type { EnsembleCell } from "./cells/ensemble";
import { completeExecutor } from "./cells/executor";
import type { FigureCell } from "./cells/figure";
import type { KindName } from "./cells/kinds";
import { completeModel } from "./cells/model";
import type { TableCell } from "./cells/table";
import type { TextCell } from "./cells/text";
import { completeLanguage, languageSchema } from "./cells/language";
import { completeText } from "./cells/text";
import { completeTrain } from "./cells/train";
import type { Projection, ShownModality } from "./cells/view";
import { dataFormat } from "./dataWindow";
import { diagnose } from "./check";
import type { Notebook } from "./notebook";
import { dependencyOrder } from "./order";
import { wordingOf } from "./wording";

/** A cell as it runs: every default filled in, every reference known to hold. */
export type ResolvedCell =
  | ResolvedData
  | ResolvedModel
  | ResolvedText
  | ResolvedTrain
  | ResolvedAblation
  | ResolvedEnsemble
  | ResolvedView
  | ResolvedFigure
  | ResolvedTable;

interface Resolved {
  readonly id: string;
  /** Its number among the notebook's cells. */
  readonly index: number;
  /** Ids of the cells it needs itself. */
  readonly needs: readonly string[];
}

export interface ResolvedData extends Resolved {
  readonly kind: "data";
  readonly config: DataConfig;
}

export interface ResolvedModel extends Resolved {
  readonly kind: "model";
  readonly config: ModelConfig;
}

export interface ResolvedText extends Resolved {
  readonly kind: "text";
  readonly data: string;
  readonly config: TextConfig;
  /** Classes that the data cell holds out of training. */
  readonly unseen: readonly string[];
}

export interface ResolvedTrain extends Resolved {
  readonly kind: "train";
  readonly data: string;
  readonly model: string;
  /** The text cell whose descriptions take part. */
  readonly text: string | null;
  /** One for each seed, in the cell's order. */
  readonly runs: readonly RunConfig[];
  readonly executor: ExecutorConfig;
}

export interface ResolvedAblation extends Resolved {
  readonly kind: "ablation";
  /** The train cell that is varied. */
  readonly of: string;
  readonly design: (typeof DESIGNS)[number];
  readonly factors: readonly ResolvedFactor[];
  /** The baseline, which is the train cell as it is, first. */
  readonly variants: readonly [ResolvedVariant, ...ResolvedVariant[]];
  readonly executor: ExecutorConfig;
  /** Hours of training that may not be exceeded; null for no limit. */
  readonly budget: number | null;
}

export interface ResolvedFactor {
  readonly name: string;
  /** Labels, each once. */
  readonly levels: readonly string[];
}

/** A row of an ablation. */
export interface ResolvedVariant {
  /** What the row is called: its levels, joined; the train cell's id where it is the baseline alone. */
  readonly label: string;
  /** The level of each factor, null where a factor is as in the baseline; no two variants have the same. */
  readonly levels: readonly (string | null)[];
  /** Labels of further rows that make the same runs. */
  readonly also: readonly string[];
  readonly data: ResolvedData;
  /** As a train cell by the ablation's own id. */
  readonly train: ResolvedTrain;
}

/** What an ensemble fuses: a train cell's runs, a variant's of an ablation, or a file of scores by its absolute path. */
export type ResolvedMember =
  | { readonly kind: "train"; readonly id: string }
  | { readonly kind: "variant"; readonly of: string; readonly label: string }
  | { readonly kind: "file"; readonly path: string };

export interface ResolvedEnsemble extends Resolved, Readonly<Pick<EnsembleCell, "weights">> {
  readonly kind: "ensemble";
  readonly members: readonly ResolvedMember[];
  readonly streams: readonly Stream[] | null;
}

export type ResolvedView =
  ResolvedConfusion | ResolvedCurves | ResolvedEmbedding | ResolvedSkeleton | ResolvedAttention | ResolvedQuery;

/** What every view has; which keys a view takes says `cells/view.ts`. */
interface ResolvedAnyView extends Resolved {
  readonly kind: "view";
  readonly of: string;
  readonly ofKind: "data" | "train";
  /** Train cells that are shown beside. */
  readonly with: readonly string[];
  /** The train cell that `of` is compared with. */
  readonly minus: string | null;
}

export interface ResolvedConfusion extends ResolvedAnyView {
  readonly view: "confusion";
}

export interface ResolvedCurves extends ResolvedAnyView {
  readonly view: "curves";
}

export interface ResolvedEmbedding extends ResolvedAnyView {
  readonly view: "embedding";
  readonly projection: Projection;
  readonly split: Partition;
  readonly modality: ShownModality;
}

export interface ResolvedQuery extends ResolvedAnyView {
  readonly view: "query";
  readonly sentences: readonly string[];
  /** Clips that are ranked for each. */
  readonly count: number;
}

export interface ResolvedSkeleton extends ResolvedAnyView {
  readonly view: "skeleton";
  /** Ids of the clips to show; null where `count` of them are chosen. */
  readonly clips: readonly string[] | null;
  readonly count: number;
  readonly streams: readonly Stream[];
  readonly augmented: boolean;
  readonly probabilities: boolean;
}

export interface ResolvedAttention extends ResolvedAnyView {
  readonly view: "attention";
  readonly clips: readonly string[] | null;
  readonly count: number;
  /** Names, or numbers from 1, of classes whose means are shown. */
  readonly classes: readonly (string | number)[] | null;
}

/** A figure's cell with every default filled in; null where a key is left out. */
export interface ResolvedFigure extends Resolved, Omit<FigureCell, "minus" | "variant" | "clips"> {
  readonly kind: "figure";
  readonly ofKind: KindName;
  readonly minus: string | null;
  /** A row of the ablation that is drawn. */
  readonly variant: string | null;
  readonly clips: readonly string[] | null;
}

export interface ResolvedTable extends Resolved, Readonly<TableCell> {
  readonly kind: "table";
}

export interface ResolveOptions extends AnalysisOptions {
  /** Makes a data source's path absolute; the sample's name is left alone. */
  readonly path?: (source: string) => string;
}

/** All cells in dependency order, else in the file's. Throws HglError "cell" for the first error that checkNotebook would list. */
export function resolveNotebook(notebook: Notebook, options: ResolveOptions = {}): ResolvedCell[] {
  const error = diagnose(notebook, options).find(({ severity }) => severity === "error");
  if (error) {
    const where = `line ${error.line}${error.cellId ? ` (#${error.cellId})` : ""}`;
    throw new HglError({ code: "cell", where, ...wordingOf(error.finding) });
  }
  return resolveCells(analyse(notebook, options).cells, options);
}

/** The same for cells that are sound, and that need only one another. */
export function resolveCells(cells: readonly CheckedCell[], options: ResolveOptions = {}): ResolvedCell[] {
  const byId = new Map(cells.map((cell) => [cell.id, cell]));
  const ordered = dependencyOrder(cells);
  if ("cycle" in ordered) throw new HglError({ code: "cell", ...wordingOf({ code: "cycle", ids: ordered.cycle }) });
  const resolved = new Map<string, ResolvedCell>();
  for (const id of ordered.order) {
    const cell = byId.get(id)!;
    resolved.set(
      id,
      cell.kind === "ablation" ? resolveAblation(cell, byId, options) : resolveCell(cell, resolved, options),
    );
  }
  return [...resolved.values()];
}

/** A cell and all it needs, in order; throws HglError "cell" naming the nearest id when there is no such cell. */
export function cellsFor(cells: readonly ResolvedCell[], id: string): ResolvedCell[] {
  const byId = new Map(cells.map((cell) => [cell.id, cell]));
  if (!byId.has(id)) {
    const known = [...byId.keys()];
    const meant = nearest(id, known);
    throw new HglError({
      code: "cell",
      what: `there is no cell #${id}`,
      next: meant
        ? `did you mean #${meant}?`
        : `the notebook has ${known.map((name) => `#${name}`).join(", ") || "none"}`,
    });
  }
  const wanted = new Set<string>();
  const want = (wantedId: string): void => {
    if (wanted.has(wantedId)) return;
    wanted.add(wantedId);
    byId.get(wantedId)?.needs.forEach(want);
  };
  want(id);
  return cells.filter((cell) => wanted.has(cell.id));
}

function resolveCell(
  cell: Exclude<CheckedCell, Checked<"ablation">>,
  earlier: ReadonlyMap<string, ResolvedCell>,
  options: ResolveOptions,
): ResolvedCell {
  const { id, index, needs } = cell;
  switch (cell.kind) {
    case "data":
      return { kind: "data", id, index, needs, config: dataConfig(cell.value, options) };
    case "model":
      return { kind: "model", id, index, needs, config: completeModel(cell.value) };
    case "text": {
      const { data } = cell.value;
      const { unseen = [] } = (earlier.get(data) as ResolvedData).config;
      return { kind: "text", id, index, needs, data, config: textConfig(cell.value, options), unseen };
    }
    case "train": {
      const { data, model, text = null } = cell.value;
      const texts = text === null ? null : (earlier.get(text) as ResolvedText).config;
      return resolvedTrain(
        cell,
        (earlier.get(data) as ResolvedData).config,
        (earlier.get(model) as ResolvedModel).config,
        texts,
      );
    }
    case "ensemble": {
      const { of, members, weights, streams = null } = cell.value;
      const variants = of === undefined ? [] : (earlier.get(of) as ResolvedAblation).variants;
      const all: ResolvedMember[] = [
        ...variants.map(({ label }) => ({ kind: "variant", of: of!, label }) as const),
        ...members.map((member) =>
          needs.includes(member)
            ? ({ kind: "train", id: member } as const)
            : ({ kind: "file", path: options.path?.(member) ?? member } as const),
        ),
      ];
      return { kind: "ensemble", id, index, needs, members: all, weights, streams };
    }
    case "view": {
      const { view, of, with: beside, minus = null, clips = null, count, classes = null } = cell.value;
      const { streams, augmented, probabilities, projection, split, modality, query = [] } = cell.value;
      const ofKind = (earlier.get(of) as ResolvedData | ResolvedTrain).kind;
      const base = { kind: "view", id, index, needs, of, ofKind, with: beside, minus } as const;
      if (view === "confusion" || view === "curves") return { ...base, view };
      if (view === "embedding") return { ...base, view, projection, split, modality };
      if (view === "query") return { ...base, view, sentences: [query].flat(), count };
      return view === "skeleton"
        ? { ...base, view, clips, count, streams, augmented, probabilities }
        : { ...base, view, clips, count, classes };
    }
    case "figure": {
      const { minus = null, variant = null, clips = null, ...rest } = cell.value;
      const ofKind = earlier.get(rest.of)!.kind;
      return { ...rest, kind: "figure", id, index, needs, ofKind, minus, variant, clips };
    }
    case "table":
      return { ...cell.value, kind: "table", id, index, needs };
  }
}

function resolveAblation(
  cell: Checked<"ablation">,
  cells: ReadonlyMap<string, CheckedCell>,
  options: ResolveOptions,
): ResolvedAblation {
  const { id, index, needs, value } = cell;
  const expanded = expandAblation(cell, cells, options);
  if (!expanded || "finding" in expanded)
    throw new HglError({ code: "cell", where: `#${id}`, ...wordingOf(expanded?.finding ?? { code: "no-factor" }) });
  const [baseline, ...others] = expanded.variants;
  const variant = (one: VariantCells) => resolvedVariant(cell, one, options);
  return {
    kind: "ablation",
    id,
    index,
    needs,
    of: value.of,
    design: value.design,
    factors: expanded.factors,
    variants: [variant(baseline), ...others.map(variant)],
    executor: completeExecutor(value.executor ?? baseline.train.value.executor),
    budget: value.budget ?? null,
  };
}

function resolvedVariant(
  { id, index }: Checked<"ablation">,
  { label, levels, also, data, model, text, train }: VariantCells,
  options: ResolveOptions,
): ResolvedVariant {
  const config = dataConfig(data.value, options);
  const texts = text && textConfig(text.value, options);
  return {
    label,
    levels,
    also,
    data: { kind: "data", id: data.id, index: data.index, needs: data.needs, config },
    train: { ...resolvedTrain(train, config, completeModel(model.value), texts), id, index },
  };
}

function resolvedTrain(
  { id, index, needs, value }: Checked<"train">,
  data: DataConfig,
  model: ModelConfig,
  texts: TextConfig | null,
): ResolvedTrain {
  const train = completeTrain(value);
  const language = texts && completeLanguage(value.language ?? languageSchema.parse({}), train, texts);
  return {
    kind: "train",
    id,
    index,
    needs,
    data: value.data,
    model: value.model,
    text: value.text ?? null,
    runs: value.seeds.map((seed) => ({ data, model, train, language, seed })),
    executor: completeExecutor(value.executor),
  };
}

/** A data cell's configuration with absolute paths. */
function dataConfig(cell: DataCell, options: ResolveOptions): DataConfig {
  const { path = (source) => source } = options;
  const config = completeData(cell, dataFormat(cell, options));
  const { source, layout } = config;
  return {
    ...config,
    source: source === SAMPLE_SOURCE ? source : path(source),
    layout: layout !== null && isLayoutFile(layout) ? path(layout) : layout,
  };
}

/** A text cell's configuration with absolute paths. */
function textConfig(cell: TextCell, { path = (source) => source }: ResolveOptions): TextConfig {
  const config = completeText(cell);
  const { file, encoder, video } = config;
  return {
    ...config,
    file: file === null ? null : path(file),
    encoder: encoder.kind === "onnx" ? { ...encoder, folder: path(encoder.folder) } : encoder,
    video: video && { ...video, folder: path(video.folder) },
  };
}
