import type { SkeletonMotion } from "../../common/payloads/skeleton";
import { printable } from "../../common/payloads/printable";
import { make, makeChoice, makeSign, setText } from "../frame/elements";
import { followScheme } from "../frame/colour";
import { makeStyle } from "../frame/renderer";
import type { OpenView, Page } from "../frame/renderer";
import { keepKeys, lessMotion } from "../frame/scope";
import { SIGNS } from "../frame/signs";
import { FRONT, fittingDistance, turned, zoomed } from "./camera";
import type { Camera, Ring } from "./camera";
import { readColours } from "./colours";
import { Motion } from "./motion";
import { bonesOf, gridFor } from "./paint";
import { Panel } from "./panel";
import { Playback, SPEEDS } from "./playback";
import { STYLE } from "./style";
import { frameWords, spaced } from "./words";

const TURN = Math.PI / 36;
const PX_TO_RADIANS = 0.01;
const ZOOM = 1.15;

/** Draws the player into `host`: the clips side by side under one camera and one clock. */
export function openView(host: HTMLElement, payload: SkeletonMotion, { scope }: Page): OpenView<SkeletonMotion> {
  const { clips, joints, parts, partOf, parents, framesPerSecond } = payload;
  const motions = clips.map((clip) => new Motion(clip, joints.length));
  // Clips side by side are drawn to one scale.
  const rings = motions.flatMap((motion) => motion.rings);
  const grid = gridFor(Math.max(...motions.map(({ radius }) => radius)));
  const bones = bonesOf(parents, partOf);
  const playback = new Playback(Math.max(...clips.map(({ frames }) => frames)), framesPerSecond);
  let camera: Camera = FRONT;
  let seen = false;

  const root = make("section", "hgl hgls");
  root.setAttribute("aria-label", printable(payload.title) || "Skeleton clips");
  const legend = make("ul", "hgls-legend");
  const swatches = parts.map((part, i) => {
    const item = make("li");
    const swatch = make("i");
    item.append(swatch, spaced(part) || `part ${i + 1}`);
    legend.append(item);
    return swatch;
  });
  if (clips.some(({ bodies }) => bodies > 1)) legend.append(make("li", "", "second body paler"));
  legend.append(make("li", "", `grid ${Number(grid.toPrecision(2))} m`));

  const stage = make("div", "hgls-clips");
  stage.tabIndex = 0;
  stage.setAttribute("role", "application");
  stage.setAttribute("aria-roledescription", "skeleton player");
  stage.setAttribute(
    "aria-label",
    `${clips.length} ${clips.length === 1 ? "clip" : "clips"}. Arrow keys turn, plus and minus zoom, 0 resets the view, Space plays and pauses, comma and full stop go one frame.`,
  );
  root.style.setProperty("--hgls-columns", String(Math.min(4, clips.length)));
  const panels = clips.map((_, index) => new Panel(scope, payload, index, motions[index]!, bones));
  stage.append(...panels.map(({ element }) => element));

  const play = make("button", "hgl-button");
  play.type = "button";
  const scrub = make("input", "hgls-scrub");
  scrub.type = "range";
  scrub.min = "0";
  scrub.max = String(playback.length - 1);
  scrub.step = "1";
  scrub.setAttribute("aria-label", "Frame");
  const read = make("output", "hgls-frame");
  const speed = makeChoice(
    "Speed",
    SPEEDS.map((value) => [String(value), `${value}×`]),
  );
  speed.select.value = "1";
  const joint = makeChoice("Joint", [
    ["-1", "none"],
    ...joints.map((name, i): [string, string] => [String(i), spaced(name) || `joint ${i + 1}`]),
  ]);
  const trails = make("input");
  trails.type = "checkbox";
  const trailsLabel = make("label");
  trailsLabel.append(trails, "Trails");
  const reset = make("button", "hgl-button", "Reset view");
  reset.type = "button";
  const timeline = make("div", "hgls-timeline");
  timeline.append(play, scrub, read);
  const bar = make("div", "hgl-bar hgls-bar");
  bar.append(speed.label, joint.label, trailsLabel, reset);
  root.append(makeStyle(STYLE), legend, stage, timeline, bar);
  host.append(root);

  let colours = readColours(root, parts.length);
  const draw = (): void => {
    const width = panels[0]!.width;
    const height = heightFor(width, clips.length, rings);
    const aspect = Math.max(0.2, width / height);
    const picture = {
      height,
      camera,
      distance: fittingDistance(rings, aspect),
      colours,
      grid,
      frame: playback.frame,
      trails: trails.checked,
      marked: Number(joint.select.value),
    };
    for (const panel of panels) panel.draw(picture);
    scrub.value = String(playback.frame);
    scrub.style.setProperty("--hgls-at", `${(100 * playback.frame) / Math.max(1, playback.length - 1)}%`);
    const words = frameWords(playback.frame, playback.length, framesPerSecond);
    setText(read, words);
    scrub.setAttribute("aria-valuetext", words);
  };
  const drawSoon = scope.inNextFrame(draw);
  const tick = scope.inNextFrame((time) => {
    if (playback.advance(time)) draw();
    if (playback.playing && seen) tick();
    else playback.rest();
  });
  const setPlaying = (playing: boolean): void => {
    playback.playing = playing;
    play.replaceChildren(makeSign(playing ? SIGNS.pause : SIGNS.play), playing ? "Pause" : "Play");
    if (playing) tick();
  };
  const look = (next: Camera): void => {
    camera = next;
    drawSoon();
  };
  const restyle = (): void => {
    colours = readColours(root, parts.length);
    swatches.forEach((swatch, part) => (swatch.style.background = colours.parts[0][part]!));
    draw();
  };

  scope.on(play, "click", () => setPlaying(!playback.playing));
  scope.on(scrub, "input", () => {
    setPlaying(false);
    playback.goTo(Number(scrub.value));
    drawSoon();
  });
  scope.on(speed.select, "change", () => (playback.speed = Number(speed.select.value)));
  for (const control of [joint.select, trails]) scope.on(control, "change", drawSoon);
  scope.on(reset, "click", () => look(FRONT));

  let drag: { readonly pointer: number; x: number; y: number } | undefined;
  scope.on(stage, "pointerdown", (event) => {
    if (event.button !== 0) return;
    drag = { pointer: event.pointerId, x: event.clientX, y: event.clientY };
    stage.setPointerCapture(event.pointerId);
  });
  scope.on(stage, "pointermove", (event) => {
    if (drag?.pointer !== event.pointerId) return;
    look(turned(camera, -(event.clientX - drag.x) * PX_TO_RADIANS, (event.clientY - drag.y) * PX_TO_RADIANS));
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
      look(zoomed(camera, Math.exp(-Math.sign(event.deltaY) * Math.min(0.25, Math.abs(event.deltaY) / 400))));
    },
    { passive: false },
  );
  const keys: Record<string, () => void> = {
    ArrowLeft: () => look(turned(camera, TURN, 0)),
    ArrowRight: () => look(turned(camera, -TURN, 0)),
    ArrowUp: () => look(turned(camera, 0, -TURN)),
    ArrowDown: () => look(turned(camera, 0, TURN)),
    "+": () => look(zoomed(camera, ZOOM)),
    "=": () => look(zoomed(camera, ZOOM)),
    "-": () => look(zoomed(camera, 1 / ZOOM)),
    "0": () => look(FRONT),
    " ": () => setPlaying(!playback.playing),
    ",": () => goOn(-1),
    ".": () => goOn(1),
  };
  const goOn = (by: number): void => {
    setPlaying(false);
    playback.step(by);
    drawSoon();
  };
  scope.on(stage, "keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== stage) return;
    const action = Object.hasOwn(keys, event.key) ? keys[event.key] : undefined;
    if (!action) return;
    keepKeys(event);
    action();
  });
  // Their own keys are not the notebook's.
  for (const control of [play, scrub, speed.select, joint.select, trails, reset])
    scope.on(control, "keydown", (event) => {
      if (/^(Arrow|Home|End|Page| |Enter)/.test(event.key)) event.stopPropagation();
    });

  scope.onSeen(stage, (now) => {
    seen = now;
    if (seen && playback.playing) tick();
  });
  scope.onWidth(stage, drawSoon);
  scope.onTheme(restyle);
  followScheme(root, scope);
  setPlaying(playback.length > 1 && !lessMotion());
  restyle();
  return {};
}

/** Height of a clip's picture in px: in the proportions of what it shows, and lower when there are many. */
export function heightFor(width: number, clips: number, rings: readonly Ring[]): number {
  const tall = Math.max(...rings.map(({ y }) => y)) - Math.min(...rings.map(({ y }) => y));
  const wide = 2 * Math.max(...rings.map(({ radius }) => radius));
  const share = Math.min(1.25, Math.max(0.7, (1.15 * tall) / Math.max(wide, 1e-6)));
  return Math.round(Math.min(clips === 1 ? 380 : clips <= 4 ? 300 : 240, Math.max(150, width * share)));
}
