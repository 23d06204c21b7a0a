import type { Scope } from "./scope";

/** A drawing that takes time: asked for again while it is at it, it is done once more afterwards, and never twice at once. */
export class Redrawing {
  private drawing = false;
  private again = false;

  constructor(
    private readonly scope: Scope,
    private readonly draw: () => Promise<void>,
  ) {}

  ask(): void {
    if (this.drawing) this.again = true;
    else this.scope.watch(this.drawAll());
  }

  private async drawAll(): Promise<void> {
    this.drawing = true;
    try {
      do {
        this.again = false;
        await this.draw();
      } while (this.again && !this.scope.over);
    } finally {
      this.drawing = false;
    }
  }
}
