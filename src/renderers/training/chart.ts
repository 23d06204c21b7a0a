import { changeset, Error as ERRORS, logger, parse, View } from "vega";
import type { Config, Loader, Spec } from "vega";
import { expressionInterpreter } from "vega-interpreter";
import { css } from "../frame/colour";
import * as charts from "./charts.baked";
import type { ChartColours } from "./colours";
import { SOURCES } from "./spec";
import type { ChartRow, Measure, Source } from "./spec";

/** What a chart shows, apart from its points. */
export interface ChartState {
  /** Length of the x axis. */
  readonly epochs: number;
  readonly runs: number;
  /** Place of the run that stands out, -1 for none. */
  readonly lit: number;
  /** Top of the loss axis. */
  readonly ceiling: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

type Rows = Readonly<Record<Source, readonly ChartRow[]>>;

/** Nothing is loaded: a chart's data come from the view alone. */
const NO_LOADER = {
  load: (uri: string) => Promise.reject(new Error(`a chart may not load ${uri}`)),
  sanitize: (uri: string) => Promise.reject(new Error(`a chart may not refer to ${uri}`)),
  http: (uri: string) => Promise.reject(new Error(`a chart may not load ${uri}`)),
  file: (uri: string) => Promise.reject(new Error(`a chart may not load ${uri}`)),
  options: {},
} as unknown as Loader;

/** One vega view. Its expressions are walked as syntax trees, never compiled to functions. */
export class Chart {
  private readonly view: View;
  private readonly shown: Record<Source, readonly ChartRow[]> = { steps: [], train: [], validation: [], reading: [] };
  private readonly sources: readonly Source[];

  /** `log` is heeded where the measure has a logarithmic axis. */
  constructor(host: HTMLElement, measure: Measure, log: boolean, size: Size, colours: ChartColours) {
    const spec = specOf(measure, log) as Spec;
    this.sources = SOURCES.filter((name) => spec.data?.some((source) => source.name === name));
    this.view = new View(parse(spec, configOf(colours), { ast: true }), {
      renderer: "svg",
      container: host,
      hover: false,
      expr: expressionInterpreter as never,
      loader: NO_LOADER,
      logger: logger(ERRORS),
    });
    this.view
      .width(size.width)
      .height(size.height)
      .signal("trainColour", css(colours.train))
      .signal("validationColour", css(colours.validation))
      .signal("ruleColour", css(colours.rule));
  }

  /** Brings the drawing to these rows by what is new and what is gone; a row that stays must be the same object. */
  async draw(rows: Rows, { epochs, runs, lit, ceiling }: ChartState): Promise<void> {
    for (const name of this.sources) {
      const [before, after] = [this.shown[name], rows[name]];
      if (before === after) continue;
      const [had, has] = [new Set(before), new Set(after)];
      const [gone, added] = [before.filter((row) => !has.has(row)), after.filter((row) => !had.has(row))];
      if (gone.length + added.length > 0) this.view.change(name, changeset().remove(gone).insert(added));
      this.shown[name] = after;
    }
    const ends = rows.train.length / Math.max(1, runs);
    this.view
      .signal("epochs", Math.max(1, epochs))
      .signal("lit", lit)
      .signal("ceiling", ceiling)
      .signal("thick", runs > 1 ? 1.25 : 1.75)
      // A single epoch has no line yet; many have no room for dots.
      .signal("dot", ends > 40 ? 0 : ends > 1 ? 10 : 24);
    await this.view.runAsync();
  }

  async resize(width: number, height: number): Promise<void> {
    await this.view.width(width).height(height).resize().runAsync();
  }

  /** The place on the x axis, in epochs, under a point of the host (px from its left edge). */
  epochAt(x: number): number {
    const scale = this.view.scale("x") as { invert(value: number): number };
    return scale.invert(x - this.view.origin()[0]);
  }

  /** Px from the host's left edge. */
  xOf(epoch: number): number {
    const scale = this.view.scale("x") as (value: number) => number;
    return scale(epoch) + this.view.origin()[0];
  }

  finalize(): void {
    this.view.finalize();
  }
}

function specOf(measure: Measure, log: boolean): unknown {
  const { lossLog, lrLog, gradNormLog, ...plain } = charts;
  const logs: Partial<Record<Measure, unknown>> = { loss: lossLog, lr: lrLog, gradNorm: gradNormLog };
  return (log ? logs[measure] : undefined) ?? plain[measure];
}

function configOf({ text, muted, line, font }: ChartColours): Config {
  return {
    axis: {
      labelColor: css(text),
      titleColor: css(text),
      labelFont: font,
      titleFont: font,
      labelFontSize: 11,
      titleFontSize: 11,
      titleFontWeight: "normal",
      titlePadding: 4,
      domainColor: css(muted),
      tickColor: css(muted),
      gridColor: css(line),
      tickSize: 3,
    },
  };
}
