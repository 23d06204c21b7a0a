import { css } from "../frame/colour";
import { VegaChart, type Size } from "../frame/vegaChart";
import * as charts from "./charts.baked";
import type { TrainingColours } from "./colours";
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

/** One measure of the runs of a cell; it grows with them. */
export class Chart extends VegaChart<Source, ChartRow> {
  /** `log` is heeded where the measure has a logarithmic axis. */
  constructor(host: HTMLElement, measure: Measure, log: boolean, size: Size, colours: TrainingColours) {
    super(host, specOf(measure, log), SOURCES, size, colours);
    this.view.signal("trainColour", css(colours.train)).signal("validationColour", css(colours.validation));
  }

  async draw(
    rows: Readonly<Record<Source, readonly ChartRow[]>>,
    { epochs, runs, lit, ceiling }: ChartState,
  ): Promise<void> {
    this.change(rows);
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
}

function specOf(measure: Measure, log: boolean): unknown {
  const { lossLog, lrLog, gradNormLog, ...plain } = charts;
  const logs: Partial<Record<Measure, unknown>> = { loss: lossLog, lr: lrLog, gradNorm: gradNormLog };
  return (log ? logs[measure] : undefined) ?? plain[measure];
}
