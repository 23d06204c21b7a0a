import type { Looks } from "./looks";

/** The points as they are drawn, in three dimensions or in two. */
export interface Scene {
  readonly element: HTMLElement | SVGSVGElement;
  resize(width: number, height: number): void;
  /** Draws what the cloud shows now. */
  draw(looks: Looks): void;
  /** Marks the point that is pointed at. */
  mark(point: number | null): void;
}
