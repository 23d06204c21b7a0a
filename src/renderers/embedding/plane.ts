import { classMark, MARK_PATHS } from "../../common/payloads/classMark";
import { isMistake } from "../../common/payloads/embedding";
import type { EmbeddingPayload } from "../../common/payloads/embedding";
import type { Cloud } from "./cloud";
import { markRadius } from "./looks";
import type { Looks } from "./looks";
import type { Scene } from "./scene";
import { axisTitle } from "./words";

const NAMESPACE = "http://www.w3.org/2000/svg";
/** Around the points, for the titles of the axes and marks at the edge. */
const EDGE = 24;
/** Farther from the pointer no point is meant, px. */
const REACH = 14;

interface Spot {
  readonly point: number;
  readonly x: number;
  readonly y: number;
}

/** The points in two dimensions, as SVG: one unit is as long across as up. */
export class Plane implements Scene {
  readonly element = svg("svg", { class: "hgle-plane", "aria-hidden": "true" });
  private size = { width: 0, height: 0 };
  private looks: Looks;
  private spots: readonly Spot[] = [];
  private marked: number | null = null;
  private readonly ring = svg("circle", { fill: "none", "stroke-width": "2.5" });

  constructor(
    private readonly payload: EmbeddingPayload,
    private readonly cloud: Cloud,
    looks: Looks,
  ) {
    this.looks = looks;
  }

  resize(width: number, height: number): void {
    this.size = { width, height };
    setAll(this.element, { width, height, viewBox: `0 0 ${width} ${height}` });
    this.draw(this.looks);
  }

  draw(looks: Looks): void {
    this.looks = looks;
    const { cloud, size } = this;
    if (size.width === 0) return;
    const radius = markRadius(cloud.points.length);
    const place = this.placing();
    this.spots = cloud.shown().map((point) => ({ point, ...place(cloud.points[point]!.plane) }));
    const frame = svg("rect", {
      ...{ x: EDGE - 0.5, y: 0.5, width: size.width - EDGE, height: size.height - EDGE },
      ...{ fill: "none", stroke: looks.grid },
    });
    const marks = this.spots.flatMap(({ point, x, y }) => this.markOf(point, x, y, radius));
    this.element.replaceChildren(frame, ...this.titles(), ...marks, this.ring);
    this.drawRing();
  }

  mark(point: number | null): void {
    this.marked = point;
    this.drawRing();
  }

  /** The point next to a place in px; null where none is near. */
  at(x: number, y: number): number | null {
    let best = { point: null as number | null, distance: REACH };
    for (const spot of this.spots) {
      const distance = Math.hypot(spot.x - x, spot.y - y);
      if (distance < best.distance) best = { point: spot.point, distance };
    }
    return best.point;
  }

  /** The shown point that one comes to by going from a point in a direction, (1, 0) to the right, (0, 1) down; itself at the edge. */
  beside(from: number, across: number, down: number): number {
    const home = this.spots.find(({ point }) => point === from);
    if (!home) return this.spots[0]?.point ?? from;
    let best = { point: from, cost: Infinity };
    for (const { point, x, y } of this.spots) {
      const ahead = (x - home.x) * across + (y - home.y) * down;
      const aside = Math.abs((x - home.x) * down) + Math.abs((y - home.y) * across);
      const cost = ahead + 2 * aside;
      if (point !== from && ahead > 0 && ahead >= aside && cost < best.cost) best = { point, cost };
    }
    return best.point;
  }

  private markOf(index: number, x: number, y: number, radius: number): SVGElement[] {
    const point = this.cloud.points[index]!;
    const found = this.cloud.isFound(point.label);
    const fill = found ? this.looks.classes[point.label]! : this.looks.faint;
    const at = `translate(${x.toFixed(1)} ${y.toFixed(1)})`;
    if (point.modality === "text") {
      const transform = `${at} scale(${1.8 * radius})`;
      const open = { fill: "none", stroke: fill, "stroke-width": "0.35" };
      return [svg("path", { d: MARK_PATHS.diamond, transform, ...open })];
    }
    const shape = svg("path", {
      d: MARK_PATHS[classMark(point.label).shape],
      transform: `${at} scale(${radius})`,
      fill,
    });
    if (!found || !isMistake(point)) return [shape];
    const ring = { r: 1.9 * radius, fill: "none", stroke: this.looks.text, "stroke-width": "1.2" };
    return [shape, svg("circle", { cx: x.toFixed(1), cy: y.toFixed(1), ...ring })];
  }

  private titles(): SVGElement[] {
    const { width, height } = this.size;
    const text = (words: string, place: Readonly<Record<string, string | number>>): SVGElement => {
      const title = svg("text", { "text-anchor": "middle", "font-size": 12, fill: this.looks.muted, ...place });
      title.textContent = words;
      return title;
    };
    const middle = (height - EDGE) / 2;
    return [
      text(axisTitle(this.payload, 0), { x: EDGE + (width - EDGE) / 2, y: height - 7 }),
      text(axisTitle(this.payload, 1), { transform: `translate(15 ${middle}) rotate(-90)` }),
    ];
  }

  private drawRing(): void {
    const spot = this.spots.find(({ point }) => point === this.marked);
    setAll(this.ring, {
      ...{ cx: spot?.x ?? 0, cy: spot?.y ?? 0, r: 3 * markRadius(this.cloud.points.length) },
      ...{ stroke: this.looks.focus, visibility: spot ? "visible" : "hidden" },
    });
  }

  /** Where a point of the plane stands in px. */
  private placing(): (place: readonly [number, number]) => { x: number; y: number } {
    const { points } = this.cloud;
    let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity];
    for (const { plane } of points) {
      [left, right] = [Math.min(left, plane[0]), Math.max(right, plane[0])];
      [bottom, top] = [Math.min(bottom, plane[1]), Math.max(top, plane[1])];
    }
    const [width, height] = [this.size.width - EDGE, this.size.height - EDGE];
    const room = 2 * 3 * markRadius(points.length);
    const unit = Math.max((right - left) / (width - room), (top - bottom) / (height - room)) || 1;
    return ([x, y]) => ({
      x: EDGE + width / 2 + (x - (left + right) / 2) / unit,
      y: height / 2 - (y - (bottom + top) / 2) / unit,
    });
  }
}

type Attributes = Readonly<Record<string, string | number>>;

function svg<K extends keyof SVGElementTagNameMap>(tag: K, attributes: Attributes): SVGElementTagNameMap[K] {
  const element = document.createElementNS(NAMESPACE, tag);
  setAll(element, attributes);
  return element;
}

function setAll(element: SVGElement, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
}

/** A class's mark beside its name. */
export function swatch(label: number): SVGSVGElement {
  const sign = svg("svg", { viewBox: "-1.2 -1.2 2.4 2.4", class: "hgle-swatch", "aria-hidden": "true" });
  sign.append(svg("path", { d: MARK_PATHS[classMark(label).shape], fill: "currentColor" }));
  return sign;
}
