import type { EmbeddingPayload } from "../../common/payloads/embedding";
import { printable } from "../../common/payloads/printable";
import { followScheme } from "../frame/colour";
import { make, makeChoice, setText } from "../frame/elements";
import { makeStyle } from "../frame/renderer";
import type { OpenView, Page } from "../frame/renderer";
import { answerKeys, keepOwnKeys } from "../frame/keys";
import { ClassList } from "./classList";
import { Cloud } from "./cloud";
import { readLooks } from "./looks";
import { mistakeList } from "./mistakeList";
import { HOME, nearer, orbited } from "./orbit";
import { Plane } from "./plane";
import { hasWebgl, Space } from "./space";
import { STYLE } from "./style";
import { facts } from "./words";

const TURN = Math.PI / 36;
const ZOOM = 1.15;
/** A pointer that has moved farther between pressing and releasing has turned the points, px. */
const STILL = 4;

/** Draws the points into `host`: in three dimensions where there is WebGL, else in two; classes, search and mistakes beside them. */
export function openView(
  host: HTMLElement,
  payload: EmbeddingPayload,
  { scope, player }: Page,
): OpenView<EmbeddingPayload> {
  const cloud = new Cloud(payload);
  const solid = hasWebgl();
  let pointed: number | null = null;

  const root = make("section", "hgl hgle");
  root.setAttribute("aria-label", printable(payload.title) || "Embedding");
  const dimensions = makeChoice("View", [
    ["3", "3-D"],
    ["2", "2-D"],
  ]);
  dimensions.label.hidden = !solid;
  const search = make("input");
  search.type = "search";
  search.placeholder = "class name or number";
  const searchLabel = make("label", "", "Find");
  searchLabel.append(search);
  const hits = make("span");
  hits.setAttribute("role", "status");
  const wrongOnly = make("input");
  wrongOnly.type = "checkbox";
  const wrongLabel = make("label");
  wrongLabel.append(wrongOnly, "Mistakes only");
  const reset = make("button", "hgl-button", "Reset view");
  reset.type = "button";
  const bar = make("div", "hgl-bar");
  bar.append(dimensions.label, searchLabel, hits, wrongLabel, reset);

  const stage = make("div", "hgle-stage");
  stage.tabIndex = 0;
  stage.setAttribute("role", "application");
  stage.setAttribute("aria-roledescription", "scatter plot");
  const tip = make("div", "hgle-tip");
  tip.hidden = true;
  const read = make("p", "hgle-read");
  read.setAttribute("role", "status");
  const classes = new ClassList(scope, cloud, () => redraw());
  const side = make("div", "hgle-side");
  side.append(read, classes.element);
  const body = make("div", "hgle-body");
  body.append(stage, side);
  root.append(makeStyle(STYLE), bar);
  if (!solid)
    root.append(make("p", "hgle-note", "This page cannot draw with WebGL, so the points are shown in two dimensions."));
  const last = make("p", "hgle-facts", facts(payload).join(" "));
  root.append(body, last);
  host.append(root);

  let looks = readLooks(root, cloud.classes.length);
  const plane = new Plane(payload, cloud, looks);
  const space = solid ? new Space(scope, payload, cloud, looks, (point) => tell(point)) : undefined;
  const inSpace = (): boolean => space !== undefined && dimensions.select.value === "3";
  const scene = () => (space && inSpace() ? space : plane);

  const play = (point: number): void => {
    const { id, modality } = cloud.points[point]!;
    if (modality !== "skeleton") return;
    player?.show(root, cloud.words(point), { cell: payload.cell, clips: [id], run: payload.run });
  };
  const idle = (): string => {
    const how = player ? "; click it, or press Enter, to see it move" : "";
    return `Point at a clip, or focus the points and step with comma and full stop${how}. Rings are mistakes.`;
  };
  const tell = (point: number | null): void => {
    pointed = point;
    setText(read, point === null ? idle() : cloud.words(point));
    if (point === null) tip.hidden = true;
  };
  /** Tells of a point and marks it; in three dimensions the pointer itself is mark enough, and quicker. */
  const pointAt = (point: number | null): void => {
    if (point !== null && !cloud.isShown(cloud.points[point]!.label)) return;
    tell(point);
    scene().mark(point);
  };
  const redraw = (): void => {
    if (pointed !== null && !cloud.shown().includes(pointed)) pointAt(null);
    classes.draw(looks);
    scene().draw(looks);
  };
  const describe = (): void =>
    stage.setAttribute(
      "aria-label",
      `${cloud.points.length} points of ${cloud.present.length} classes. ${inSpace() ? "Arrow keys turn, plus and minus zoom, 0 resets the view" : "Arrow keys go from point to point"}, comma and full stop step through the points${player ? ", Enter plays the clip" : ""}.`,
    );
  const fit = (): void => {
    const width = stage.clientWidth;
    scene().resize(width, Math.round(Math.min(560, Math.max(260, width * 0.75))));
  };
  const enter = (): void => {
    stage.replaceChildren(scene().element, tip);
    reset.hidden = !inSpace();
    describe();
    pointAt(pointed);
    fit();
  };
  const step = (by: number): void => {
    const shown = cloud.shown();
    if (shown.length === 0) return;
    const at = pointed === null ? (by > 0 ? -1 : 0) : shown.indexOf(pointed);
    pointAt(shown[(at + by + shown.length) % shown.length]!);
  };
  const go = (across: number, down: number): void => {
    if (space && inSpace()) space.turn((eye) => orbited(eye, across * TURN, -down * TURN));
    else pointAt(pointed === null ? (cloud.shown()[0] ?? null) : plane.beside(pointed, across, down));
  };
  const zoom = (factor: number): void => space?.turn((eye) => nearer(eye, factor));

  scope.on(dimensions.select, "change", enter);
  scope.on(search, "input", () => {
    const found = cloud.search(search.value);
    hits.textContent = found ? `${found.size} ${found.size === 1 ? "class" : "classes"}` : "";
    redraw();
  });
  scope.on(wrongOnly, "change", () => {
    cloud.mistakesOnly = wrongOnly.checked;
    redraw();
  });
  scope.on(reset, "click", () => space?.turn(() => HOME));

  let pressed: { readonly x: number; readonly y: number } | undefined;
  scope.on(stage, "pointerdown", ({ clientX, clientY }) => (pressed = { x: clientX, y: clientY }), { capture: true });
  scope.on(
    stage,
    "pointermove",
    ({ clientX, clientY }) => {
      const box = stage.getBoundingClientRect();
      const [x, y] = [clientX - box.left, clientY - box.top];
      if (!inSpace()) pointAt(plane.at(x, y));
      tip.hidden = pointed === null;
      if (pointed === null) return;
      setText(tip, cloud.words(pointed));
      tip.style.left = `${Math.max(0, x < box.width / 2 ? x + 14 : x - 14 - tip.offsetWidth)}px`;
      tip.style.top = `${Math.max(0, Math.min(box.height - tip.offsetHeight - 2, y - 12))}px`;
    },
    { capture: true },
  );
  scope.on(stage, "pointerleave", () => {
    tip.hidden = true;
    if (!stage.matches(":focus")) pointAt(null);
  });
  scope.on(
    stage,
    "click",
    ({ clientX, clientY }) => {
      if (pressed && Math.hypot(clientX - pressed.x, clientY - pressed.y) > STILL) return;
      if (pointed !== null) play(pointed);
    },
    { capture: true },
  );
  // The notebook keeps its wheel unless the user has asked for this view.
  scope.on(
    stage,
    "wheel",
    (event) => {
      if (!inSpace() || (!event.ctrlKey && !stage.matches(":focus"))) return;
      event.preventDefault();
      zoom(Math.exp(-Math.sign(event.deltaY) * Math.min(0.25, Math.abs(event.deltaY) / 400)));
    },
    { passive: false },
  );
  const keys: Record<string, () => void> = {
    ArrowLeft: () => go(-1, 0),
    ArrowRight: () => go(1, 0),
    ArrowUp: () => go(0, -1),
    ArrowDown: () => go(0, 1),
    "+": () => zoom(ZOOM),
    "=": () => zoom(ZOOM),
    "-": () => zoom(1 / ZOOM),
    "0": () => space?.turn(() => HOME),
    ",": () => step(-1),
    ".": () => step(1),
    Enter: () => pointed !== null && play(pointed),
    Escape: () => pointAt(null),
  };
  answerKeys(scope, stage, keys);
  keepOwnKeys(scope, [dimensions.select, search, wrongOnly, reset]);

  side.append(...mistakeList(scope, cloud, pointAt, play));
  classes.draw(looks);
  enter();
  scope.onWidth(stage, fit);
  scope.onTheme(() => {
    looks = readLooks(root, cloud.classes.length);
    redraw();
  });
  followScheme(root, scope);
  return {};
}
