import type { SkeletonMotion } from "../../common/payloads/skeleton";
import { printable } from "../../common/payloads/printable";
import { fittingDistance } from "../frame/body/camera";
import type { Ring } from "../frame/body/camera";
import { gridFor } from "../frame/body/ground";
import { Motion } from "../frame/body/motion";
import { Orbit } from "../frame/body/orbit";
import { Playback } from "../frame/body/playback";
import { Timeline } from "../frame/body/timeline";
import { spaced } from "../frame/body/words";
import { followScheme } from "../frame/colour";
import { make, makeChoice } from "../frame/elements";
import { answerKeys, keepOwnKeys } from "../frame/keys";
import { makeStyle } from "../frame/renderer";
import type { OpenView, Page } from "../frame/renderer";
import { readColours } from "./colours";
import type { Colours } from "./colours";
import { bonesOf } from "./paint";
import { Panel } from "./panel";
import { STYLE } from "./style";

/** Draws the player into `host`: the clips side by side under one camera and one clock. */
export function openView(host: HTMLElement, payload: SkeletonMotion, { scope }: Page): OpenView<SkeletonMotion> {
  const { clips, joints, parts, partOf, parents, framesPerSecond } = payload;
  const motions = clips.map((clip) => new Motion(clip, joints.length));
  // Clips side by side are drawn to one scale.
  const rings = motions.flatMap((motion) => motion.rings);
  const grid = gridFor(Math.max(...motions.map(({ radius }) => radius)));
  const bones = bonesOf(parents, partOf);
  const playback = new Playback(Math.max(...clips.map(({ frames }) => frames)), framesPerSecond);

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

  const stage = make("div", "hgls-clips hglb-stage");
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
  const bar = make("div", "hgl-bar hgls-bar");

  let colours: Colours;
  const draw = (): void => {
    const width = panels[0]!.width;
    const height = heightFor(width, clips.length, rings);
    const aspect = Math.max(0.2, width / height);
    const picture = {
      height,
      camera: orbit.camera,
      distance: fittingDistance(rings, aspect),
      colours,
      grid,
      frame: playback.frame,
      trails: trails.checked,
      marked: Number(joint.select.value),
    };
    for (const panel of panels) panel.draw(picture);
    timeline.show();
  };
  const drawSoon = scope.inNextFrame(draw);
  const orbit = new Orbit(scope, stage, drawSoon);
  const timeline = new Timeline(scope, playback, stage, draw);
  const restyle = (): void => {
    colours = readColours(root, parts.length);
    swatches.forEach((swatch, part) => (swatch.style.background = colours.parts[0][part]!));
    draw();
  };
  bar.append(timeline.speed, joint.label, trailsLabel, reset);
  root.append(makeStyle(STYLE), legend, stage, timeline.element, bar);
  host.append(root);

  for (const control of [joint.select, trails]) scope.on(control, "change", drawSoon);
  scope.on(reset, "click", () => orbit.reset());
  answerKeys(scope, stage, { ...orbit.keys, ...timeline.keys });
  keepOwnKeys(scope, [joint.select, trails, reset]);
  scope.onWidth(stage, drawSoon);
  scope.onTheme(restyle);
  followScheme(root, scope);
  timeline.start();
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
