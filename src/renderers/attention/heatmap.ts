import { moved } from "../frame/cells";
import type { Place } from "../frame/cells";
import { make } from "../frame/elements";
import { keepKeys } from "../frame/keys";
import type { Scope } from "../frame/scope";
import { Surface } from "../frame/surface";
import { layOutFrames, layOutNames, placeAt } from "./geometry";
import type { Geometry } from "./geometry";
import { paintChart, paintMarks } from "./heatmapPaint";
import type { Chart, Marks } from "./heatmapPaint";

/** A cell of the map itself, whatever the order in which it is drawn: row `to` gathers from column `from`. */
export interface Cell {
  readonly to: number;
  readonly from: number;
}

interface Asked {
  /** Somebody points at a cell, or no longer at any. */
  readonly pointed: (cell: Cell | null) => void;
  readonly clicked: (cell: Cell) => void;
}

/** One map as a picture of cells that can be read with the pointer and with keys. */
export class Heatmap {
  readonly element = make("div", "hgla-map");
  private readonly cells: Surface;
  private readonly over: Surface;
  private readonly pixels: HTMLCanvasElement;
  private chart: Chart | undefined;
  private geometry: Geometry | undefined;
  private cursor: Place | null = null;
  private drawn: Marks = { row: null, column: null, now: null };

  constructor(
    scope: Scope,
    private readonly asked: Asked,
  ) {
    this.cells = new Surface(scope);
    this.over = new Surface(scope);
    this.pixels = scope.canvas();
    const { element } = this;
    element.tabIndex = 0;
    element.setAttribute("role", "application");
    element.setAttribute("aria-roledescription", "heatmap");
    element.append(this.cells.canvas, this.over.canvas);
    scope.on(element, "pointermove", (event) => this.point(this.placeOf(event)));
    scope.on(element, "pointerleave", () => {
      if (!element.matches(":focus")) this.point(null);
    });
    scope.on(element, "click", (event) => {
      const place = this.placeOf(event);
      if (place) asked.clicked(this.cellOf(place));
    });
    scope.on(element, "keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !this.geometry) return;
      const { rows, columns } = this.geometry;
      if (event.key === "Escape") return this.point(null);
      if (event.key === "Enter" && this.cursor) {
        keepKeys(event);
        return asked.clicked(this.cellOf(this.cursor));
      }
      const start = { row: 0, column: 0 };
      const next = moved(this.cursor ?? start, event.key, rows, columns);
      if (!next) return;
      keepKeys(event);
      this.point(this.cursor ? next : start);
    });
  }

  /** Px that the picture is high. */
  get height(): number {
    return this.geometry?.height ?? 0;
  }

  /** Paints a map into `available` px of width. */
  show(chart: Chart, available: number, label: string): void {
    this.chart = chart;
    const { grid, names, colours } = chart;
    this.element.setAttribute("aria-label", label);
    if (names) {
      const { context } = this.cells;
      context.font = colours.font;
      const widest = Math.max(...names.map((name) => context.measureText(name.slice(0, 60)).width));
      this.geometry = layOutNames(grid.rows, available, Math.min(130, widest));
    } else this.geometry = layOutFrames(grid.rows, grid.columns, available);
    const { width, height, rows, columns } = this.geometry;
    this.element.style.width = `${width}px`;
    paintChart(this.cells.clear(width, height), this.pixels, this.geometry, chart);
    if (this.cursor && (this.cursor.row >= rows || this.cursor.column >= columns)) this.cursor = null;
    this.drawn = { row: null, column: null, now: null };
    this.over.clear(width, height);
  }

  /** Marks a cell, a whole row and column (either may be absent), and the row of the frame shown. */
  mark(to: number | null, from: number | null, now: number | null): void {
    const { chart, geometry } = this;
    if (!chart || !geometry) return;
    const place = (index: number | null): number | null =>
      index === null ? null : chart.order ? chart.order.indexOf(index) : index;
    const marks = { row: place(to), column: place(from), now };
    if (marks.row === this.drawn.row && marks.column === this.drawn.column && now === this.drawn.now) return;
    this.drawn = marks;
    paintMarks(this.over.clear(geometry.width, geometry.height), geometry, marks, chart.colours);
  }

  private point(place: Place | null): void {
    if (place?.row === this.cursor?.row && place?.column === this.cursor?.column) return;
    this.cursor = place;
    this.asked.pointed(place && this.cellOf(place));
  }

  private cellOf({ row, column }: Place): Cell {
    const order = this.chart?.order;
    return order ? { to: order[row]!, from: order[column]! } : { to: row, from: column };
  }

  private placeOf(event: MouseEvent): Place | null {
    const box = this.cells.canvas.getBoundingClientRect();
    return this.geometry ? placeAt(this.geometry, event.clientX - box.left, event.clientY - box.top) : null;
  }
}
