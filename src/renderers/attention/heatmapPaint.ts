import { fit } from "../frame/fit";
import { isBone } from "./grid";
import type { Grid } from "./grid";
import type { Colours } from "./colours";
import { every } from "./geometry";
import type { Geometry } from "./geometry";
import { pixelsOf } from "./scale";
import type { Scale } from "./scale";

/** A map as the heatmap shows it. */
export interface Chart {
  readonly grid: Grid;
  readonly scale: Scale;
  readonly colours: Colours;
  /** Joints in the order of rows and columns; undefined where rows and columns stand in their own. */
  readonly order?: readonly number[];
  /** Rows before which a part of the body begins. */
  readonly starts: readonly number[];
  readonly parents: readonly number[];
  /** Of rows and columns as drawn; undefined for frames, which have numbers. */
  readonly names?: readonly string[];
}

/** Cells, marks of bones, parts and labels, on a context that is clear. `cells` is a canvas of its own, of a pixel a cell. */
export function paintChart(
  context: CanvasRenderingContext2D,
  cells: HTMLCanvasElement,
  geometry: Geometry,
  chart: Chart,
): void {
  const { rows, columns, across, down, left, top } = geometry;
  const { grid, scale, colours, order } = chart;
  cells.width = columns;
  cells.height = rows;
  cells.getContext("2d")!.putImageData(new ImageData(pixelsOf(grid, scale, colours.table, order), columns, rows), 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(cells, left, top, across * columns, down * rows);

  context.lineWidth = 1;
  context.strokeStyle = colours.line;
  context.beginPath();
  for (const start of chart.starts) {
    const at = left + start * across;
    context.moveTo(at, top);
    context.lineTo(at, top + down * rows);
    context.moveTo(left, top + start * down);
    context.lineTo(left + across * columns, top + start * down);
  }
  context.rect(left - 0.5, top - 0.5, across * columns + 1, down * rows + 1);
  context.stroke();
  if (grid.ofJoints && across >= 5) paintBoneMarks(context, geometry, chart);

  context.font = colours.font;
  context.textBaseline = "middle";
  context.fillStyle = colours.text;
  if (geometry.names && chart.names) paintNames(context, geometry, chart.names);
  else paintNumbers(context, geometry);
}

function paintBoneMarks(
  context: CanvasRenderingContext2D,
  { rows, columns, across, down, left, top }: Geometry,
  { order, parents, colours }: Chart,
): void {
  context.strokeStyle = colours.outline;
  context.beginPath();
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      if (isBone(parents, order ? order[row]! : row, order ? order[column]! : column))
        context.rect(left + column * across + 1.5, top + row * down + 1.5, across - 3, down - 3);
  context.stroke();
}

function paintNames(context: CanvasRenderingContext2D, geometry: Geometry, names: readonly string[]): void {
  const { rows, across, down, left, top } = geometry;
  const under = top + down * rows + 5;
  names.forEach((whole, i) => {
    const name = fit(context, whole, left - 8);
    context.textAlign = "right";
    context.fillText(name, left - 5, top + (i + 0.5) * down);
    context.save();
    context.translate(left + (i + 0.5) * across, under);
    context.rotate(-Math.PI / 2);
    context.fillText(name, 0, 0);
    context.restore();
  });
}

function paintNumbers(context: CanvasRenderingContext2D, geometry: Geometry): void {
  const { rows, columns, across, down, left, top } = geometry;
  const [below, beside] = [every(across, 26), every(down, 20)];
  // The first has a number too where the second is not in its way.
  const shown = (i: number, step: number): boolean => (i + 1) % step === 0 || (i === 0 && step > 4);
  context.textAlign = "center";
  for (let column = 0; column < columns; column++)
    if (shown(column, below))
      context.fillText(String(column + 1), left + (column + 0.5) * across, top + down * rows + 11);
  context.textAlign = "right";
  for (let row = 0; row < rows; row++)
    if (shown(row, beside)) context.fillText(String(row + 1), left - 5, top + (row + 0.5) * down);
}

/** What is pointed out in a map as it is drawn: a cell, or whole rows and columns. */
export interface Marks {
  readonly row: number | null;
  readonly column: number | null;
  /** The row of the frame that the body shows. */
  readonly now: number | null;
}

/** On a context that is clear. */
export function paintMarks(
  context: CanvasRenderingContext2D,
  { rows, columns, across, down, left, top }: Geometry,
  { row, column, now }: Marks,
  colours: Colours,
): void {
  const [wide, high] = [across * columns, down * rows];
  context.strokeStyle = context.fillStyle = colours.focus;
  context.globalAlpha = 0.13;
  if (row !== null) context.fillRect(left, top + row * down, wide, down);
  if (column !== null) context.fillRect(left + column * across, top, across, high);
  context.globalAlpha = 1;
  if (now !== null) {
    context.lineWidth = 1.5;
    context.strokeRect(left - 1, top + now * down - 0.75, wide + 2, down + 1.5);
    context.beginPath();
    context.moveTo(left - 2, top + (now + 0.5) * down);
    context.lineTo(left - 8, top + (now + 0.5) * down - 4);
    context.lineTo(left - 8, top + (now + 0.5) * down + 4);
    context.fill();
  }
  if (row === null || column === null) return;
  context.lineWidth = 2;
  context.strokeRect(left + column * across - 1, top + row * down - 1, across + 2, down + 2);
}
