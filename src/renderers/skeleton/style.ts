/** What the player has beside the base style. */
export const STYLE = `
.hgls [hidden] { display: none !important; }
.hgls-legend { display: flex; flex-wrap: wrap; gap: 2px 16px; margin: 0 0 6px; padding: 0; list-style: none; color: var(--hgl-muted); font-size: 12px; }
.hgls-legend li { display: flex; gap: 6px; align-items: center; }
.hgls-legend i { width: 14px; height: 5px; border-radius: 3px; }
.hgls-clips {
  display: grid; gap: 8px; max-width: max(560px, var(--hgls-columns) * 420px); cursor: grab; touch-action: pan-y; user-select: none;
  grid-template-columns: repeat(auto-fit, minmax(max(var(--hgls-least, 150px), (100% - (var(--hgls-columns) - 1) * 8px) / var(--hgls-columns) - 1px), 1fr));
}
.hgls-clips:active { cursor: grabbing; }
.hgls-clip { margin: 0; min-width: 0; border: 1px solid var(--hgl-line); border-radius: 4px; overflow: hidden; }
.hgls-stage { position: relative; }
.hgls-stage canvas { display: block; width: 100%; }
.hgls-over canvas { opacity: 0.55; }
.hgls figcaption { display: grid; gap: 1px; padding: 4px 8px 6px; border-top: 1px solid var(--hgl-line); overflow-wrap: anywhere; }
.hgls figcaption b { font-weight: 600; }
.hgls figcaption small { color: var(--hgl-muted); font-size: 12px; font-variant-numeric: tabular-nums; }
.hgls figcaption span.hgls-right, .hgls figcaption span.hgls-wrong { display: flex; gap: 4px; align-items: center; }
.hgls-right .hgl-sign { color: var(--vscode-charts-green, #2e7d32); }
.hgls-wrong .hgl-sign { color: var(--hgl-error); }
.hgls-reading { margin: 0; font-size: 12px; font-variant-numeric: tabular-nums; white-space: pre-wrap; }
.hgls-tip {
  position: absolute; z-index: 1; pointer-events: none; padding: 2px 8px; border-radius: 3px; font-size: 12px; white-space: pre;
  font-variant-numeric: tabular-nums;
  color: var(--vscode-editorHoverWidget-foreground, var(--hgl-text));
  background: var(--vscode-editorHoverWidget-background, var(--hgl-ground));
  border: 1px solid var(--vscode-editorHoverWidget-border, var(--hgl-line));
}
.hgls-timeline { display: flex; gap: 10px; align-items: center; margin: 8px 0; max-width: max(560px, var(--hgls-columns) * 420px); }
.hgls-timeline button { min-width: 84px; }
.hgl input.hgls-scrub { flex: 1 1 80px; min-width: 60px; height: 20px; appearance: none; background: none; cursor: pointer; }
.hgls-scrub::-webkit-slider-runnable-track {
  height: 6px; border-radius: 3px;
  background: linear-gradient(to right, var(--vscode-progressBar-background, var(--hgl-blue)) var(--hgls-at, 0%), color-mix(in srgb, var(--hgl-text) 20%, transparent) var(--hgls-at, 0%));
}
.hgls-scrub::-webkit-slider-thumb { appearance: none; width: 14px; height: 14px; margin-top: -4px; border-radius: 50%; background: var(--hgl-text); border: 2px solid var(--hgl-ground); }
.hgls-frame { color: var(--hgl-muted); font-variant-numeric: tabular-nums; white-space: nowrap; min-width: 14em; }
.hgls-bar { margin: 0; }
@media (forced-colors: active) { .hgls-stage canvas, .hgls-legend i { forced-color-adjust: none; } }
@container (max-width: 420px) { .hgls-timeline { flex-wrap: wrap; } .hgls-scrub { order: 3; flex-basis: 100%; } .hgls-frame { min-width: 0; } }
`;
