import { classMark } from "../../common/payloads/classMark";
import { isMistake } from "../../common/payloads/embedding";
import type { EmbeddingPayload } from "../../common/payloads/embedding";
import { make } from "../frame/elements";
import type { Scope } from "../frame/scope";
import type { Cloud } from "./cloud";
import { markRadius } from "./looks";
import type { Looks } from "./looks";
import { HOME, type Eye } from "./orbit";
import { purge, react, relayout } from "./plotly";
import type { Scene } from "./scene";
import { axisTitle } from "./words";

/** Nothing of plotly's own around the points: no buttons, no links, no hover labels that would read text as markup. */
const CONFIG = {
  displayModeBar: false,
  displaylogo: false,
  showLink: false,
  showSendToCloud: false,
  plotlyServerURL: "",
  scrollZoom: false,
  doubleClick: false,
  responsive: false,
};

type Graph = HTMLElement & {
  on?(event: string, listener: (told: Told) => void): void;
  readonly layout?: { readonly scene?: { readonly camera?: { readonly eye?: Eye } } };
};
interface Told {
  readonly points?: readonly { readonly curveNumber: number; readonly pointNumber: number }[];
}

let webgl: boolean | undefined;

/** Whether this page can draw with WebGL; asked once, and the context that was asked with is given back. */
export function hasWebgl(): boolean {
  if (webgl === undefined) {
    const canvas = document.createElement("canvas");
    const context = canvas.getContext("webgl");
    webgl = context !== null;
    context?.getExtension("WEBGL_lose_context")?.loseContext();
  }
  return webgl;
}

/** The points in three dimensions. A browser has few WebGL contexts, so the plot exists only while it is on screen. */
export class Space implements Scene {
  readonly element = make("div", "hgle-space");
  private graph: Graph | undefined;
  private seen = false;
  private eye: Eye = HOME;
  private size = { width: 0, height: 0 };
  /** Numbers of the points of each trace. */
  private traces: readonly (readonly number[])[] = [];
  private marked: number | null = null;
  /** What plotly has not been told yet. */
  private changed: "points" | "eye" | undefined;
  private drawing = false;
  private readonly drawSoon: () => void;
  private readonly listening = new WeakSet<Graph>();
  /** Of each axis; hiding a class must not move the others. */
  private readonly extent: readonly (readonly [number, number])[];

  constructor(
    private readonly scope: Scope,
    private readonly payload: EmbeddingPayload,
    private readonly cloud: Cloud,
    private looks: Looks,
    private readonly hovered: (point: number | null) => void,
  ) {
    this.extent = ([0, 1, 2] as const).map((axis) => extentOf(payload.points.map(({ space }) => space[axis])));
    this.drawSoon = scope.inNextFrame(() => this.update());
    scope.onEnd(() => this.end());
    scope.onSeen(this.element, (seen) => {
      this.seen = seen;
      if (seen) this.draw(this.looks);
      else this.end();
    });
  }

  resize(width: number, height: number): void {
    this.size = { width, height };
    this.element.style.width = `${width}px`;
    this.element.style.height = `${height}px`;
    this.draw(this.looks);
  }

  draw(looks: Looks): void {
    this.looks = looks;
    this.changed = "points";
    this.drawSoon();
  }

  mark(point: number | null): void {
    if (this.marked === point) return;
    this.marked = point;
    this.draw(this.looks);
  }

  turn(change: (eye: Eye) => Eye): void {
    this.eye = change(this.eye);
    this.changed ??= "eye";
    this.drawSoon();
  }

  /** Hands plotly one change at a time: it must not be asked for another while it draws. */
  private update(): void {
    const { changed } = this;
    if (changed === undefined || this.drawing || !this.seen || this.size.width === 0) return;
    this.changed = undefined;
    const graph = (this.graph ??= this.begin());
    this.drawing = true;
    const drawn =
      changed === "points"
        ? react(graph, this.points(), this.layout(), CONFIG)
        : relayout(graph, { "scene.camera": this.camera() });
    const done = this.scope.guarded(() => {
      if (this.graph !== graph) return;
      this.drawing = false;
      this.listen(graph);
      this.drawSoon();
    });
    this.scope.watch(drawn.then(done));
  }

  private camera(): object {
    return { eye: this.eye, up: { x: 0, y: 0, z: 1 }, center: { x: 0, y: 0, z: 0 } };
  }

  private begin(): Graph {
    const graph: Graph = make("div");
    this.element.append(graph);
    return graph;
  }

  private listen(graph: Graph): void {
    if (this.listening.has(graph) || this.graph !== graph) return;
    this.listening.add(graph);
    graph.on?.(
      "plotly_hover",
      this.scope.guarded(({ points = [] }: Told) => {
        const [at] = points;
        const point = at && this.traces[at.curveNumber]?.[at.pointNumber];
        if (point !== undefined) this.hovered(point);
      }),
    );
    graph.on?.(
      "plotly_unhover",
      this.scope.guarded(() => this.hovered(null)),
    );
    graph.on?.("plotly_relayout", () => {
      this.eye = graph.layout?.scene?.camera?.eye ?? this.eye;
    });
  }

  /** Ends the plot and gives its WebGL context back at once, not when it happens to be collected. */
  private end(): void {
    const { graph } = this;
    if (!graph) return;
    this.graph = undefined;
    this.drawing = false;
    const canvases = [...graph.querySelectorAll("canvas")];
    purge(graph);
    for (const canvas of canvases) {
      canvas.getContext("webgl")?.getExtension("WEBGL_lose_context")?.loseContext();
      canvas.width = canvas.height = 0;
    }
    graph.remove();
    // It measures text in an element beside the page's content, which it makes anew when it needs it.
    if (!document.querySelector(".js-plotly-plot")) document.getElementById("js-plotly-tester")?.remove();
  }

  private points(): object[] {
    const { cloud, looks, marked } = this;
    const shown = cloud.shown();
    const clips = shown.filter((i) => cloud.points[i]!.modality === "skeleton");
    const texts = shown.filter((i) => cloud.points[i]!.modality === "text");
    const wrong = clips.filter((i) => isMistake(cloud.points[i]!) && cloud.isFound(cloud.points[i]!.label));
    const size = 1.4 * markRadius(cloud.points.length);
    const colours = (points: readonly number[]): string[] =>
      points.map((i) => {
        const { label } = cloud.points[i]!;
        return cloud.isFound(label) ? looks.classes[label]! : looks.faint;
      });
    const shapes = clips.map((i) => classMark(cloud.points[i]!.label).shape);
    const traces: [readonly number[], object][] = [
      [clips, { color: colours(clips), symbol: shapes, size }],
      [wrong, { color: looks.text, symbol: "circle-open", size: 1.9 * size }],
      [texts, { color: colours(texts), symbol: "diamond-open", size: 1.8 * size }],
      [marked === null ? [] : [marked], { color: looks.focus, symbol: "circle-open", size: 3 * size }],
    ];
    this.traces = traces.map(([points]) => points);
    return traces.map(([points, marker]) => ({
      ...{ type: "scatter3d", mode: "markers", hoverinfo: "none", showlegend: false },
      x: points.map((i) => cloud.points[i]!.space[0]),
      y: points.map((i) => cloud.points[i]!.space[1]),
      z: points.map((i) => cloud.points[i]!.space[2]),
      marker: { ...marker, opacity: 1, line: { width: 0 } },
    }));
  }

  private layout(): object {
    const { looks, size, payload } = this;
    const axis = (number: 0 | 1 | 2) => ({
      ...{ showticklabels: false, showspikes: false, showbackground: false, zeroline: false, ticks: "" },
      ...{ gridcolor: looks.grid, linecolor: looks.grid, showline: true },
      range: this.extent[number],
      title: { text: axisTitle(payload, number), font: { size: 12, color: looks.muted, family: looks.font } },
    });
    return {
      ...size,
      ...{ margin: { l: 0, r: 0, t: 0, b: 0 }, paper_bgcolor: looks.ground, showlegend: false, hovermode: "closest" },
      font: { family: looks.font, color: looks.text },
      scene: {
        ...{ bgcolor: looks.ground, dragmode: "turntable", hovermode: "closest", aspectmode: "data" },
        ...{ xaxis: axis(0), yaxis: axis(1), zaxis: axis(2) },
        camera: this.camera(),
      },
    };
  }
}

/** From the least to the largest, with a little room. */
export function extentOf(values: readonly number[]): [number, number] {
  let [from, to] = [Infinity, -Infinity];
  for (const value of values) [from, to] = [Math.min(from, value), Math.max(to, value)];
  const room = 0.05 * (to - from) || 1;
  return [from - room, to + room];
}
