/** Scoped by class names; colours are the editor's, each with a fallback for pages outside it. */
export const BASE_STYLE = `
.hgl {
  --hgl-ground: var(--vscode-editor-background, #ffffff);
  --hgl-text: var(--vscode-editor-foreground, #1b1f24);
  --hgl-muted: var(--vscode-descriptionForeground, #59636e);
  --hgl-line: var(--vscode-contrastBorder, var(--vscode-panel-border, #d5dae0));
  --hgl-blue: var(--vscode-charts-blue, #10508a);
  --hgl-orange: var(--vscode-charts-orange, #b44f14);
  --hgl-focus: var(--vscode-focusBorder, #0a5fb4);
  --hgl-error: var(--vscode-errorForeground, #b3261e);
  color: var(--hgl-text); background: var(--hgl-ground);
  font: 13px/1.45 var(--vscode-font-family, system-ui, sans-serif);
  container-type: inline-size; padding: 4px 0;
}
.hgl *, .hgl *::before { box-sizing: border-box; }
.hgl-bar { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; margin: 0 0 10px; }
.hgl-bar label { display: flex; gap: 6px; align-items: center; color: var(--hgl-muted); }
.hgl select, .hgl input:not([type=range], [type=checkbox]) {
  font: inherit; padding: 3px 8px; min-height: 26px; border-radius: 3px;
  color: var(--vscode-input-foreground, var(--hgl-text)); background: var(--vscode-input-background, var(--hgl-ground));
  border: 1px solid var(--vscode-input-border, var(--hgl-line));
}
.hgl input[type=range], .hgl input[type=checkbox] { accent-color: var(--vscode-button-background, var(--hgl-blue)); margin: 0; }
.hgl button.hgl-button {
  display: inline-flex; gap: 6px; align-items: center; font: inherit; padding: 2px 10px; min-height: 26px; border-radius: 3px; cursor: pointer;
  color: var(--vscode-button-secondaryForeground, var(--hgl-text)); background: var(--vscode-button-secondaryBackground, transparent);
  border: 1px solid var(--vscode-contrastBorder, var(--vscode-button-border, transparent));
}
.hgl button.hgl-button:hover { background: var(--vscode-button-secondaryHoverBackground, rgba(128, 128, 128, 0.2)); }
.hgl button.hgl-main { color: var(--vscode-button-foreground, #ffffff); background: var(--vscode-button-background, #10508a); }
.hgl button.hgl-main:hover { background: var(--vscode-button-hoverBackground, #08386a); }
.hgl button.hgl-icon { padding: 2px 5px; background: none; color: inherit; }
.hgl button.hgl-icon:hover { background: var(--vscode-toolbar-hoverBackground, rgba(128, 128, 128, 0.2)); }
.hgl button:disabled { opacity: 0.5; cursor: default; }
.hgl :focus-visible { outline: 2px solid var(--hgl-focus); outline-offset: 1px; }
.hgl-sign { width: 16px; height: 16px; flex: none; fill: currentColor; }
.hgl-silent { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.hgl-error { margin: 0; padding: 10px 12px; border: 1px solid var(--hgl-error); border-radius: 4px; color: var(--hgl-error); overflow-wrap: anywhere; }
.hgl-player { margin: 12px 0 0; padding: 8px 12px 4px; border: 1px solid var(--hgl-line); border-radius: 4px; }
.hgl-player-head { display: flex; gap: 12px; justify-content: space-between; align-items: baseline; margin: 0 0 6px; }
.hgl-player-head b { font-weight: 600; overflow-wrap: anywhere; }
.hgl-player-status { margin: 0 0 8px; color: var(--hgl-muted); }
.hgl-player-status.hgl-error { color: var(--hgl-error); }
@media (forced-colors: active) {
  .hgl { --hgl-ground: Canvas; --hgl-text: CanvasText; --hgl-muted: CanvasText; --hgl-line: CanvasText;
    --hgl-blue: CanvasText; --hgl-orange: Highlight; --hgl-focus: Highlight; --hgl-error: CanvasText; }
}
`;
