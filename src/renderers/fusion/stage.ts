import { printable } from "../../common/payloads/printable";
import type { FusionPayload } from "../../common/payloads/fusion";
import { readChartColours } from "../frame/chartColours";
import { css, mix, readColour, type Rgb } from "../frame/colour";
import { make } from "../frame/elements";
import { keepKeys } from "../frame/keys";
import type { Scope } from "../frame/scope";
import { Surface } from "../frame/surface";
import { mean } from "../frame/words";
import { contains, corners, pointOf, weightsAt, type Point } from "./polygon";
import type { ValidationScores } from "./scores";

/** Room for the corners' names, CSS px. */
const MARGIN = 34;
/** Side of a shaded square, CSS px. */
const TILE = 6;
/** Multiplications of a whole shading that a page can do beside everything else, and in one frame. */
const MOST_COST = 4e9;
const FRAME_COST = 1.5e7;
const STEP = 0.02;

/** The polygon whose corners are the members; its point is dragged, and its ground tells the accuracy at each place. */
export class Stage {
  readonly element = make("div", "hglf-stage");
  readonly #surface: Surface;
  readonly #corners: Point[];
  readonly #scale = make("div", "hglf-scale");
  readonly #draw: () => void;
  #weights: readonly number[] = [];
  #tiles: { readonly x: number; readonly y: number; readonly top1: number }[] = [];
  #tiled = 0;

  constructor(
    private readonly scope: Scope,
    private readonly payload: FusionPayload,
    private readonly scores: ValidationScores | null,
    private readonly choose: (weights: readonly number[]) => void,
  ) {
    this.#surface = new Surface(scope);
    this.#corners = corners(payload.members.length);
    this.#draw = scope.inNextFrame(() => this.#paint());
    const { canvas } = this.#surface;
    canvas.tabIndex = 0;
    canvas.setAttribute("role", "application");
    canvas.setAttribute("aria-label", "Weights of the members as a point between them; arrow keys move it");
    this.element.append(canvas, this.#scale);
    this.#listen();
    scope.onWidth(this.element, () => this.#begin());
    scope.onTheme(() => this.#draw());
  }

  /** Shows where some weights are. */
  show(weights: readonly number[]): void {
    const first = this.#weights.length === 0;
    this.#weights = weights;
    if (first) this.#begin();
    else this.#draw();
  }

  /** Of the drawing, CSS px: an odd polygon is lower than it is wide. */
  get #height(): number {
    const lowest = Math.max(...this.#corners.map(([, y]) => y));
    return Math.ceil((1 + lowest) * this.#radius) + 2 * MARGIN;
  }

  #listen(): void {
    const { canvas } = this.#surface;
    let dragging = false;
    const at = (event: PointerEvent): void => {
      const box = canvas.getBoundingClientRect();
      this.choose(weightsAt(this.#fromPixel(event.clientX - box.left, event.clientY - box.top), this.#corners));
    };
    this.scope.on(canvas, "pointerdown", (event) => {
      if (event.button !== 0) return;
      dragging = true;
      canvas.setPointerCapture(event.pointerId);
      at(event);
    });
    this.scope.on(canvas, "pointermove", (event) => {
      if (dragging) at(event);
    });
    for (const end of ["pointerup", "pointercancel"] as const) this.scope.on(canvas, end, () => (dragging = false));
    const moves: Readonly<Record<string, Point>> = {
      ArrowLeft: [-STEP, 0],
      ArrowRight: [STEP, 0],
      ArrowUp: [0, -STEP],
      ArrowDown: [0, STEP],
    };
    this.scope.on(canvas, "keydown", (event) => {
      const move = Object.hasOwn(moves, event.key) ? moves[event.key] : undefined;
      if (!move || event.ctrlKey || event.metaKey || event.altKey) return;
      keepKeys(event);
      const [x, y] = pointOf(this.#weights, this.#corners);
      this.choose(weightsAt([x + move[0], y + move[1]], this.#corners));
    });
  }

  get #radius(): number {
    return Math.max(20, this.element.clientWidth / 2 - MARGIN);
  }

  #fromPixel(x: number, y: number): Point {
    const half = this.element.clientWidth / 2;
    return [(x - half) / this.#radius, (y - MARGIN) / this.#radius - 1];
  }

  #toPixel([x, y]: Point): Point {
    const half = this.element.clientWidth / 2;
    return [half + x * this.#radius, MARGIN + (1 + y) * this.#radius];
  }

  /** Lays the shaded squares out anew and works their accuracy out, some in every frame. */
  #begin(): void {
    const side = this.element.clientWidth;
    this.#tiles = [];
    const generation = ++this.#tiled;
    const places: Point[] = [];
    for (let y = 0; y < this.#height; y += TILE)
      for (let x = 0; x < side; x += TILE) if (this.#touches(x, y)) places.push([x, y]);
    const { scores } = this;
    if (scores && scores.cost * places.length <= MOST_COST) {
      const some = Math.max(1, Math.floor(FRAME_COST / scores.cost));
      let next = 0;
      const more = this.scope.inNextFrame(() => {
        if (generation !== this.#tiled) return;
        for (const end = Math.min(places.length, next + some); next < end; next++) {
          const [x, y] = places[next]!;
          const weights = weightsAt(this.#fromPixel(x + TILE / 2, y + TILE / 2), this.#corners);
          this.#tiles.push({ x, y, top1: mean(scores.evaluate(weights).top1) });
        }
        this.#draw();
        if (next < places.length) more();
      });
      more();
    }
    this.#draw();
  }

  /** Whether a corner of a square lies in the polygon. */
  #touches(x: number, y: number): boolean {
    return [0, TILE].some((right) =>
      [0, TILE].some((down) => contains(this.#fromPixel(x + right, y + down), this.#corners)),
    );
  }

  #paint(): void {
    const side = this.element.clientWidth;
    if (side === 0) return;
    const context = this.#surface.clear(side, this.#height);
    const colours = readChartColours(this.element);
    const strong = readColour(this.element, "var(--hgl-blue)") ?? colours.text;
    const outline = new Path2D();
    this.#corners.forEach((corner) => outline.lineTo(...this.#toPixel(corner)));
    outline.closePath();
    context.save();
    context.clip(outline);
    this.#shade(context, colours.ground, strong);
    context.restore();
    context.lineWidth = 1.5;
    context.strokeStyle = css(colours.rule);
    context.stroke(outline);
    context.font = `12px ${colours.font}`;
    context.fillStyle = css(colours.text);
    context.textAlign = "center";
    context.textBaseline = "middle";
    this.payload.members.forEach(({ name, stream }, i) => {
      const [x, y] = this.#toPixel([this.#corners[i]![0] * 1.13, this.#corners[i]![1] * 1.13]);
      context.fillText(cut(stream ?? printable(name)), Math.min(side - 16, Math.max(16, x)), y);
    });
    const [x, y] = this.#toPixel(pointOf(this.#weights, this.#corners));
    context.beginPath();
    context.arc(x, y, 7, 0, 2 * Math.PI);
    context.fillStyle = css(colours.text);
    context.fill();
    context.lineWidth = 2;
    context.strokeStyle = css(colours.ground);
    context.stroke();
  }

  /** From pale at the lowest to strong at the highest accuracy that any place has. */
  #shade(context: CanvasRenderingContext2D, ground: Rgb, strong: Rgb): void {
    const all = this.#tiles.map(({ top1 }) => top1);
    const [low, high] = [Math.min(...all), Math.max(...all)];
    this.#scale.replaceChildren();
    if (all.length === 0) return;
    const colour = (top1: number): string =>
      css(mix(ground, strong, high > low ? 0.08 + (0.62 * (top1 - low)) / (high - low) : 0.2));
    for (const { x, y, top1 } of this.#tiles) {
      context.fillStyle = colour(top1);
      context.fillRect(x, y, TILE, TILE);
    }
    const bar = make("i");
    bar.style.background = `linear-gradient(to right, ${colour(low)}, ${colour(high)})`;
    this.#scale.append(
      make("span", "", `validation top-1 ${(100 * low).toFixed(1)} %`),
      bar,
      make("span", "", `${(100 * high).toFixed(1)} %`),
    );
  }
}

function cut(name: string): string {
  return name.length > 10 ? `${name.slice(0, 9)}…` : name;
}
