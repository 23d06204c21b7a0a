/** The box beside the pointer in a chart, with a table of what is read; numbers stand right. */
export const TIP_STYLE = `
.hgl-tip {
  position: absolute; top: 4px; z-index: 1; pointer-events: none; padding: 3px 8px; border-radius: 3px; font-size: 12px;
  font-variant-numeric: tabular-nums; white-space: nowrap;
  color: var(--vscode-editorHoverWidget-foreground, var(--hgl-text));
  background: var(--vscode-editorHoverWidget-background, var(--hgl-ground));
  border: 1px solid var(--vscode-editorHoverWidget-border, var(--hgl-line));
}
.hgl-tip table { border-collapse: collapse; border: 0; margin: 0; }
.hgl-tip tr, .hgl-tip td, .hgl-tip th { border: 0; background: none; }
.hgl-tip th, .hgl-tip td { padding: 1px 0 1px 12px; text-align: right; font-weight: normal; }
.hgl-tip th:first-child, .hgl-tip td:first-child { padding-left: 0; text-align: left; }
.hgl-tip th { font-weight: 600; }
`;
