import type { TopLevelSpec } from "vega-lite";
import { printable } from "../common/payloads/printable";
import { linesOf } from "./matrix";
import { fitText, textWidth } from "./textWidth";
import { themeFor, type Theme } from "./theme";

/** A combination of two factors' levels; shares. */
export interface HeatTile {
  readonly row: string;
  readonly column: string;
  /** Mean accuracy over seeds; null where no run has ended. */
  readonly top1: number | null;
  /** Against the baseline; null for the baseline itself and where nothing could be tested. */
  readonly difference: number | null;
  /** Whether the difference is more than noise. */
  readonly sure: boolean;
  readonly baseline: boolean;
}

export interface HeatOptions {
  /** Plot area in px, without labels. */
  readonly width: number;
  /** Height of one row in px. */
  readonly row?: number;
  readonly theme?: Theme;
}

const LONGEST_LABEL = 110;
const LEAST_ROW = 30;
/** Between the words of two tiles, px. */
const GAP = 4;
/** Lines of a column's name. */
const MOST_LINES = 3;

/**
 * Mean accuracy of every combination of two factors' levels, with the difference to the baseline below it: in bold where it is more than noise. The
 * baseline is framed.
 * @param names of the factor of the rows and of that of the columns
 */
export function ablationHeatSpec(
  tiles: readonly HeatTile[],
  names: readonly [rows: string, columns: string],
  { width, row = LEAST_ROW + 6, theme = themeFor() }: HeatOptions,
): TopLevelSpec {
  const { palette } = theme;
  const [rows, columns] = [distinct(tiles.map((tile) => tile.row)), distinct(tiles.map((tile) => tile.column))];
  const known = tiles.flatMap(({ top1 }) => (top1 === null ? [] : [100 * top1]));
  const [least, most] = known.length > 0 ? [Math.min(...known), Math.max(...known)] : [0, 100];
  const height = Math.max(LEAST_ROW, row) * rows.length;
  const values = tiles.map((tile) => {
    const share = tile.top1 === null || most === least ? 0.5 : (100 * tile.top1 - least) / (most - least);
    const shade = Math.round(share * (palette.correct.length - 1));
    return {
      // A tile's place is a number: two names may look alike once they are shortened.
      row: rows.indexOf(tile.row),
      column: columns.indexOf(tile.column),
      fill: tile.top1 === null ? palette.rule : palette.correct[shade]!,
      ink:
        tile.top1 === null
          ? palette.text
          : shade > palette.correct.length / 2
            ? palette.inkOnStrong
            : palette.inkOnWeak,
      accuracy: tile.top1 === null ? "–" : (100 * tile.top1).toFixed(2),
      change: tile.difference === null ? (tile.baseline ? "baseline" : "") : signed(100 * tile.difference),
      sure: tile.sure,
      baseline: tile.baseline,
    };
  });
  const words = values.flatMap(({ accuracy, change }) => [accuracy, change]);
  const widest = Math.max(0, ...words.map((word) => textWidth(word, theme.small, true)));
  // Where that is wider than the paper, whoever fits the drawing refuses it.
  const across = Math.max(width, columns.length * (widest + GAP));
  const room = across / Math.max(1, columns.length) - GAP;
  const axis = (title: string) => ({
    title: printable(title),
    grid: false,
    ticks: false,
    domain: false,
    labelAngle: 0,
    labelLimit: 0,
  });
  const labels = (lines: readonly (readonly string[])[]) => ({ labelExpr: `${JSON.stringify(lines)}[datum.value]` });
  const fitted = (name: string) => [fitText(name, theme.small, LONGEST_LABEL)];
  const broken = (name: string) => {
    const lines = linesOf(name.split(" "), theme.small, room);
    return lines.length <= MOST_LINES ? lines : [...lines.slice(0, MOST_LINES - 1), `${lines[MOST_LINES - 1]!}…`];
  };
  const x = {
    field: "column",
    type: "nominal" as const,
    sort: null,
    axis: { ...axis(names[1]), ...labels(told(columns, broken)), orient: "bottom" as const },
  };
  const y = {
    field: "row",
    type: "nominal" as const,
    sort: null,
    axis: { ...axis(names[0]), ...labels(told(rows, fitted)) },
  };
  const written = (field: string, dy: number, weight: string, filter: Record<string, unknown>[]) => ({
    transform: filter.map((one) => ({ filter: one })),
    mark: { type: "text" as const, dy, fontSize: theme.small, fontWeight: weight, baseline: "middle" as const },
    encoding: {
      x,
      y,
      text: { field, type: "nominal" as const },
      color: { field: "ink", type: "nominal" as const, scale: null },
    },
  });
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    width: across,
    height,
    padding: { left: 4, right: 4, top: 4, bottom: 4 },
    config: theme.config,
    data: { values },
    layer: [
      {
        mark: { type: "rect" as const, stroke: palette.background, strokeWidth: 1 },
        encoding: { x, y, color: { field: "fill", type: "nominal" as const, scale: null } },
      },
      {
        transform: [{ filter: { field: "baseline", equal: true } }],
        mark: { type: "rect" as const, fill: null, stroke: palette.text, strokeWidth: 1.5 },
        encoding: { x, y },
      },
      written("accuracy", -6, "normal", []),
      written("change", 6, "normal", [{ field: "sure", equal: false }]),
      written("change", 6, "bold", [{ field: "sure", equal: true }]),
    ],
  } as TopLevelSpec;
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)];
}

/** Names as they are shown, in lines; with their numbers before them where two would look alike. */
function told(names: readonly string[], shown: (name: string) => readonly string[]): (readonly string[])[] {
  const lines = names.map((name) => shown(printable(name)));
  const alike = new Set(lines.map((one) => one.join(" "))).size < names.length;
  return alike ? names.map((name, at) => shown(`${at + 1} ${printable(name)}`)) : lines;
}

function signed(points: number): string {
  return `${points > 0 ? "+" : ""}${points.toFixed(2)}`.replace("-", "−");
}
