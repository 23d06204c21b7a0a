/** What the fusion view has beside the base style. */
export const STYLE = `
.hglf { max-width: 960px; }
.hglf h3 { margin: 0 0 6px; font-size: 13px; font-weight: 600; }
.hglf-body { display: flex; flex-wrap: wrap; gap: 8px 32px; align-items: flex-start; }
.hglf-stage { position: relative; width: min(340px, 100%); flex: none; }
.hglf-stage canvas { display: block; width: 100%; cursor: crosshair; touch-action: none; border-radius: 4px; }
.hglf-panel { flex: 1; min-width: min(100%, 300px); }
.hgl table.hglf-table { font: inherit; color: inherit; border-collapse: collapse; border: 0; margin: 0; width: 100%; max-width: 460px; }
.hgl .hglf-table th, .hgl .hglf-table td { border: 0; padding: 2px 10px 2px 0; font: inherit; text-align: left; background: none; vertical-align: middle; }
.hgl .hglf-table .hglf-number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.hglf-table th[scope=row] { max-width: 160px; overflow-wrap: anywhere; }
.hglf-table input[type=range] { width: 100%; min-width: 70px; vertical-align: middle; }
.hgl .hglf-table input[type=number] { width: 76px; padding: 1px 4px; min-height: 22px; font-variant-numeric: tabular-nums; }
.hglf-now { margin: 10px 0; font-variant-numeric: tabular-nums; }
.hglf-now b { font-weight: 600; font-size: 15px; }
.hglf-hint { margin: 6px 0 0; color: var(--hgl-muted); font-size: 12px; }
.hglf-scale { display: flex; gap: 8px; align-items: center; margin: 4px 0 0; color: var(--hgl-muted); font-size: 12px; font-variant-numeric: tabular-nums; }
.hglf-scale i { flex: 1; height: 8px; border-radius: 2px; forced-color-adjust: none; }
.hglf code { font-family: var(--vscode-editor-font-family, monospace); user-select: all; overflow-wrap: anywhere; }
`;
