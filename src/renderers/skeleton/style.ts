import { BODY_STYLE } from "../frame/body/style";

/** What the player has beside the base style. */
export const STYLE = `${BODY_STYLE}
.hgls-legend { display: flex; flex-wrap: wrap; gap: 2px 16px; margin: 0 0 6px; padding: 0; list-style: none; color: var(--hgl-muted); font-size: 12px; }
.hgls-legend li { display: flex; gap: 6px; align-items: center; }
.hgls-legend i { width: 14px; height: 5px; border-radius: 3px; }
.hgls-clips {
  display: grid; gap: 8px; max-width: max(560px, var(--hgls-columns) * 420px);
  grid-template-columns: repeat(auto-fit, minmax(max(150px, (100% - (var(--hgls-columns) - 1) * 8px) / var(--hgls-columns) - 1px), 1fr));
}
.hgls-clip { margin: 0; min-width: 0; border: 1px solid var(--hgl-line); border-radius: 4px; overflow: hidden; }
.hgls-stage { position: relative; }
.hgls-stage canvas { display: block; width: 100%; }
.hgls-over canvas { opacity: 0.55; }
.hgls figcaption { display: grid; gap: 1px; padding: 4px 8px 6px; border-top: 1px solid var(--hgl-line); overflow-wrap: anywhere; }
.hgls figcaption b { font-weight: 600; }
.hgls figcaption small { color: var(--hgl-muted); font-size: 12px; font-variant-numeric: tabular-nums; }
.hgls figcaption span.hgls-right, .hgls figcaption span.hgls-wrong { display: flex; gap: 4px; align-items: center; }
.hgls-right .hgl-sign { color: var(--vscode-charts-green, #2e7d32); }
.hgls-wrong .hgl-sign { color: var(--hgl-error); }
.hgls-reading { margin: 0; font-size: 12px; font-variant-numeric: tabular-nums; white-space: pre-wrap; }
.hgls .hglb-timeline { max-width: max(560px, var(--hgls-columns) * 420px); }
.hgls-bar { margin: 0; }
@media (forced-colors: active) { .hgls-legend i { forced-color-adjust: none; } }
`;
