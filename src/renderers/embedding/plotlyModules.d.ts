/** The parts of plotly.js that are used here; the package declares no types of its own. */
declare module "plotly.js/src/registry" {
  const Registry: { register(parts: unknown): void };
  export default Registry;
}

declare module "plotly.js/src/plot_api" {
  const methods: {
    /** Draws a graph into an element, or changes the one that is there. */
    react(graph: HTMLElement, traces: readonly object[], layout: object, config: object): Promise<unknown>;
    relayout(graph: HTMLElement, changes: object): Promise<unknown>;
    /** Ends a graph and empties its element. */
    purge(graph: HTMLElement): void;
  } & Record<string, unknown>;
  export default methods;
}

declare module "plotly.js/src/traces/scatter" {
  const trace: object;
  export default trace;
}

declare module "plotly.js/src/traces/scatter3d" {
  const trace: object;
  export default trace;
}

declare module "plotly.js/src/components/fx" {
  const component: object;
  export default component;
}

declare module "plotly.js/src/components/colorscale" {
  const component: object;
  export default component;
}

declare module "plotly.js/src/locale-en" {
  const locale: object;
  export default locale;
}

declare module "plotly.js/src/locale-en-us" {
  const locale: object;
  export default locale;
}

declare module "plotly.js/src/components/modebar" {
  const component: object;
  export default component;
}
