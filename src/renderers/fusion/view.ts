import { printable } from "../../common/payloads/printable";
import type { FusionPayload } from "../../common/payloads/fusion";
import { followScheme } from "../frame/colour";
import { make, setText } from "../frame/elements";
import { keepOwnKeys } from "../frame/keys";
import { makeStyle } from "../frame/renderer";
import type { OpenView, Page } from "../frame/renderer";
import { counted, mean, spread } from "../frame/words";
import { ValidationScores } from "./scores";
import { Stage } from "./stage";
import { STYLE } from "./style";
import { cellLine } from "./words";

/** Weighs the members of an ensemble by hand: what their fusion is worth on validation clips. */
export function openView(host: HTMLElement, payload: FusionPayload, { scope }: Page): OpenView<FusionPayload> {
  const { members, validation } = payload;
  const scores = validation && new ValidationScores(validation);
  const root = make("section", "hgl hglf");
  root.setAttribute("aria-label", printable(payload.title));
  root.append(makeStyle(STYLE), make("h3", "", "Weigh the members"));

  const now = make("p", "hglf-now");
  now.setAttribute("aria-live", "polite");
  const line = make("code");
  const rows = members.map(({ name }) => memberRow(printable(name)));
  /** What is shown, as shares that add up to 1; the numbers in the fields are rounded. */
  let shown: readonly number[] = payload.weights;
  /** Takes any weights of which one is above 0. */
  const choose = (weights: readonly number[]): void => {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    if (!(total > 0)) return;
    const shares = weights.map((weight) => weight / total);
    shown = shares;
    rows.forEach(({ range, number }, i) => {
      if (document.activeElement !== range) range.value = String(Math.round(1000 * shares[i]!));
      if (document.activeElement !== number) number.value = shares[i]!.toFixed(3);
    });
    stage?.show(shares);
    setText(line, cellLine(shares));
    if (!scores) return;
    const { top1, top5 } = scores.evaluate(shares);
    now.replaceChildren("Validation: ", make("b", "", spread(top1)), ` top-1, ${spread(top5)} top-5`);
  };
  // Between two members there is one way, which the sliders are.
  const stage = members.length >= 3 ? new Stage(scope, payload, scores, choose) : null;
  rows.forEach(({ range, number }, i) => {
    const others = (own: number): number[] => {
      const rest = shown.map((weight, j) => (j === i ? 0 : weight));
      const total = rest.reduce((sum, weight) => sum + weight, 0);
      // The others keep their proportions, and share what is left.
      return rest.map((weight, j) =>
        j === i ? own : total > 0 ? (weight / total) * (1 - own) : (1 - own) / (rows.length - 1),
      );
    };
    scope.on(range, "input", () => choose(others(Number(range.value) / 1000)));
    scope.on(number, "change", () => {
      const own = Number(number.value);
      number.blur();
      choose(others(Number.isFinite(own) ? Math.min(1, Math.max(0, own)) : 0));
    });
  });
  keepOwnKeys(
    scope,
    rows.flatMap(({ range, number }) => [range, number]),
  );

  const bar = make("div", "hgl-bar");
  for (const [words, weights] of presets(payload)) {
    const value = scores ? ` ${(100 * mean(scores.evaluate(shareOut(weights)).top1)).toFixed(1)} %` : "";
    const button = make("button", "hgl-button", `${words}${value}`);
    button.type = "button";
    scope.on(button, "click", () => choose(weights));
    bar.append(button);
  }
  const panel = make("div", "hglf-panel");
  panel.append(bar, table(rows), ...(scores ? [now] : []), paste(line), hint(payload));
  const body = make("div", "hglf-body");
  body.append(...(stage ? [stage.element] : []), panel);
  root.append(body);
  host.append(root);
  followScheme(root, scope);
  choose(payload.weights);
  return {};
}

function shareOut(weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** Weights to begin from. */
function presets({ members, weights }: FusionPayload): (readonly [words: string, weights: readonly number[]])[] {
  const fixed = members.map((member) => member.fixed ?? 0);
  return [
    ["As the cell", weights],
    ["Equal", members.map(() => 1)],
    ...(members.every((member) => member.fixed !== null) ? [["By stream", fixed] as const] : []),
  ];
}

interface MemberRow {
  readonly row: HTMLTableRowElement;
  readonly range: HTMLInputElement;
  readonly number: HTMLInputElement;
}

function memberRow(name: string): MemberRow {
  const range = make("input");
  Object.assign(range, { type: "range", min: "0", max: "1000", step: "1" });
  range.setAttribute("aria-label", `Weight of ${name}`);
  const number = make("input");
  Object.assign(number, { type: "number", min: "0", max: "1", step: "0.001" });
  number.setAttribute("aria-label", `Weight of ${name}, as a number`);
  const row = make("tr");
  const head = make("th", "", name);
  head.scope = "row";
  const [slide, exact] = [make("td"), make("td", "hglf-number")];
  slide.append(range);
  exact.append(number);
  row.append(head, slide, exact);
  return { row, range, number };
}

function table(rows: readonly MemberRow[]): HTMLTableElement {
  const element = make("table", "hglf-table");
  const body = make("tbody");
  body.append(...rows.map(({ row }) => row));
  element.append(body);
  return element;
}

/** What goes into the cell; a click selects all of it. */
function paste(line: HTMLElement): HTMLElement {
  const p = make("p", "hglf-hint", "For the cell: ");
  p.append(line);
  return p;
}

function hint({ validation }: FusionPayload): HTMLElement {
  if (!validation)
    return make(
      "p",
      "hglf-hint",
      "No accuracy can be told: not every member was scored on validation clips. Set validation in the data cell, and train again. The test split is not looked at here.",
    );
  const { clips, told, fusions } = validation;
  const which =
    told < clips ? `${counted(told)} of ${counted(clips)} validation clips` : `${counted(clips)} validation clips`;
  const over = fusions.length > 1 ? `, mean ± standard deviation over ${fusions.length} seeds` : "";
  return make(
    "p",
    "hglf-hint",
    `On ${which}${over}. Weights that were chosen here flatter on these clips; the test split is not looked at.`,
  );
}
