/** Scoped by class names; colours are the editor's, each with a fallback for pages outside it. */
export const STYLE = `
.hglc {
  --hglc-ground: var(--vscode-editor-background, #ffffff);
  --hglc-text: var(--vscode-editor-foreground, #1b1f24);
  --hglc-muted: var(--vscode-descriptionForeground, #59636e);
  --hglc-line: var(--vscode-panel-border, var(--vscode-contrastBorder, #d5dae0));
  --hglc-recognised: var(--vscode-charts-blue, #10508a);
  --hglc-confused: var(--vscode-charts-orange, #b44f14);
  --hglc-focus: var(--vscode-focusBorder, #1b1f24);
  color: var(--hglc-text); background: var(--hglc-ground);
  font: 13px/1.45 var(--vscode-font-family, system-ui, sans-serif);
  container-type: inline-size; padding: 4px 0;
}
.hglc *, .hglc *::before { box-sizing: border-box; }
.hglc-bar { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; margin: 0 0 10px; }
.hglc-bar label { display: flex; gap: 6px; align-items: center; color: var(--hglc-muted); }
.hglc select, .hglc input {
  font: inherit; padding: 3px 8px; min-height: 28px; border-radius: 3px;
  color: var(--vscode-input-foreground, var(--hglc-text)); background: var(--vscode-input-background, var(--hglc-ground));
  border: 1px solid var(--vscode-input-border, var(--hglc-line));
}
.hglc input { width: 16em; max-width: 100%; }
.hglc :focus-visible { outline: 2px solid var(--hglc-focus); outline-offset: 1px; }
.hglc-body { display: flex; flex-wrap: wrap; gap: 12px 28px; align-items: flex-start; }
.hglc-wrap { flex: 0 1 auto; max-width: 100%; min-width: 0; overflow-x: auto; padding: 3px; }
.hglc-stage { position: relative; width: max-content; cursor: crosshair; touch-action: manipulation; }
.hglc-stage canvas { display: block; }
.hglc-stage canvas + canvas { position: absolute; inset: 0; pointer-events: none; }
.hglc-axes { color: var(--hglc-muted); margin: 0 0 4px; }
.hglc-side { flex: 1 1 250px; min-width: min(250px, 100%); max-width: 420px; }
.hglc-read { min-height: 4.4em; margin: 0 0 10px; padding: 8px 10px; border: 1px solid var(--hglc-line); border-radius: 4px; overflow-wrap: anywhere; }
.hglc-side h4 { font-size: inherit; font-weight: 600; margin: 0 0 4px; }
.hglc-pairs { list-style: none; margin: 0; padding: 0; max-height: 560px; overflow-y: auto; }
.hglc-pairs button {
  display: grid; grid-template-columns: 3.2em 1fr; gap: 8px; width: 100%; text-align: left; font: inherit; color: inherit;
  background: none; border: 0; border-bottom: 1px solid var(--hglc-line); padding: 5px 2px; cursor: pointer; overflow-wrap: anywhere;
}
.hglc-pairs button:hover { background: var(--vscode-list-hoverBackground, rgba(128, 128, 128, 0.14)); }
.hglc-pairs b { font-weight: 600; text-align: right; font-variant-numeric: tabular-nums; }
.hglc-pairs small { display: block; font-size: 12px; color: var(--hglc-muted); }
.hglc-key { display: flex; flex-wrap: wrap; gap: 4px 14px; margin: 0 0 12px; padding: 0; list-style: none; color: var(--hglc-muted); }
.hglc-key li { display: flex; gap: 6px; align-items: center; }
.hglc-key i { width: 44px; height: 10px; border: 1px solid var(--hglc-line); }
.hglc-key .hglc-yes i { background: linear-gradient(to right, var(--hglc-ground), var(--hglc-recognised)); }
.hglc-key .hglc-no i { background: linear-gradient(to right, var(--hglc-ground), var(--hglc-confused)); }
.hglc-error { margin: 0; padding: 10px 12px; border: 1px solid var(--vscode-errorForeground, #b3261e); border-radius: 4px; color: var(--vscode-errorForeground, #b3261e); overflow-wrap: anywhere; }
@media (forced-colors: active) {
  .hglc { --hglc-ground: Canvas; --hglc-text: CanvasText; --hglc-muted: CanvasText; --hglc-line: CanvasText;
    --hglc-recognised: CanvasText; --hglc-confused: Highlight; --hglc-focus: Highlight; }
  .hglc-stage, .hglc-key i { forced-color-adjust: none; }
}
`;
