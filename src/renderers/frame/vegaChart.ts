import { changeset, Error as ERRORS, logger, parse, View } from "vega";
import type { Config, Loader, Spec } from "vega";
import { expressionInterpreter } from "vega-interpreter";
import type { ChartColours } from "./chartColours";
import { css } from "./colour";

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Nothing is loaded: a chart's data come from the view alone. */
const NO_LOADER = {
  load: (uri: string) => Promise.reject(new Error(`a chart may not load ${uri}`)),
  sanitize: (uri: string) => Promise.reject(new Error(`a chart may not refer to ${uri}`)),
  http: (uri: string) => Promise.reject(new Error(`a chart may not load ${uri}`)),
  file: (uri: string) => Promise.reject(new Error(`a chart may not load ${uri}`)),
  options: {},
} as unknown as Loader;

/** One vega view over an x axis, filled by rows. Its expressions are walked as syntax trees, never compiled to functions. */
export class VegaChart<Source extends string, Row extends object> {
  protected readonly view: View;
  private readonly sources: readonly Source[];
  private readonly shown = new Map<Source, readonly Row[]>();

  /** @param spec compiled; those of `sources` that it has are filled by `change` */
  constructor(host: HTMLElement, spec: unknown, sources: readonly Source[], size: Size, colours: ChartColours) {
    const given = spec as Spec;
    this.sources = sources.filter((name) => given.data?.some((source) => source.name === name));
    this.view = new View(parse(given, configOf(colours), { ast: true }), {
      renderer: "svg",
      container: host,
      hover: false,
      expr: expressionInterpreter as never,
      loader: NO_LOADER,
      logger: logger(ERRORS),
    });
    this.view.width(size.width).height(size.height).signal("ruleColour", css(colours.rule));
  }

  /** Brings the data to these rows by what is new and what is gone; a row that stays must be the same object. Drawn by the next run. */
  protected change(rows: Readonly<Record<Source, readonly Row[]>>): void {
    for (const name of this.sources) {
      const [before, after] = [this.shown.get(name) ?? [], rows[name]];
      if (before === after) continue;
      const [had, has] = [new Set(before), new Set(after)];
      const [gone, added] = [before.filter((row) => !has.has(row)), after.filter((row) => !had.has(row))];
      if (gone.length + added.length > 0) this.view.change(name, changeset().remove(gone).insert(added));
      this.shown.set(name, after);
    }
  }

  async resize(width: number, height: number): Promise<void> {
    await this.view.width(width).height(height).resize().runAsync();
  }

  /** The place on the x axis under a point of the host (px from its left edge). */
  placeAt(x: number): number {
    const scale = this.view.scale("x") as { invert(value: number): number };
    return scale.invert(x - this.view.origin()[0]);
  }

  /** Px from the host's left edge. */
  xOf(place: number): number {
    const scale = this.view.scale("x") as (value: number) => number;
    return scale(place) + this.view.origin()[0];
  }

  finalize(): void {
    this.view.finalize();
  }
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
