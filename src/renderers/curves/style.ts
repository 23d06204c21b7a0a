import { TIP_STYLE } from "../frame/tipStyle";

/** What the curves have beside the base style. */
export const STYLE = `${TIP_STYLE}
.hglv-bar [hidden] { display: none; }
.hglv-key { display: flex; flex-wrap: wrap; gap: 4px 8px; margin: 0 0 6px; padding: 0; list-style: none; }
.hglv-key button {
  display: inline-flex; gap: 7px; align-items: center; font: inherit; padding: 1px 8px; min-height: 26px; border-radius: 13px; cursor: pointer;
  color: var(--hgl-text); background: none; border: 1px solid var(--hgl-line);
}
.hglv-key button:hover { background: var(--vscode-toolbar-hoverBackground, rgba(128, 128, 128, 0.15)); }
.hglv-key button[aria-pressed=false] { color: var(--hgl-muted); text-decoration: line-through; }
.hglv-key button[aria-pressed=false] svg { opacity: 0.3; }
.hglv-key small { color: var(--hgl-muted); font-size: 12px; font-variant-numeric: tabular-nums; }
.hglv-frame { position: relative; min-height: 260px; cursor: crosshair; touch-action: pan-y; user-select: none; }
.hglv-chart { overflow: hidden; min-height: 260px; }
.hglv-chart svg { display: block; }
.hglv-brush { position: absolute; top: 6px; bottom: 34px; pointer-events: none; background: color-mix(in srgb, var(--hgl-focus) 22%, transparent); border: solid var(--hgl-focus); border-width: 0 1px; }
.hglv-none { margin: 0; padding: 12px 0; color: var(--hgl-muted); }
.hglv-frame .hgl-tip td:nth-child(2) { text-align: left; }
.hglv-hint { margin: 2px 0 0; color: var(--hgl-muted); font-size: 12px; }
`;
