import type { ChartColours } from "../frame/chartColours";
import { VegaChart, type Size } from "../frame/vegaChart";
import * as charts from "./charts.baked";
import type { Extent, Picture } from "./picture";
import { SOURCES } from "./spec";
import type { CurveRow, Source } from "./spec";

/** One measure of all cells. */
export class Chart extends VegaChart<Source, CurveRow> {
  constructor(host: HTMLElement, log: boolean, size: Size, colours: ChartColours) {
    super(host, log ? charts.log : charts.linear, SOURCES, size, colours);
  }

  async draw({ rows, values }: Picture, epochs: Extent): Promise<void> {
    this.change(rows);
    this.view
      .signal("from", epochs.from)
      .signal("to", epochs.to)
      .signal("bottom", values.from)
      .signal("top", values.to);
    await this.view.runAsync();
  }
}
