import type { Keys } from "../keys";
import type { Scope } from "../scope";
import { FRONT, turned, zoomed } from "./camera";
import type { Camera } from "./camera";

const TURN = Math.PI / 36;
const PX_TO_RADIANS = 0.01;
const ZOOM = 1.15;

/** A camera that follows the user: dragging on `stage` turns it, the wheel and keys too. */
export class Orbit {
  /** For `answerKeys`. */
  readonly keys: Keys = {
    ArrowLeft: () => this.look(turned(this.held, TURN, 0)),
    ArrowRight: () => this.look(turned(this.held, -TURN, 0)),
    ArrowUp: () => this.look(turned(this.held, 0, -TURN)),
    ArrowDown: () => this.look(turned(this.held, 0, TURN)),
    "+": () => this.look(zoomed(this.held, ZOOM)),
    "=": () => this.look(zoomed(this.held, ZOOM)),
    "-": () => this.look(zoomed(this.held, 1 / ZOOM)),
    "0": () => this.reset(),
  };
  private held: Camera = FRONT;

  constructor(
    scope: Scope,
    stage: HTMLElement,
    private readonly looked: () => void,
  ) {
    let drag: { readonly pointer: number; readonly x: number; readonly y: number } | undefined;
    scope.on(stage, "pointerdown", (event) => {
      if (event.button !== 0) return;
      drag = { pointer: event.pointerId, x: event.clientX, y: event.clientY };
      stage.setPointerCapture(event.pointerId);
    });
    scope.on(stage, "pointermove", (event) => {
      if (drag?.pointer !== event.pointerId) return;
      const [x, y] = [event.clientX - drag.x, event.clientY - drag.y];
      this.look(turned(this.held, -x * PX_TO_RADIANS, y * PX_TO_RADIANS));
      drag = { pointer: drag.pointer, x: event.clientX, y: event.clientY };
    });
    for (const type of ["pointerup", "pointercancel"] as const) scope.on(stage, type, () => (drag = undefined));
    // The notebook keeps its wheel unless the user has asked for this view.
    scope.on(
      stage,
      "wheel",
      (event) => {
        if (!event.ctrlKey && !stage.matches(":focus")) return;
        event.preventDefault();
        const step = Math.sign(event.deltaY) * Math.min(0.25, Math.abs(event.deltaY) / 400);
        this.look(zoomed(this.held, Math.exp(-step)));
      },
      { passive: false },
    );
  }

  get camera(): Camera {
    return this.held;
  }

  reset(): void {
    this.look(FRONT);
  }

  private look(camera: Camera): void {
    this.held = camera;
    this.looked();
  }
}
