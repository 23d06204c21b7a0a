import { CURVE_MEASURES } from "../../common/payloads/curves";
import type { CurveMeasure, CurvePart, CurvesPayload } from "../../common/payloads/curves";
import { printable } from "../../common/payloads/printable";
import { readChartColours } from "../frame/chartColours";
import { css, followScheme, readable } from "../frame/colour";
import { make, makeChoice, setText } from "../frame/elements";
import { categorical } from "../frame/palette";
import { makeStyle } from "../frame/renderer";
import type { OpenView, Page } from "../frame/renderer";
import { Key } from "./key";
import { epochsOf, hasLogAxis, hasParts } from "./picture";
import type { Choice, Look } from "./picture";
import { Plot } from "./plot";
import { STYLE } from "./style";
import { MEASURE_WORDS, PART_WORDS } from "./words";

/** As in the figures: lines are told apart by their dashes too. */
const DASHES = [[], [5, 3], [2, 2], [8, 2, 2, 2], [10, 3], [4, 2, 1, 2]] as const;

/** Draws the curves of some train cells into `host`. */
export function openView(host: HTMLElement, payload: CurvesPayload, { scope }: Page): OpenView<CurvesPayload> {
  const measured = CURVE_MEASURES.filter((measure) =>
    payload.cells.some(({ curves }) => curves.some((curve) => curve.measure === measure)),
  );
  const validated = payload.cells.some(({ curves }) => curves.some(({ part }) => part === "validation"));
  const whole = epochsOf(payload);
  let choice: Choice = {
    measure: measured[0] ?? "accuracy",
    part: validated ? "validation" : "training",
    seeds: false,
    log: false,
    hidden: new Set(),
    zoom: whole,
  };

  const root = make("section", "hgl hglv");
  root.setAttribute("aria-label", printable(payload.title) || "Training curves");
  const measure = makeChoice(
    "Show",
    measured.map((name) => [name, MEASURE_WORDS[name]]),
  );
  const part = makeChoice(
    "on",
    (["validation", "training", "both"] as const).map((name) => [name, PART_WORDS[name]]),
  );
  part.select.value = choice.part;
  const seeds = checkBox("each seed");
  const log = checkBox("log axis");
  const reset = make("button", "hgl-button", "All epochs");
  reset.type = "button";
  const live = make("p", "hgl-silent");
  live.setAttribute("aria-live", "polite");
  const bar = make("div", "hgl-bar hglv-bar");
  bar.append(measure.label, part.label, seeds.label, log.label, reset);

  let look: Look = () => ({ colour: "", dash: [] });
  const key = new Key(scope, payload, (cell, shown) => {
    const hidden = new Set(choice.hidden);
    if (shown) hidden.delete(cell);
    else hidden.add(cell);
    choose({ hidden });
  });
  const plot = new Plot(scope, payload, {
    say: (sentence) => setText(live, sentence),
    zoom: (zoom) => choose({ zoom }),
  });
  const hint = make(
    "p",
    "hglv-hint",
    "Drag to zoom in, double-click for all epochs; or focus the chart: + − zoom, Shift+arrows move, arrows read.",
  );
  root.append(makeStyle(STYLE), bar, key.element, plot.element, hint, live);
  host.append(root);
  if (measured.length === 0) {
    root.replaceChildren(makeStyle(STYLE), make("p", "hglv-none", "No epoch has ended yet, so there are no curves."));
    return {};
  }

  const choose = (change: Partial<Choice>): void => {
    choice = { ...choice, ...change };
    show();
  };
  const show = (): void => {
    part.label.hidden = !validated || !hasParts(choice.measure);
    seeds.label.hidden = payload.cells.every((cell) => cell.seeds.length < 2);
    log.label.hidden = !hasLogAxis(choice.measure);
    reset.disabled = choice.zoom.from === whole.from && choice.zoom.to === whole.to;
    plot.show({ ...choice, log: choice.log && hasLogAxis(choice.measure) }, look);
  };
  const restyle = (): void => {
    const { ground, text } = readChartColours(root);
    look = (cell) => ({
      colour: css(readable(categorical(cell, ground), ground, text, 3)),
      dash: DASHES[cell % DASHES.length]!,
    });
    key.paint(look);
    plot.forget();
    show();
  };

  scope.on(measure.select, "change", () => choose({ measure: measure.select.value as CurveMeasure }));
  scope.on(part.select, "change", () => choose({ part: part.select.value as CurvePart | "both" }));
  scope.on(seeds.box, "change", () => choose({ seeds: seeds.box.checked }));
  scope.on(log.box, "change", () => choose({ log: log.box.checked }));
  scope.on(reset, "click", () => choose({ zoom: whole }));
  scope.onTheme(restyle);
  followScheme(root, scope);
  restyle();
  return {};
}

function checkBox(words: string): { label: HTMLLabelElement; box: HTMLInputElement } {
  const box = make("input");
  box.type = "checkbox";
  const label = make("label");
  label.append(box, words);
  return { label, box };
}
