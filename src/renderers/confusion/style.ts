/** What the matrix has beside the base style. */
export const STYLE = `
.hglc > .hgl-bar input { width: 16em; max-width: 100%; }
.hglc-body { display: flex; flex-wrap: wrap; gap: 12px 28px; align-items: flex-start; }
.hglc-wrap { flex: 0 1 auto; max-width: 100%; min-width: 0; overflow-x: auto; padding: 3px; }
.hglc-stage { position: relative; width: max-content; cursor: crosshair; touch-action: manipulation; }
.hglc-stage canvas { display: block; }
.hglc-stage canvas + canvas { position: absolute; inset: 0; pointer-events: none; }
.hglc-axes { color: var(--hgl-muted); margin: 0 0 4px; }
.hglc-side { flex: 1 1 250px; min-width: min(250px, 100%); max-width: 420px; }
.hglc-read { min-height: 4.4em; margin: 0 0 10px; padding: 8px 10px; border: 1px solid var(--hgl-line); border-radius: 4px; overflow-wrap: anywhere; }
.hglc-title { margin: 0 0 8px; font-weight: 600; overflow-wrap: anywhere; }
.hglc-side h4 { font-size: inherit; font-weight: 600; margin: 0 0 4px; overflow-wrap: anywhere; }
.hglc-pairs + h4 { margin-top: 14px; }
.hglc-pairs { list-style: none; margin: 0; padding: 0; max-height: 560px; overflow-y: auto; }
.hglc-pairs button {
  display: grid; grid-template-columns: 3.6em 1fr; gap: 8px; width: 100%; text-align: left; font: inherit; color: inherit;
  background: none; border: 0; border-bottom: 1px solid var(--hgl-line); padding: 5px 2px; cursor: pointer; overflow-wrap: anywhere;
}
.hglc-pairs button:hover { background: var(--vscode-list-hoverBackground, rgba(128, 128, 128, 0.14)); }
.hglc-pairs b { font-weight: 600; text-align: right; font-variant-numeric: tabular-nums; }
.hglc-side small { display: block; font-size: 12px; color: var(--hgl-muted); }
.hglc-key { display: flex; flex-wrap: wrap; gap: 4px 14px; margin: 0 0 12px; padding: 0; list-style: none; color: var(--hgl-muted); }
.hglc-key li { display: flex; gap: 6px; align-items: center; }
.hglc-key i { width: 44px; height: 10px; border: 1px solid var(--hgl-line); }
.hglc-key .hglc-blue i { background: linear-gradient(to right, var(--hgl-ground), var(--hgl-blue)); }
.hglc-key .hglc-orange i { background: linear-gradient(to right, var(--hgl-ground), var(--hgl-orange)); }
.hglc-clips { margin: 0 0 14px; padding: 8px 10px; border: 1px solid var(--hgl-line); border-radius: 4px; }
.hglc-clips[hidden] { display: none; }
.hglc-clips p { margin: 0 0 6px; }
.hglc-list { list-style: none; margin: 6px 0 0; padding: 0; max-height: 220px; overflow-y: auto; }
.hglc-list li { display: flex; flex-wrap: wrap; gap: 2px 10px; align-items: center; padding: 2px; overflow-wrap: anywhere; }
.hgl .hglc-list button { max-width: 100%; text-align: left; overflow-wrap: anywhere; }
.hglc-flips small { flex-basis: 100%; }
.hglc-clips .hgl-player { border: 0; padding: 0; }
.hglc-group { margin: 0 0 8px; }
.hglc-group summary { cursor: pointer; }
.hglc-note { margin: 6px 0; color: var(--hgl-muted); font-size: 12px; }
@media (forced-colors: active) {
  .hglc-stage, .hglc-key i { forced-color-adjust: none; }
}
`;
