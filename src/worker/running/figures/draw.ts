import type { Animation } from "../../../figures/animation";
import { widthOf } from "../../../figures/venue";
import { themeFor, mm, type Theme } from "../../../figures/theme";
import type { ResolvedFigure } from "../../../notebook/resolve";
import type { FinishedRun } from "../plan";
import type { ShownNetwork } from "./network";
import type { FigureSource } from "./source";

/** A figure before it has a format. */
export interface Drawing {
  /** The master drawing, exactly as wide as was asked, without certificate. */
  readonly svg: string;
  /** What it shows, for readers who cannot see it and as a document's name. */
  readonly title: string;
  /** The runs it shows. */
  readonly runs: readonly FinishedRun[];
  /** What the network was counted for, where that decides what is drawn. */
  readonly network?: ShownNetwork;
  /** The same in motion, where it can move. */
  readonly animation?: Animation;
}

/** Sizes and colours that a cell asks for, in px. */
export interface Paper {
  readonly width: number;
  /** Of the plot area; undefined where the figure decides. */
  readonly height: number | undefined;
  readonly theme: Theme;
}

/**
 * Draws a figure from runs, data and the network's configuration: equal facts give equal drawings.
 * @throws HglError "cell" when there is nothing to show yet, "data", "store"
 */
export async function drawFigure(cell: ResolvedFigure, source: FigureSource): Promise<Drawing> {
  const paper = paperOf(cell);
  // Each of them brings libraries that the others do not need.
  switch (cell.figure) {
    case "curves":
      return (await import("./curves")).drawCurves(cell, source, paper);
    case "confusion":
      return (await import("./classes")).drawConfusion(cell, source, paper);
    case "class-change":
      return (await import("./classes")).drawClassChange(cell, source, paper);
    case "ablation-heat":
      return (await import("./ablation")).drawAblationHeat(cell, source, paper);
    case "ablation":
      return cell.ofKind === "ablation"
        ? (await import("./ablation")).drawAblation(cell, source, paper)
        : (await import("./comparison")).drawComparison(cell, source, paper);
    case "streams":
      return (await import("./comparison")).drawComparison(cell, source, paper);
    case "complexity":
      return (await import("./complexity")).drawComplexity(cell, source, paper);
    case "embedding":
      return (await import("./embedding")).drawEmbedding(cell, source, paper);
    case "skeleton":
      return (await import("./skeleton")).drawSkeleton(cell, source, paper);
    case "architecture":
      return (await import("./architecture")).drawArchitectureFigure(cell, source, paper);
    case "attention":
      return (await import("./attention")).drawAttention(cell, source, paper);
    case "topology":
    case "temporal-attention":
      return (await import("./attention")).drawMatrices(cell, source, paper);
    case "custom":
      return (await import("./custom")).drawCustom(cell, source, paper);
  }
}

export function paperOf({ venue, width, height, scheme }: ResolvedFigure): Paper {
  return {
    width: typeof width === "number" ? widthOf({ mm: width }) : widthOf(venue, width),
    height: height === undefined ? undefined : mm(height),
    theme: themeFor(scheme),
  };
}
