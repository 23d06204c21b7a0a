import type { DecodedAttention, DecodedMap, DecodedSubject } from "../../common/payloads/attention";
import { printable } from "../../common/payloads/printable";
import { Motion } from "../frame/body/motion";
import { Playback } from "../frame/body/playback";
import { Timeline } from "../frame/body/timeline";
import { followScheme } from "../frame/colour";
import { make, setText } from "../frame/elements";
import { answerKeys, keepOwnKeys } from "../frame/keys";
import { makeStyle } from "../frame/renderer";
import type { OpenView, Page } from "../frame/renderer";
import { BodyView } from "./body";
import type { Pointed } from "./body";
import { ofAllBlocks, settle } from "./choice";
import { ColourKey } from "./colourKey";
import { readColours } from "./colours";
import type { Colours } from "./colours";
import { Controls } from "./controls";
import { frameOf, indexOf } from "./frames";
import { byPart, Grid, strongest } from "./grid";
import type { Edge } from "./grid";
import { Heatmap } from "./heatmap";
import { Overview } from "./overview";
import { scaleOf } from "./scale";
import type { Scale } from "./scale";
import { Strip } from "./strip";
import { STYLE } from "./style";
import { ThresholdControl } from "./threshold";
import {
  AXES,
  blockName,
  jointName,
  jointSentence,
  LEGENDS,
  mapFacts,
  mapName,
  rowName,
  sentence,
  subjectFacts,
} from "./words";

/** Map and body stand side by side from here on, as the style has it. */
const WIDE = 900;

/** What is in the picture until something else is chosen. */
interface Shown {
  readonly subject: DecodedSubject;
  readonly motion: Motion | null;
  readonly grid: Grid;
  readonly scale: Scale;
  readonly edges: readonly Edge[];
  /** Attention that each frame receives; of maps over frames. */
  readonly received: readonly number[];
}

/** Draws the maps into `host`: every block small, one large, and beside it the movement that it belongs to. */
export function openView(host: HTMLElement, payload: DecodedAttention, { scope }: Page): OpenView<DecodedAttention> {
  const { window: frames, parents } = payload;
  const { order, starts } = byPart(payload.partOf);
  const gridOf = remembered((map: DecodedMap) => new Grid(map));
  const motionOf = remembered(({ motion }: DecodedSubject) => motion && new Motion(motion, payload.joints.length));
  const playback = new Playback(frames, payload.framesPerSecond);
  let shown: Shown;
  let pointed: Pointed | null = null;
  let lastKind = "";
  let colours: Colours;

  const root = make("section", "hgl hgla");
  root.setAttribute("aria-label", printable(payload.title) || "Attention maps");
  const facts = make("p", "hgla-facts");
  const alone = make("p", "hgla-alone");
  const axes = make("p", "hgla-axes");
  const wrap = make("div", "hgla-wrap");
  const read = make("p", "hgla-read");
  read.setAttribute("role", "status");
  const legend = make("p", "hgla-legend");
  const [left, side] = [make("div", "hgla-left"), make("div", "hgla-side")];
  const [right, both] = [make("div", "hgla-right"), make("div", "hgla-both")];
  const reset = make("button", "hgl-button", "Reset view");
  reset.type = "button";
  const bar = make("div", "hgl-bar");
  const key = new ColourKey();
  const strip = new Strip(scope);

  const draw = (): void => {
    const { subject, motion, grid, scale, edges, received } = shown;
    const overFrames = grid.map.term === "gta";
    const now = overFrames && motion ? indexOf(playback.frame, grid.rows, frames) : null;
    const edge = pointed && "edge" in pointed ? pointed.edge : null;
    const joint = pointed && "joint" in pointed ? pointed.joint : null;
    heatmap.mark(edge?.to ?? joint, edge?.from ?? joint, now);
    if (!motion || !subject.motion) return;
    const ghosts = now === null ? [] : edge ? [at(grid, edge)] : grid.peaksOf(now, threshold.frames);
    body.draw({
      height: bodyHeight(root.clientWidth, heatmap.height),
      frame: playback.frame,
      colours,
      scale,
      edges,
      body: grid.map.body,
      edge: grid.ofJoints && edge ? at(grid, edge) : null,
      joint: grid.ofJoints ? joint : null,
      ghosts: ghosts.map(({ from, value }) => ({ frame: frameOf(from, grid.columns, frames), value })),
    });
    if (now !== null) strip.draw(grid, received, scale, colours, now);
    timeline.show();
  };
  const drawSoon = scope.inNextFrame(draw);
  const point = (at: Pointed | null): void => {
    pointed = at;
    const { subject, grid } = shown;
    setText(
      read,
      !at
        ? idle(shown)
        : "edge" in at
          ? sentence(payload, subject, grid, at.edge)
          : jointSentence(payload, grid, at.joint),
    );
    drawSoon();
  };

  const heatmap = new Heatmap(scope, {
    pointed: (cell) => point(cell && { edge: cell }),
    clicked: ({ to }) => {
      if (shown.grid.map.term === "gta" && shown.motion) timeline.goTo(frameOf(to, shown.grid.rows, frames));
    },
  });
  const body = new BodyView(scope, payload, drawSoon, (at) => {
    if (shown.grid.ofJoints && (at || pointed)) point(at);
  });
  const timeline = new Timeline(scope, playback, body.element, draw);
  timeline.track.append(strip.element);

  const paintMap = (): void => {
    const { subject, motion, grid, scale } = shown;
    const { map } = grid;
    const names =
      map.term === "gta"
        ? undefined
        : Array.from({ length: grid.rows }, (_, i) => rowName(payload, map, grid.ofJoints ? order[i]! : i));
    const width = root.clientWidth;
    heatmap.show(
      {
        grid,
        scale,
        colours,
        parents,
        starts: grid.ofJoints ? starts : [],
        ...(grid.ofJoints ? { order } : {}),
        ...(names ? { names } : {}),
      },
      Math.max(160, motion && width >= WIDE ? width / 2 - 16 : width - 6),
      `${mapName(payload, map)} of ${printable(subject.name)}: ${grid.rows} rows, ${grid.columns} columns, ${AXES[map.term]}; arrow keys move, Escape leaves the cell`,
    );
    key.show(scale, colours);
    draw();
  };

  const refresh = (): void => {
    const subject = payload.subjects[controls.subjectIndex]!;
    const map = settle(subject.maps, controls.wanted);
    controls.follow(subject.maps, map);
    const grid = gridOf(map);
    const grids = ofAllBlocks(subject.maps, map, payload.blocks.length).map((one) => one && gridOf(one));
    const there = grids.filter((one) => one !== undefined);
    const scaleFor = (one: Grid): Scale => scaleOf(one, there, controls.colourRange, controls.lifted);
    const motion = motionOf(subject);
    const overFrames = map.term === "gta";
    threshold.ask(overFrames);
    const edges = grid.ofJoints ? strongest(grid.edges, threshold.threshold) : [];
    threshold.tell(edges, grid.ofJoints ? grid.edges.length : 0);
    threshold.element.hidden = map.term === "ssf";
    shown = { subject, motion, grid, scale: scaleFor(grid), edges, received: overFrames ? grid.received() : [] };
    overview.show(grids, scaleFor, colours.table, grid.ofJoints ? order : undefined, map.block);

    setText(facts, [...subjectFacts(subject), ...mapFacts(payload, grid)].join(" · "));
    setText(axes, `Rows: ${AXES[map.term].replace(", ", "; columns: ")}`);
    setText(
      legend,
      [LEGENDS[map.term], subject.motionOf === null ? "" : `Movement of ${printable(subject.motionOf)}.`]
        .filter(Boolean)
        .join(" "),
    );
    setText(alone, `No single movement belongs to ${printable(subject.name) || "this"}; its maps are shown alone.`);
    alone.hidden = motion !== null;
    right.hidden = motion === null;
    left.classList.toggle("hgla-lone", motion === null);
    strip.element.hidden = !overFrames;
    if (motion) {
      body.take(motion);
      body.element.setAttribute("aria-label", bodyLabel(payload, subject, edges));
      strip.describe(shown.received.length > 0 ? shown.received : [0]);
    }
    // What was pointed at stays so where the next map has it too: the same cell block by block.
    const kind = [grid.ofJoints, grid.rows, grid.columns].join();
    if (kind !== lastKind) pointed = null;
    lastKind = kind;
    point(pointed);
    paintMap();
  };
  const refreshSoon = scope.inNextFrame(refresh);
  const controls = new Controls(scope, payload, refreshSoon);
  const threshold = new ThresholdControl(scope, refreshSoon);
  const overview = new Overview(
    scope,
    payload.blocks.map((_, block) => blockName(payload, block)),
    (block) => {
      controls.wanted.block = block;
      refresh();
    },
  );

  wrap.append(heatmap.element);
  bar.append(timeline.speed, reset);
  side.append(key.element, controls.colours, read);
  left.append(axes, wrap, side);
  right.append(body.element, legend, timeline.element, threshold.element, bar);
  both.append(left, right);
  root.append(makeStyle(STYLE), controls.element, facts, overview.element, alone, both);
  host.append(root);

  const restyle = (): void => {
    colours = readColours(root);
    refresh();
  };
  scope.on(reset, "click", () => body.orbit.reset());
  keepOwnKeys(scope, [reset]);
  answerKeys(scope, body.element, { ...body.orbit.keys, ...timeline.keys });
  scope.onWidth(root, paintMap);
  scope.onTheme(restyle);
  followScheme(root, scope);
  restyle();
  timeline.start();
  return {};
}

function idle({ motion, grid }: Shown): string {
  const what = motion && grid.ofJoints ? "a cell, an edge or a joint" : "a cell";
  return `Point at ${what}, or focus the map and use the arrow keys.`;
}

function at(grid: Grid, { to, from }: Pick<Edge, "to" | "from">): Edge {
  return { to, from, value: grid.at(to, from) };
}

/** As high as the map beside it; lower where it stands below. */
function bodyHeight(width: number, mapHeight: number): number {
  return Math.round(
    width >= WIDE ? Math.min(460, Math.max(280, mapHeight)) : Math.min(360, Math.max(220, 0.7 * width)),
  );
}

function bodyLabel(payload: DecodedAttention, subject: DecodedSubject, edges: readonly Edge[]): string {
  const strong = edges.slice(0, 3).map(({ to, from }) => `${jointName(payload, from)} to ${jointName(payload, to)}`);
  return [
    `Movement of ${printable(subject.motionOf ?? subject.name)}.`,
    strong.length > 0 ? `Strongest: ${strong.join(", ")}.` : "",
    "Arrow keys turn, plus and minus zoom, 0 resets the view, Space plays and pauses, comma and full stop go one frame.",
  ].join(" ");
}

/** Makes each answer once. */
function remembered<K extends object, V>(make: (key: K) => V): (key: K) => V {
  const made = new Map<K, V>();
  return (key) => {
    if (!made.has(key)) made.set(key, make(key));
    return made.get(key)!;
  };
}
