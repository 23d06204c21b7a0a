/** What a view with a moving body has beside the base style. */
export const BODY_STYLE = `
.hgl [hidden] { display: none !important; }
.hglb-stage { cursor: grab; touch-action: pan-y; user-select: none; }
.hglb-stage:active { cursor: grabbing; }
.hglb-tip {
  position: absolute; z-index: 1; pointer-events: none; padding: 2px 8px; border-radius: 3px; font-size: 12px; white-space: pre;
  font-variant-numeric: tabular-nums;
  color: var(--vscode-editorHoverWidget-foreground, var(--hgl-text));
  background: var(--vscode-editorHoverWidget-background, var(--hgl-ground));
  border: 1px solid var(--vscode-editorHoverWidget-border, var(--hgl-line));
}
.hglb-timeline { display: flex; gap: 10px; align-items: center; margin: 8px 0; }
.hglb-timeline button { min-width: 84px; }
.hglb-track { flex: 1 1 80px; min-width: 60px; }
.hgl input.hglb-scrub { display: block; width: 100%; height: 20px; appearance: none; background: none; cursor: pointer; }
.hglb-scrub::-webkit-slider-runnable-track {
  height: 6px; border-radius: 3px;
  background: linear-gradient(to right, var(--vscode-progressBar-background, var(--hgl-blue)) var(--hglb-at, 0%), color-mix(in srgb, var(--hgl-text) 20%, transparent) var(--hglb-at, 0%));
}
.hglb-scrub::-webkit-slider-thumb { appearance: none; width: 14px; height: 14px; margin-top: -4px; border-radius: 50%; background: var(--hgl-text); border: 2px solid var(--hgl-ground); }
.hglb-frame { color: var(--hgl-muted); font-variant-numeric: tabular-nums; white-space: nowrap; min-width: 14em; }
@media (forced-colors: active) { .hglb-stage canvas { forced-color-adjust: none; } }
@container (max-width: 420px) { .hglb-timeline { flex-wrap: wrap; } .hglb-track { order: 3; flex-basis: 100%; } .hglb-frame { min-width: 0; } }
`;
