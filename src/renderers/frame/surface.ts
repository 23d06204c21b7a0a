import type { Scope } from "./scope";

/** A canvas that is as sharp as the screen and drawn to in CSS px. */
export class Surface {
  readonly canvas: HTMLCanvasElement;
  readonly context: CanvasRenderingContext2D;
  private size = { width: 0, height: 0, density: 0 };

  constructor(scope: Scope) {
    this.canvas = scope.canvas();
    const context = this.canvas.getContext("2d");
    if (!context) throw new Error("this browser gives no 2D canvas");
    this.context = context;
  }

  get width(): number {
    return this.size.width;
  }

  get height(): number {
    return this.size.height;
  }

  /** Gives it a size in CSS px and clears it; its memory is made anew only when that changes anything. */
  clear(width: number, height: number): CanvasRenderingContext2D {
    const density = Math.min(3, window.devicePixelRatio || 1);
    const { size, canvas, context } = this;
    if (size.width !== width || size.height !== height || size.density !== density) {
      this.size = { width, height, density };
      canvas.width = Math.round(width * density);
      canvas.height = Math.round(height * density);
      canvas.style.height = `${height}px`;
      context.setTransform(density, 0, 0, density, 0, 0);
    }
    context.clearRect(0, 0, width, height);
    return context;
  }
}
