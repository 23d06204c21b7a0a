/** A cell of a grid as it is drawn, from the top left. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

/** Where a key takes the cursor; undefined for a key that does not move it. */
export function moved({ row, column }: Place, key: string, rows: number, columns: number): Place | undefined {
  const at = (row: number, column: number): Place => ({
    row: Math.min(rows - 1, Math.max(0, row)),
    column: Math.min(columns - 1, Math.max(0, column)),
  });
  switch (key) {
    case "ArrowUp":
      return at(row - 1, column);
    case "ArrowDown":
      return at(row + 1, column);
    case "ArrowLeft":
      return at(row, column - 1);
    case "ArrowRight":
      return at(row, column + 1);
    case "PageUp":
      return at(row - 10, column);
    case "PageDown":
      return at(row + 10, column);
    case "Home":
      return at(row, 0);
    case "End":
      return at(row, columns - 1);
    default:
      return undefined;
  }
}
