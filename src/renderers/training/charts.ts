import { make, makeChoice, setText } from "../frame/elements";
import { keepKeys } from "../frame/keys";
import { Redrawing } from "../frame/redrawing";
import type { Scope } from "../frame/scope";
import type { Chart } from "./chart";
import { readColours } from "./colours";
import { movedReading, readingAt } from "./reading";
import type { Reading } from "./reading";
import { lossCeiling, Rows } from "./rows";
import type { Run } from "./run";
import { hasLogAxis, STEP_MEASURES } from "./spec";
import type { Measure } from "./spec";
import { readingSentence, tipContent } from "./tip";
import { MEASURE_WORDS } from "./words";

/** What the second chart may show; the first shows the loss. */
const SECOND: readonly Measure[] = ["accuracy", ...STEP_MEASURES];
const HEIGHT = 170;
const KEYS = ["ArrowLeft", "ArrowRight", "Home", "End"];

interface Panel {
  measure: Measure;
  readonly host: HTMLElement;
  readonly frame: HTMLElement;
  readonly tip: HTMLElement;
  chart: Chart | undefined;
  width: number;
}

/** The two charts side by side, or one above the other. The chart library starts when there is a first point to draw. */
export class Charts {
  readonly element = make("div", "hglt-charts");
  private readonly panels: readonly Panel[];
  private readonly validationKey: HTMLElement;
  private readonly rows = new Rows();
  private reading: Reading | null = null;
  private lit = -1;
  private log = false;
  private seen = true;
  private readonly redrawing: Redrawing;

  constructor(
    private readonly scope: Scope,
    private readonly runs: readonly Run[],
    private readonly say: (sentence: string) => void,
  ) {
    this.redrawing = new Redrawing(scope, () => this.drawOnce());
    this.element.hidden = true;
    this.panels = [this.panel("loss"), this.panel(SECOND[0]!)];
    const key = make("ul", "hglt-key");
    const entry = (name: string, words: string): HTMLElement => {
      const item = make("li", name);
      item.append(make("i"), words);
      key.append(item);
      return item;
    };
    entry("hglt-train", "train");
    this.validationKey = entry("hglt-validation", "validation");
    entry("hglt-step", "train, each step");
    const row = make("div", "hglt-panels");
    row.append(...this.panels.map(({ frame }) => frame));
    const bar = make("div", "hglt-bar");
    bar.append(key, this.controls());
    this.element.append(bar, row);
    scope.onSeen(this.element, (seen) => {
      this.seen = seen;
      if (seen) this.draw();
    });
    scope.onWidth(this.element, () => this.draw());
    scope.onTheme(() => {
      this.forget();
      this.draw();
    });
    scope.onEnd(() => this.forget());
  }

  /** Brings the charts to what the runs are now, or later when nobody sees them. */
  draw(): void {
    const empty = this.runs.every((run) => !run.steps.latest && !run.epochs.latest);
    this.element.hidden = empty;
    if (empty || (!this.seen && this.panels[0]!.chart)) return;
    this.redrawing.ask();
  }

  /** Makes one run stand out, or none (-1). */
  light(run: number): void {
    if (this.lit === run || this.runs.length < 2) return;
    this.lit = run;
    this.draw();
  }

  private async drawOnce(): Promise<void> {
    const { Chart } = await import("./chart");
    if (this.scope.over) return;
    this.validationKey.hidden = !this.runs.some(({ best }) => best);
    const epochs = Math.max(1, ...this.runs.map(({ facts }) => Math.max(facts.epochs, facts.epoch)));
    for (const panel of this.panels) {
      const width = panel.host.clientWidth;
      // A hidden output has no width; it is drawn when it gets one.
      if (width === 0) continue;
      if (!panel.chart) {
        const size = { width, height: HEIGHT };
        panel.chart = new Chart(panel.host, panel.measure, this.log, size, readColours(this.element));
        panel.width = width;
      }
      const log = this.log && hasLogAxis(panel.measure);
      await panel.chart.draw(this.rows.of(panel.measure, this.runs, this.reading, log), {
        epochs,
        runs: this.runs.length,
        lit: this.lit,
        ceiling: lossCeiling(this.runs),
      });
      if (panel.width !== width) {
        panel.width = width;
        await panel.chart?.resize(width, HEIGHT);
      }
      if (this.scope.over) return this.forget();
      panel.frame.setAttribute("aria-label", this.label(panel.measure));
    }
  }

  private label(measure: Measure): string {
    const last = movedReading(this.runs, null, "End");
    return `${capital(MEASURE_WORDS[measure])} over epochs. ${last ? `Latest ${readingSentence(last, measure, this.runs.length > 1)}` : ""} Arrow keys read other epochs.`;
  }

  private panel(measure: Measure): Panel {
    const frame = make("div", "hglt-panel");
    frame.tabIndex = 0;
    frame.setAttribute("role", "application");
    frame.setAttribute("aria-roledescription", "chart");
    frame.setAttribute("aria-label", capital(MEASURE_WORDS[measure]));
    const host = make("div", "hglt-chart");
    const tip = make("div", "hgl-tip");
    tip.hidden = true;
    tip.setAttribute("aria-hidden", "true");
    frame.append(host, tip);
    const panel: Panel = { measure, host, frame, tip, chart: undefined, width: 0 };
    this.scope.on(frame, "pointermove", (event) => {
      if (!panel.chart) return;
      const x = event.clientX - host.getBoundingClientRect().left;
      this.read(panel, readingAt(this.runs, panel.chart.placeAt(x)));
    });
    for (const type of ["pointerleave", "blur"] as const) this.scope.on(frame, type, () => this.read(panel, null));
    this.scope.on(frame, "keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "Escape" && this.reading) this.read(panel, null);
      else if (KEYS.includes(event.key)) {
        this.read(panel, movedReading(this.runs, this.reading, event.key));
        if (this.reading) this.say(readingSentence(this.reading, panel.measure, this.runs.length > 1));
      } else return;
      keepKeys(event);
    });
    return panel;
  }

  private read(panel: Panel, reading: Reading | null): void {
    const { tip, chart, measure } = panel;
    tip.hidden = reading === null;
    if (reading?.at === this.reading?.at && reading?.rows.length === this.reading?.rows.length) return;
    this.reading = reading;
    if (reading && chart) {
      tip.replaceChildren(...tipContent(reading, measure, this.runs.length > 1));
      const x = chart.xOf(reading.at);
      // On the side with more room.
      const right = x < panel.host.clientWidth / 2;
      tip.style.left = right ? `${x + 10}px` : "auto";
      tip.style.right = right ? "auto" : `${panel.host.clientWidth - x + 10}px`;
    } else setText(tip, "");
    this.draw();
  }

  /** What the second chart shows, and whether axes are logarithmic where that suits. */
  private controls(): HTMLElement {
    const { label, select } = makeChoice(
      "Second chart",
      SECOND.map((measure) => [measure, MEASURE_WORDS[measure]]),
    );
    const log = make("input");
    log.type = "checkbox";
    const logLabel = make("label");
    logLabel.append(log, "log axis");
    this.scope.on(select, "change", () => {
      this.panels[1]!.measure = select.value as Measure;
      this.anew([this.panels[1]!]);
    });
    this.scope.on(log, "change", () => {
      this.log = log.checked;
      this.anew(this.panels.filter(({ measure }) => hasLogAxis(measure)));
    });
    const controls = make("div", "hglt-controls");
    controls.append(label, logLabel);
    return controls;
  }

  private anew(panels: readonly Panel[]): void {
    this.forget(panels);
    this.draw();
  }

  private forget(panels: readonly Panel[] = this.panels): void {
    for (const panel of panels) {
      panel.chart?.finalize();
      panel.chart = undefined;
      panel.host.replaceChildren();
    }
  }
}

function capital(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
