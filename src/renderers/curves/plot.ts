import type { CurvesPayload } from "../../common/payloads/curves";
import { readChartColours } from "../frame/chartColours";
import { make, setText } from "../frame/elements";
import { keepKeys } from "../frame/keys";
import { Redrawing } from "../frame/redrawing";
import type { Scope } from "../frame/scope";
import type { Chart } from "./chart";
import { chosen, epochsOf, pannedBy, pictureOf, readingAt, zoomedAround } from "./picture";
import type { Choice, Extent, Look, Reading } from "./picture";
import { MEASURE_WORDS, nameOf, readingSentence, valueWords } from "./words";

const HEIGHT = 260;
const ZOOM = 1.5;
const PAN = 0.2;
/** A shorter drag is a click that slipped, px. */
const LEAST_DRAG = 5;

interface Around {
  /** Told to screen readers. */
  readonly say: (sentence: string) => void;
  readonly zoom: (zoom: Extent) => void;
}

/** The chart with its pointer and keys. The chart library starts when it is first seen. */
export class Plot {
  readonly element = make("div", "hglv-frame");
  private readonly host = make("div", "hglv-chart");
  private readonly tip = make("div", "hgl-tip");
  private readonly brush = make("div", "hglv-brush");
  private readonly whole: Extent;
  private chart: { readonly drawn: Chart; readonly log: boolean; width: number } | undefined;
  private wanted: { readonly choice: Choice; readonly look: Look } | undefined;
  private reading: Reading | null = null;
  private dragFrom: number | undefined;
  private seen = false;
  private readonly redrawing: Redrawing;

  constructor(
    private readonly scope: Scope,
    private readonly payload: CurvesPayload,
    private readonly around: Around,
  ) {
    this.whole = epochsOf(payload);
    this.redrawing = new Redrawing(scope, () => this.draw());
    this.tip.hidden = this.brush.hidden = true;
    this.tip.setAttribute("aria-hidden", "true");
    this.element.tabIndex = 0;
    this.element.setAttribute("role", "application");
    this.element.setAttribute("aria-roledescription", "chart");
    this.element.append(this.host, this.brush, this.tip);
    this.listen();
    scope.onSeen(this.element, (seen) => {
      this.seen = seen;
      if (seen) this.drawSoon();
    });
    scope.onWidth(this.element, () => this.drawSoon());
    scope.onEnd(() => this.forget());
  }

  show(choice: Choice, look: Look): void {
    this.wanted = { choice, look };
    if (this.reading) this.reading = readingAt(chosen(this.payload, choice), this.reading.epoch);
    this.element.setAttribute("aria-label", this.label(choice));
    this.drawSoon();
  }

  /** The chart is made anew at the next drawing, as after a change of theme. */
  forget(): void {
    this.chart?.drawn.finalize();
    this.chart = undefined;
    this.host.replaceChildren();
  }

  private drawSoon(): void {
    if (this.seen) this.redrawing.ask();
  }

  private async draw(): Promise<void> {
    const { Chart } = await import("./chart");
    const width = this.host.clientWidth;
    if (this.scope.over || width === 0 || !this.wanted) return;
    const { choice, look } = this.wanted;
    if (this.chart && this.chart.log !== choice.log) this.forget();
    if (!this.chart) {
      const drawn = new Chart(this.host, choice.log, { width, height: HEIGHT }, readChartColours(this.element));
      this.chart = { drawn, log: choice.log, width };
    }
    const { chart } = this;
    const picture = pictureOf(this.payload, choice, look);
    const reading = this.reading ? readingRows(this.reading, choice, look) : [];
    await chart.drawn.draw({ ...picture, rows: { ...picture.rows, reading } }, choice.zoom);
    if (chart.width !== width && !this.scope.over) {
      chart.width = width;
      await chart.drawn.resize(width, HEIGHT);
    }
    if (this.scope.over) this.forget();
    else this.showTip(choice, look);
  }

  private read(reading: Reading | null): void {
    if (reading?.epoch === this.reading?.epoch && (reading === null) === (this.reading === null)) return;
    this.reading = reading;
    this.drawSoon();
  }

  private showTip({ measure }: Choice, look: Look): void {
    const { tip, reading, chart } = this;
    tip.hidden = reading === null || reading.entries.length === 0 || !chart;
    if (!reading || !chart) return setText(tip, "");
    const table = make("table");
    const head = make("tr");
    head.append(make("th", "", `epoch ${reading.epoch}`));
    table.append(head);
    for (const { cell, curve, value, deviation } of reading.entries) {
      const row = make("tr");
      const name = make("td", "", nameOf(this.payload, cell));
      name.style.color = look(cell).colour;
      row.append(name, make("td", "", curve.part), make("td", "", valueWords(measure, value, deviation)));
      table.append(row);
    }
    tip.replaceChildren(table);
    const x = chart.drawn.xOf(reading.epoch);
    // On the side with more room.
    const right = x < this.host.clientWidth / 2;
    tip.style.left = right ? `${x + 10}px` : "auto";
    tip.style.right = right ? "auto" : `${this.host.clientWidth - x + 10}px`;
  }

  private listen(): void {
    const { scope, element } = this;
    const xOf = (event: PointerEvent): number => event.clientX - this.host.getBoundingClientRect().left;
    scope.on(element, "pointerdown", (event) => {
      if (event.button !== 0 || !this.chart) return;
      this.dragFrom = xOf(event);
      element.setPointerCapture(event.pointerId);
    });
    scope.on(element, "pointermove", (event) => {
      if (!this.chart || !this.wanted) return;
      const x = xOf(event);
      if (this.dragFrom === undefined) {
        this.read(readingAt(chosen(this.payload, this.wanted.choice), this.chart.drawn.placeAt(x)));
        return;
      }
      this.brush.hidden = false;
      this.brush.style.left = `${Math.min(x, this.dragFrom)}px`;
      this.brush.style.width = `${Math.abs(x - this.dragFrom)}px`;
    });
    scope.on(element, "pointerup", (event) => {
      const [from, to] = [this.dragFrom, xOf(event)];
      this.endDrag();
      if (from === undefined || !this.chart || Math.abs(to - from) < LEAST_DRAG) return;
      const places = [from, to].map((x) => this.chart!.drawn.placeAt(x)).sort((a, b) => a - b) as [number, number];
      const { from: left, to: right } = this.whole;
      const zoom = { from: Math.max(left, places[0]), to: Math.min(right, places[1]) };
      // Less than an epoch shows no line.
      if (zoom.to - zoom.from >= 1) this.around.zoom(zoom);
      else this.around.zoom(zoomedAround(zoom, this.whole, (zoom.from + zoom.to) / 2, 1));
    });
    scope.on(element, "pointercancel", () => this.endDrag());
    scope.on(element, "dblclick", () => this.around.zoom(this.whole));
    for (const type of ["pointerleave", "blur"] as const) scope.on(element, type, () => this.read(null));
    // The notebook keeps its wheel unless the user has asked for this view.
    scope.on(
      element,
      "wheel",
      (event) => {
        if (!this.chart || !this.wanted || !(event.ctrlKey || element.matches(":focus"))) return;
        event.preventDefault();
        const place = this.chart.drawn.placeAt(event.clientX - this.host.getBoundingClientRect().left);
        const factor = Math.exp(-Math.sign(event.deltaY) * Math.min(0.4, Math.abs(event.deltaY) / 300));
        this.around.zoom(zoomedAround(this.wanted.choice.zoom, this.whole, place, factor));
      },
      { passive: false },
    );
    scope.on(element, "keydown", (event) => this.keyPressed(event));
  }

  private keyPressed(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.wanted) return;
    const { zoom } = this.wanted.choice;
    const middle = this.reading?.epoch ?? (zoom.from + zoom.to) / 2;
    const zooms: Record<string, () => Extent> = {
      "+": () => zoomedAround(zoom, this.whole, middle, ZOOM),
      "=": () => zoomedAround(zoom, this.whole, middle, ZOOM),
      "-": () => zoomedAround(zoom, this.whole, middle, 1 / ZOOM),
      "0": () => this.whole,
    };
    const step = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[event.key];
    if (Object.hasOwn(zooms, event.key)) this.around.zoom(zooms[event.key]!());
    else if (step !== undefined && event.shiftKey && Number.isFinite(step))
      this.around.zoom(pannedBy(zoom, this.whole, step * PAN));
    else if (step !== undefined) this.readNext(step);
    else if (event.key === "Escape" && this.reading) this.read(null);
    else return;
    keepKeys(event);
  }

  private readNext(step: number): void {
    const { choice } = this.wanted!;
    const curves = chosen(this.payload, choice);
    const from = this.reading?.epoch ?? choice.zoom.to + (step < 0 ? 1 : 0);
    const epochs = [...new Set(curves.flatMap(({ curve }) => curve.epochs))].sort((a, b) => a - b);
    const beyond = step > 0 ? epochs.find((epoch) => epoch > from) : epochs.findLast((epoch) => epoch < from);
    const to = Number.isFinite(step) ? (beyond ?? from) : step < 0 ? epochs[0] : epochs.at(-1);
    this.read(readingAt(curves, to ?? from));
    if (this.reading) this.around.say(readingSentence(this.payload, choice.measure, this.reading));
  }

  private endDrag(): void {
    this.dragFrom = undefined;
    this.brush.hidden = true;
  }

  private label(choice: Choice): string {
    const last = readingAt(chosen(this.payload, choice), choice.zoom.to);
    const words = MEASURE_WORDS[choice.measure];
    const latest = last ? ` Latest: ${readingSentence(this.payload, choice.measure, last)}` : "";
    return `Curves of ${words} over epochs ${Math.round(choice.zoom.from)} to ${Math.round(choice.zoom.to)}.${latest} Arrow keys read other epochs, plus and minus zoom, Shift and arrows move, 0 shows all.`;
  }
}

function readingRows({ epoch, entries }: Reading, { measure }: Choice, look: Look) {
  const times = measure === "accuracy" ? 100 : 1;
  return entries.map(({ cell, value }) => ({ x: epoch, y: times * value, line: "", ...look(cell) }));
}
