/** What the network has beside the base style. In a narrow cell, output and keys go under the numbers. */
export const STYLE = `
.hglm { max-width: 1180px; }
.hglm-network { margin: 0 0 16px; }
.hglm-network h3 { margin: 0; font-size: 13px; font-weight: 600; overflow-wrap: anywhere; }
.hglm-note { margin: 2px 0 0; color: var(--hgl-muted); font-size: 12px; overflow-wrap: anywhere; }
.hglm-said { color: var(--hgl-muted); }
.hglm-said.hgl-error { color: var(--hgl-error); }
.hglm-said:empty { display: none; }
.hglm-tree { margin: 6px 0 4px; font-variant-numeric: tabular-nums; }
.hglm-row, .hglm-head { display: grid; column-gap: 16px; align-items: start; padding: 2px 6px;
  grid-template-columns: minmax(124px, 1.2fr) minmax(128px, 1.2fr) repeat(3, minmax(84px, 1fr)) minmax(170px, 1.8fr); }
.hglm-timed > * { grid-template-columns: minmax(124px, 1.2fr) minmax(128px, 1.2fr) repeat(3, minmax(84px, 1fr)) minmax(56px, 0.7fr) minmax(170px, 1.8fr); }
.hglm-row[hidden] { display: none; }
.hglm-row { border-radius: 3px; }
.hglm-row[aria-expanded] { cursor: pointer; }
.hglm-row:hover { background: var(--vscode-list-hoverBackground, rgba(128, 128, 128, 0.1)); }
.hgl .hglm-row:focus-visible { outline-offset: -2px; }
.hglm-head { color: var(--hgl-muted); border-bottom: 1px solid var(--hgl-line); margin-bottom: 2px; }
.hglm-total { font-weight: 600; border-top: 1px solid var(--hgl-line); border-radius: 0; margin-top: 2px; }
.hglm-row > div, .hglm-head > div { min-width: 0; }
.hglm-name { display: flex; align-items: center; gap: 4px; padding-left: 20px; white-space: nowrap; }
.hglm-row[aria-level="2"] .hglm-name { padding-left: 32px; }
.hglm-row[aria-expanded] .hglm-name { padding-left: 0; }
.hglm-name > span { overflow: hidden; text-overflow: ellipsis; }
.hglm-row[aria-expanded="true"] .hglm-name .hgl-sign { transform: rotate(90deg); }
.hglm-row > :is(.hglm-output, .hglm-parameters, .hglm-macs, .hglm-kept, .hglm-ms) > span { display: block; overflow-wrap: anywhere; }
.hglm-bar { display: block; height: 4px; margin: 1px 0 3px; }
.hglm-bar i { display: block; height: 100%; min-width: 1px; border-radius: 2px; background: var(--hgl-blue); forced-color-adjust: none; }
.hglm-row[aria-level="2"] .hglm-bar i { height: 2px; }
.hglm-settings { display: flex; flex-wrap: wrap; gap: 0 12px; font-size: 12px; line-height: 1.6; }
.hglm-settings code { font-family: var(--vscode-editor-font-family, monospace); color: inherit; background: none; padding: 0; }
.hgl button.hglm-link { font: inherit; color: var(--vscode-textLink-foreground, var(--hgl-blue)); background: none; border: 0; padding: 0; cursor: pointer; text-align: left; }
.hgl button.hglm-link:hover { text-decoration: underline; }
@container (max-width: 760px) {
  .hglm-row, .hglm-head { column-gap: 10px; grid-template-columns: minmax(122px, 1.4fr) repeat(3, minmax(72px, 1fr)); }
  .hglm-timed > * { grid-template-columns: minmax(122px, 1.4fr) repeat(3, minmax(72px, 1fr)) minmax(44px, 0.6fr); }
  .hglm-head > :is(.hglm-output, .hglm-settings) { display: none; }
  .hglm-row { row-gap: 0; padding-bottom: 4px; }
  .hglm-row > .hglm-output { grid-row: 2; grid-column: 1 / span 2; font-size: 12px; color: var(--hgl-muted); padding-left: 20px; }
  .hglm-row[aria-level="2"] > .hglm-output { padding-left: 32px; }
  .hglm-row > .hglm-output .hglm-bar, .hglm-total > .hglm-output { display: none; }
  .hglm-row > .hglm-settings { grid-row: 2; grid-column: 3 / -1; }
  .hglm-total > .hglm-settings { display: none; }
}
`;
