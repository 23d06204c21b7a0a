import { BODY_STYLE } from "../frame/body/style";

/** What the attention view has beside the base style. */
export const STYLE = `${BODY_STYLE}
.hgla .hgl-bar { margin: 0 0 6px; gap: 6px 12px; }
.hgla select { max-width: 22em; }
.hgla-facts { margin: 0 0 8px; color: var(--hgl-muted); font-size: 12px; overflow-wrap: anywhere; }
.hgla-blocks { display: flex; flex-wrap: wrap; gap: 6px; margin: 0 0 12px; }
.hgla-blocks button {
  display: grid; gap: 2px; justify-items: center; padding: 4px; font: inherit; font-size: 11px; color: var(--hgl-muted); cursor: pointer;
  background: none; border: 1px solid transparent; border-radius: 4px; max-width: 96px; overflow: hidden; white-space: nowrap;
}
.hgla-blocks span { max-width: 100%; overflow: hidden; text-overflow: ellipsis; }
.hgla-blocks button:hover { background: var(--vscode-toolbar-hoverBackground, rgba(128, 128, 128, 0.2)); }
.hgla-blocks button[aria-pressed=true] { border-color: var(--hgl-focus); color: var(--hgl-text); font-weight: 600; }
.hgla-blocks canvas { width: 60px; height: 60px; image-rendering: pixelated; border: 1px solid var(--hgl-line); }
.hgla-both { display: flex; gap: 12px 24px; align-items: flex-start; }
.hgla-left { flex: 0 1 auto; min-width: 0; }
.hgla-right { flex: 1 1 300px; min-width: 0; max-width: 640px; }
.hgla-lone { display: flex; flex-wrap: wrap; gap: 0 24px; align-items: flex-start; }
.hgla-lone .hgla-axes { flex: 1 0 100%; }
.hgla-lone .hgla-side { flex: 1 1 260px; max-width: 420px; }
.hgla-axes { margin: 0 0 4px; color: var(--hgl-muted); font-size: 12px; }
.hgla-wrap { max-width: 100%; overflow-x: auto; padding: 3px 3px 3px 0; }
.hgla-map { position: relative; cursor: crosshair; touch-action: manipulation; }
.hgla-map canvas { display: block; width: 100%; }
.hgla-map canvas + canvas { position: absolute; inset: 0; pointer-events: none; }
.hgla-key { max-width: 360px; margin: 8px 0; }
.hgla-key > i { display: block; height: 10px; border: 1px solid var(--hgl-line); }
.hgla-ticks { display: flex; justify-content: space-between; color: var(--hgl-muted); font-size: 11px; font-variant-numeric: tabular-nums; }
.hgla-ticks span { flex: 0 0 0; display: flex; justify-content: center; white-space: nowrap; }
.hgla-ticks span:first-child { justify-content: flex-start; }
.hgla-ticks span:last-child { justify-content: flex-end; }
.hgla-read { margin: 0; padding: 6px 10px; min-height: 3.9em; border: 1px solid var(--hgl-line); border-radius: 4px; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
.hgla-read b { font-weight: 600; }
.hgla-stage { position: relative; border: 1px solid var(--hgl-line); border-radius: 4px; overflow: hidden; }
.hgla-stage canvas { display: block; width: 100%; }
.hgla-legend { display: flex; flex-wrap: wrap; gap: 2px 14px; margin: 6px 0 0; color: var(--hgl-muted); font-size: 12px; }
.hgla-strip { margin: 2px 7px 0; }
.hgla-strip canvas { display: block; width: 100%; }
.hgla-threshold { display: flex; flex-wrap: wrap; gap: 6px 12px; align-items: center; margin: 0 0 8px; color: var(--hgl-muted); font-variant-numeric: tabular-nums; }
.hgla-threshold label { display: flex; gap: 6px; align-items: center; }
.hgla-threshold input { flex: 0 1 140px; min-width: 80px; }
.hgla-alone { margin: 0 0 8px; color: var(--hgl-muted); }
.hgla .hglb-timeline { align-items: flex-start; flex-wrap: wrap; }
.hgla .hglb-frame { line-height: 26px; min-width: 0; }
.hgla .hglb-track { padding-top: 3px; }
@media (forced-colors: active) { .hgla-map canvas, .hgla-blocks canvas, .hgla-key > i, .hgla-strip canvas { forced-color-adjust: none; } }
@container (max-width: 899px) { .hgla-both { flex-direction: column; align-items: stretch; } .hgla-right { flex: none; max-width: none; } }
@container (max-width: 719px) { .hgla-blocks { gap: 2px; } .hgla-blocks button { padding: 2px; } .hgla-blocks canvas { width: 42px; height: 42px; } }
`;
