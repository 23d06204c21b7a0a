/** What a report has beside the style of every page. */
export const REPORT_STYLE = `
nav { margin: 20px 0 0; display: flex; flex-wrap: wrap; gap: 4px 18px; font-size: 0.92rem; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(200px, 1fr)); gap: 12px; margin: 20px 0; padding: 0; list-style: none; }
.tiles li { border: 1px solid var(--line); border-radius: 8px; padding: 14px 16px; }
.tiles b { display: block; font-size: 1.7rem; line-height: 1.25; font-weight: 650; font-variant-numeric: tabular-nums; white-space: nowrap; }
.tiles b small { font-size: 1rem; font-weight: 500; color: var(--muted); }
.tiles span { color: var(--muted); font-size: 0.88rem; }
.tiles .main { border-color: var(--text); }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(320px, 100%), 1fr)); gap: 8px 28px; align-items: start; }
.configs { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(300px, 100%), 1fr)); gap: 8px 36px; align-items: start; }
.configs table { width: 100%; }
.warning { border-left: 3px solid var(--warn); padding: 2px 0 2px 12px; }
.warning ul { margin: 4px 0; padding-left: 20px; }
@media print { .tiles { break-inside: avoid; } }
`;
