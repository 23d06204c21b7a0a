import { TIP_STYLE } from "../frame/tipStyle";

/** What the live view has beside the base style. Columns of all lines align; narrow outputs wrap each line instead. */
export const STYLE = `${TIP_STYLE}
.hglt [hidden] { display: none !important; }
.hglt p { margin: 0; }
.hglt-total { padding-bottom: 4px; font-weight: 600; }
.hglt-runs {
  list-style: none; margin: 0; padding: 0; display: grid; align-items: center; column-gap: 16px;
  grid-template-columns: auto minmax(90px, 1fr) repeat(6, auto);
}
.hglt-run {
  display: grid; grid-template-columns: subgrid; grid-column: 1 / -1; align-items: center; min-height: 28px;
  font-variant-numeric: tabular-nums;
}
.hglt-run > * { min-width: 0; }
.hglt-run > :empty:not(.hglt-track) { visibility: hidden; }
.hglt-state { display: flex; gap: 6px; align-items: center; white-space: nowrap; }
.hglt-seed { font-weight: 600; }
.hglt-state > :last-child, .hglt-progress, .hglt-number { color: var(--hgl-muted); white-space: nowrap; }
.hglt-run[data-state=running] .hglt-state .hgl-sign { color: var(--vscode-charts-blue, #0a5fb4); }
.hglt-run[data-state=done] .hglt-state .hgl-sign { color: var(--vscode-charts-green, #2e7d32); }
.hglt-run[data-state=failed] .hglt-state .hgl-sign { color: var(--hgl-error); }
.hglt-run[data-state=interrupted] .hglt-state .hgl-sign { color: var(--vscode-editorWarning-foreground, #8a5a00); }
.hglt-number { text-align: right; }
.hglt-test:not(:empty) { color: var(--hgl-text); font-weight: 600; }
.hglt-track { height: 6px; border-radius: 3px; overflow: hidden; background: color-mix(in srgb, var(--hgl-text) 16%, transparent); }
.hglt-fill { height: 100%; border-radius: 3px; background: var(--vscode-progressBar-background, var(--hgl-blue)); transition: width 0.3s; }
.hglt-run[data-state=done] .hglt-fill { background: var(--vscode-charts-green, #2e7d32); }
.hglt-run[data-state=failed] .hglt-fill { background: var(--hgl-error); }
.hglt-run[data-state=interrupted] .hglt-fill { background: var(--vscode-editorWarning-foreground, #8a5a00); }
.hglt-message { grid-column: 1 / -1; padding: 0 0 6px 22px; overflow-wrap: anywhere; }
.hglt-run[data-state=failed] .hglt-message { color: var(--hgl-error); }
.hglt-halted { display: flex; flex-wrap: wrap; gap: 10px; align-items: center; padding: 4px 0; color: var(--hgl-muted); }
.hglt-charts { margin-top: 8px; }
.hglt-bar { display: flex; flex-wrap: wrap; gap: 2px 16px; align-items: center; justify-content: space-between; margin: 0 0 4px; }
.hglt-controls { display: flex; gap: 2px 14px; align-items: center; }
.hglt-controls label { display: flex; gap: 6px; align-items: center; color: var(--hgl-muted); font-size: 12px; }
.hglt-controls select { font-size: 12px; padding: 1px 4px; min-height: 22px; }
.hglt-key { display: flex; flex-wrap: wrap; gap: 2px 16px; margin: 0; padding: 0; list-style: none; color: var(--hgl-muted); font-size: 12px; }
.hglt-key li { display: flex; gap: 6px; align-items: center; }
.hglt-key i { width: 22px; border-top: 2px solid var(--hgl-blue); }
.hglt-key .hglt-validation i { border-top: 2px dashed var(--hgl-orange); }
.hglt-key .hglt-step i { border-top-width: 1px; opacity: 0.5; }
.hglt-panels { display: grid; grid-template-columns: 1fr 1fr; gap: 4px 20px; }
.hglt-panel { position: relative; min-width: 0; }
.hglt-chart { overflow: hidden; cursor: crosshair; min-height: 170px; }
.hglt-chart svg { display: block; }
@container (max-width: 620px) {
  .hglt-panels { grid-template-columns: 1fr; }
}
@container (max-width: 820px) {
  .hglt-run { display: flex; flex-wrap: wrap; gap: 2px 14px; padding: 4px 0; }
  .hglt-run > :empty:not(.hglt-track) { display: none; }
  .hglt-track { flex: 1 1 100%; order: -1; }
  .hglt-state { order: -2; flex: 1 1 auto; }
  .hglt-message { flex: 1 1 100%; }
  .hglt-run .hgl-icon { margin-left: auto; }
  .hglt-runs { display: block; }
}
@media (prefers-reduced-motion: reduce) { .hglt-fill { transition: none; } }
@media (forced-colors: active) {
  .hglt-track { border: 1px solid CanvasText; }
  .hglt-fill, .hglt-run[data-state] .hglt-fill { forced-color-adjust: none; background: Highlight; }
}
`;
