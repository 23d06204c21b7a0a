import { make } from "../frame/elements";
import { keepOwnKeys } from "../frame/keys";
import type { Scope } from "../frame/scope";
import type { Grid } from "./grid";
import { pixelsOf } from "./scale";
import type { Scale } from "./scale";

/** A small picture of every block's map; pressing one chooses the block. */
export class Overview {
  readonly element = make("div", "hgla-blocks");
  private readonly blocks: readonly { readonly button: HTMLButtonElement; readonly canvas: HTMLCanvasElement }[];

  constructor(scope: Scope, names: readonly string[], chosen: (block: number) => void) {
    this.element.setAttribute("role", "group");
    this.element.setAttribute("aria-label", "Block");
    this.blocks = names.map((name, block) => {
      const button = make("button");
      button.type = "button";
      button.title = name;
      const canvas = scope.canvas();
      canvas.setAttribute("aria-hidden", "true");
      button.append(canvas, make("span", "", name));
      scope.on(button, "click", () => chosen(block));
      return { button, canvas };
    });
    keepOwnKeys(
      scope,
      this.blocks.map(({ button }) => button),
    );
    this.element.append(...this.blocks.map(({ button }) => button));
  }

  /** A block without such a map cannot be chosen. */
  show(
    grids: readonly (Grid | undefined)[],
    scaleFor: (grid: Grid) => Scale,
    table: Uint8ClampedArray,
    order: readonly number[] | undefined,
    chosen: number,
  ): void {
    this.blocks.forEach(({ button, canvas }, block) => {
      const grid = grids[block];
      button.disabled = !grid;
      button.setAttribute("aria-pressed", String(block === chosen));
      canvas.width = grid?.columns ?? 1;
      canvas.height = grid?.rows ?? 1;
      if (!grid) return;
      const pixels = pixelsOf(grid, scaleFor(grid), table, order);
      canvas.getContext("2d")!.putImageData(new ImageData(pixels, grid.columns, grid.rows), 0, 0);
    });
  }
}
