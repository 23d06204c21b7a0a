/** What a figure has beside the base style. Its paper is white or dark whatever the editor's theme, as the drawing was made for it. */
export const STYLE = `
.hglf-paper { display: inline-block; max-width: 100%; overflow-x: auto; padding: 10px; border: 1px solid var(--hgl-line); border-radius: 4px; forced-color-adjust: none; }
.hglf-paper img { display: block; max-width: none; height: auto; }
.hglf-light { background: #ffffff; }
.hglf-dark { background: #16191d; }
.hglf-size { color: var(--hgl-muted); font-variant-numeric: tabular-nums; }
.hglf-files { display: flex; flex-wrap: wrap; gap: 6px; margin: 0; padding: 0; list-style: none; font-variant-numeric: tabular-nums; }
.hglf-origin { margin: 8px 0 0; color: var(--hgl-muted); font-size: 12px; }
.hglf-origin ul { margin: 4px 0 0; padding-left: 20px; overflow-wrap: anywhere; }
`;
