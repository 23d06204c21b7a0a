/** What the matrix has beside the base style. */
export const STYLE = `
.hglc input { width: 16em; max-width: 100%; }
.hglc-body { display: flex; flex-wrap: wrap; gap: 12px 28px; align-items: flex-start; }
.hglc-wrap { flex: 0 1 auto; max-width: 100%; min-width: 0; overflow-x: auto; padding: 3px; }
.hglc-stage { position: relative; width: max-content; cursor: crosshair; touch-action: manipulation; }
.hglc-stage canvas { display: block; }
.hglc-stage canvas + canvas { position: absolute; inset: 0; pointer-events: none; }
.hglc-axes { color: var(--hgl-muted); margin: 0 0 4px; }
.hglc-side { flex: 1 1 250px; min-width: min(250px, 100%); max-width: 420px; }
.hglc-read { min-height: 4.4em; margin: 0 0 10px; padding: 8px 10px; border: 1px solid var(--hgl-line); border-radius: 4px; overflow-wrap: anywhere; }
.hglc-side h4 { font-size: inherit; font-weight: 600; margin: 0 0 4px; }
.hglc-pairs { list-style: none; margin: 0; padding: 0; max-height: 560px; overflow-y: auto; }
.hglc-pairs button {
  display: grid; grid-template-columns: 3.2em 1fr; gap: 8px; width: 100%; text-align: left; font: inherit; color: inherit;
  background: none; border: 0; border-bottom: 1px solid var(--hgl-line); padding: 5px 2px; cursor: pointer; overflow-wrap: anywhere;
}
.hglc-pairs button:hover { background: var(--vscode-list-hoverBackground, rgba(128, 128, 128, 0.14)); }
.hglc-pairs b { font-weight: 600; text-align: right; font-variant-numeric: tabular-nums; }
.hglc-pairs small { display: block; font-size: 12px; color: var(--hgl-muted); }
.hglc-key { display: flex; flex-wrap: wrap; gap: 4px 14px; margin: 0 0 12px; padding: 0; list-style: none; color: var(--hgl-muted); }
.hglc-key li { display: flex; gap: 6px; align-items: center; }
.hglc-key i { width: 44px; height: 10px; border: 1px solid var(--hgl-line); }
.hglc-key .hglc-yes i { background: linear-gradient(to right, var(--hgl-ground), var(--hgl-blue)); }
.hglc-key .hglc-no i { background: linear-gradient(to right, var(--hgl-ground), var(--hgl-orange)); }
@media (forced-colors: active) {
  .hglc-stage, .hglc-key i { forced-color-adjust: none; }
}
`;
