/** What the data card has beside the base style. */
export const STYLE = `
.hgld { max-width: 1080px; }
.hgld h3 { margin: 0 0 4px; font-size: 15px; font-weight: 600; overflow-wrap: anywhere; }
.hgld h4 { margin: 0 0 6px; font-size: 13px; font-weight: 600; }
.hgld-facts { display: flex; flex-wrap: wrap; gap: 2px 16px; margin: 0 0 10px; padding: 0; list-style: none; color: var(--hgl-muted); }
.hgld-facts b { color: var(--hgl-text); font-weight: 600; font-variant-numeric: tabular-nums; }
.hgld-still { margin: 0 0 10px; color: var(--hgl-muted); overflow-wrap: anywhere; }
.hgld-still ul { display: flex; flex-wrap: wrap; gap: 4px; margin: 6px 0 0; padding: 0; list-style: none; max-height: 240px; overflow-y: auto; }
.hgl .hgld-table td.hgld-beside { width: 30px; text-align: right; }
.hgl .hgld-table td.hgld-beside button { min-height: 20px; padding: 1px 4px; }
.hgld-panel { margin: 0 0 14px; min-width: 0; }
.hgld-note { margin: 2px 0 0; color: var(--hgl-muted); font-size: 12px; }
.hgld-body { display: grid; gap: 0 32px; grid-template-columns: repeat(auto-fit, minmax(min(100%, 340px), 1fr)); align-items: start; }
.hgld-split { display: flex; gap: 2px; height: 12px; max-width: 620px; }
.hgld-split i { min-width: 3px; flex-basis: 0; border-radius: 2px; }
.hgld-train { --hgld-part: var(--hgl-blue); }
.hgld-validation { --hgld-part: var(--vscode-charts-green, #2e7d32); }
.hgld-test { --hgld-part: var(--hgl-orange); }
.hgld-split i, .hgld-key i { background: var(--hgld-part); forced-color-adjust: none; }
.hgld-key { display: flex; flex-wrap: wrap; gap: 2px 18px; margin: 6px 0 0; padding: 0; list-style: none; font-variant-numeric: tabular-nums; }
.hgld-key li { display: flex; gap: 5px; align-items: center; white-space: pre; }
.hgld-key i { width: 10px; height: 10px; border-radius: 2px; }
.hgld-key b { font-weight: 600; }
.hgld-list { max-height: 420px; overflow-y: auto; position: relative; }
.hgld-people { max-height: 240px; }
.hgl table.hgld-table { width: 100%; font: inherit; color: inherit; border-collapse: collapse; border: 0; margin: 0; position: relative; }
.hgl .hgld-table th, .hgl .hgld-table td { border: 0; padding: 1px 0; font: inherit; text-align: left; vertical-align: middle; background: none; }
.hgl .hgld-table tbody th { width: 45%; padding-right: 10px; white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.3; }
.hgl .hgld-people tbody th { width: 1%; white-space: nowrap; font-variant-numeric: tabular-nums; text-align: right; }
.hgld-table td > span { display: inline-block; width: 8ch; text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; color: var(--hgl-muted); }
.hgld-rail { display: inline-block; vertical-align: middle; width: calc(100% - 9ch); height: 10px; }
.hgld-rail i { display: block; height: 100%; min-width: 1px; border-radius: 2px; background: var(--hgl-blue); forced-color-adjust: none; }
.hgld-histogram { margin: 0; max-width: 420px; }
.hgld-histogram ol { display: flex; gap: 2px; align-items: flex-end; height: 72px; margin: 0; padding: 0; list-style: none; border-bottom: 1px solid var(--hgl-line); }
.hgld-histogram li { flex: 1; height: 100%; display: flex; align-items: flex-end; position: relative; }
.hgld-histogram li > i { flex: 1; min-height: 1px; background: var(--hgl-blue); border-radius: 2px 2px 0 0; forced-color-adjust: none; }
.hgld-histogram li:hover > i { opacity: 0.75; }
.hgld-histogram figcaption { display: flex; justify-content: space-between; color: var(--hgl-muted); font-size: 12px; font-variant-numeric: tabular-nums; }
.hgld-origin { display: grid; grid-template-columns: max-content 1fr; gap: 2px 14px; margin: 0; font-size: 12px; }
.hgld-origin dt { color: var(--hgl-muted); }
.hgld-origin dd { margin: 0; overflow-wrap: anywhere; }
.hgld-hash { font-family: var(--vscode-editor-font-family, monospace); }
`;
