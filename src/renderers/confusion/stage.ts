import { moved } from "../frame/cells";
import type { Place } from "../frame/cells";
import { make } from "../frame/elements";
import { keepKeys } from "../frame/keys";
import type { Scope } from "../frame/scope";
import { layOut, placeAt } from "./geometry";
import type { Geometry } from "./geometry";
import type { Grid, Values } from "./grid";
import { contextOf, labelWidth, paintCursor, paintMatrix, prepare, readColours } from "./paint";
import type { Colours } from "./paint";

export interface StageEvents {
  /** The cursor is on another cell, or on none. */
  pointed(place: Place | null): void;
  /** A cell was clicked, or Enter pressed on it. */
  chosen(place: Place): void;
}

/** The matrix on its canvas, with a cursor that the pointer and the arrow keys move. */
export class Stage {
  readonly element = make("div", "hglc-stage");
  values: Values = "share";
  /** Classes that a search has found; the others are faint. */
  found: ReadonlySet<number> | undefined;
  private readonly cells: HTMLCanvasElement;
  private readonly overlay: HTMLCanvasElement;
  private cursor: Place | null = null;
  private colours: Colours | undefined;
  private geometry: Geometry;

  constructor(
    scope: Scope,
    private readonly root: HTMLElement,
    private readonly grid: Grid,
    private readonly events: StageEvents,
  ) {
    const { element } = this;
    this.geometry = layOut(grid.size, 160, 0);
    element.tabIndex = 0;
    element.setAttribute("role", "application");
    element.setAttribute("aria-roledescription", "confusion matrix");
    element.setAttribute(
      "aria-label",
      `${grid.size} classes, true class in rows, predicted class in columns; arrow keys move, Enter lists a cell's clips, Escape leaves the cell`,
    );
    this.cells = scope.canvas();
    this.overlay = scope.canvas();
    element.append(this.cells, this.overlay);
    const under = (event: MouseEvent): Place | null => {
      const box = this.cells.getBoundingClientRect();
      return placeAt(this.geometry, event.clientX - box.left, event.clientY - box.top);
    };
    scope.on(element, "pointermove", (event) => this.pointAt(under(event)));
    scope.on(element, "pointerleave", () => {
      if (!element.matches(":focus")) this.pointAt(null);
    });
    scope.on(element, "click", (event) => {
      const place = under(event);
      if (place) this.choose(place);
    });
    scope.on(element, "keydown", (event) => this.pressed(event));
  }

  pointAt(place: Place | null): void {
    if (place?.row === this.cursor?.row && place?.column === this.cursor?.column) return;
    this.cursor = place;
    this.events.pointed(place);
    this.paintOverlay();
  }

  choose(place: Place): void {
    this.pointAt(place);
    this.events.chosen(place);
  }

  /** Sorts the classes; the cursor stays on its pair. */
  sort(order: string): void {
    const kept = this.cursor && this.grid.pairAt(this.cursor);
    this.grid.sort(order);
    if (kept) this.cursor = this.grid.placeOf(kept);
    this.paint();
  }

  /** Draws all anew, in the theme's colours and the width there is. */
  restyle(): void {
    this.colours = readColours(this.root);
    this.paint();
  }

  paint(): void {
    const { grid, colours = (this.colours = readColours(this.root)) } = this;
    const available = this.root.clientWidth;
    // Beside the side panel where both fit, above it where not.
    const room = available >= 760 ? available - 330 : available - 8;
    this.geometry = layOut(grid.size, Math.max(160, room), labelWidth(contextOf(this.cells), grid, colours));
    paintMatrix(prepare(this.cells, this.geometry), this.geometry, grid, this.values, colours, this.found);
    this.paintOverlay();
  }

  private paintOverlay(): void {
    const context = prepare(this.overlay, this.geometry);
    if (this.cursor && this.colours) paintCursor(context, this.geometry, this.cursor, this.colours);
  }

  private pressed(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") return this.pointAt(null);
    if (event.key === "Enter" && this.cursor) {
      keepKeys(event);
      return this.choose(this.cursor);
    }
    const { size } = this.grid;
    const next = this.cursor
      ? moved(this.cursor, event.key, size, size)
      : moved({ row: 0, column: 0 }, event.key, size, size) && { row: 0, column: 0 };
    if (!next) return;
    keepKeys(event);
    this.pointAt(next);
  }
}
