/** What the embedding has beside the base style; the rules of `.js-plotly-plot` are those of plotly's own sheet that a cloud of points needs. */
export const STYLE = `
.hgle [hidden] { display: none !important; }
.hgle-body { display: flex; flex-wrap: wrap; gap: 12px 24px; align-items: flex-start; }
.hgle-stage { position: relative; flex: 1 1 420px; min-width: min(280px, 100%); max-width: 900px; border: 1px solid var(--hgl-line); border-radius: 4px; overflow: hidden; touch-action: pan-y; }
.hgle-stage svg { display: block; }
.hgle-space { cursor: grab; }
.hgle-space:active { cursor: grabbing; }
.hgle-plane { cursor: crosshair; }
.hgle-tip {
  position: absolute; z-index: 2; pointer-events: none; max-width: min(320px, 80%); padding: 2px 8px; border-radius: 3px; font-size: 12px; overflow-wrap: anywhere;
  color: var(--vscode-editorHoverWidget-foreground, var(--hgl-text)); background: var(--vscode-editorHoverWidget-background, var(--hgl-ground));
  border: 1px solid var(--vscode-editorHoverWidget-border, var(--hgl-line));
}
.hgle-side { flex: 1 1 230px; min-width: min(230px, 100%); max-width: 360px; }
.hgle-read { min-height: 3.4em; margin: 0 0 8px; padding: 6px 10px; border: 1px solid var(--hgl-line); border-radius: 4px; overflow-wrap: anywhere; }
.hgle-head { display: flex; gap: 8px; align-items: center; margin: 0 0 4px; }
.hgle-head h4 { font-size: inherit; font-weight: 600; margin: 0; flex: 1; }
.hgle-list { list-style: none; margin: 0 0 10px; padding: 2px; max-height: 216px; overflow-y: auto; }
.hgle-list button {
  display: grid; grid-template-columns: 14px 1fr auto; gap: 8px; align-items: center; width: 100%; text-align: left; font: inherit; color: inherit;
  background: none; border: 0; padding: 2px 4px; cursor: pointer; overflow-wrap: anywhere;
}
.hgle-list.hgle-mistakes button { grid-template-columns: 1fr; }
.hgle-list button:hover { background: var(--vscode-list-hoverBackground, rgba(128, 128, 128, 0.14)); }
.hgle-list button[aria-pressed=false] { opacity: 0.5; text-decoration: line-through; }
.hgle-list small { font-size: 12px; color: var(--hgl-muted); font-variant-numeric: tabular-nums; }
.hgle-swatch { width: 12px; height: 12px; }
.hgle-facts { margin: 8px 0 0; color: var(--hgl-muted); max-width: 900px; }
.hgle-note { margin: 0 0 8px; }
.hgle .js-plotly-plot .plotly, .hgle .js-plotly-plot .plotly div { direction: ltr; margin: 0; padding: 0; border: 0; }
.hgle .js-plotly-plot .main-svg { position: absolute; top: 0; left: 0; pointer-events: none; }
@media (forced-colors: active) { .hgle-stage, .hgle-swatch { forced-color-adjust: none; } }
`;
