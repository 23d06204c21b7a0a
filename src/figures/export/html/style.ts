/** What an exported notebook has beside the style of every page. */
export const EXPORT_STYLE = `
body { max-width: 1000px; }
h1 { margin-top: 32px; }
h2 { margin: 44px 0 10px; }
header h1, header + main > h1:first-child { margin-top: 0; }
main > p, main > ul, main > ol, main > blockquote { max-width: 46em; }
main li { margin: 2px 0; }
blockquote { margin: 12px 0; padding: 2px 0 2px 14px; border-left: 3px solid var(--line); color: var(--muted); }
hr { border: 0; border-top: 1px solid var(--line); margin: 28px 0; }
p code, li code, td code { background: var(--shade); padding: 1px 4px; border-radius: 4px; }
.middle { text-align: center; }
img.picture { max-width: 100%; height: auto; }
.absent { color: var(--muted); font-style: italic; }
nav { margin: 20px 0 28px; font-size: 0.9rem; }
nav ul { list-style: none; margin: 8px 0 0; padding: 0; }
nav li { padding: 1px 0 1px calc(1.1em * (var(--level) - 1)); }
nav a { text-decoration: none; }
nav a:hover { text-decoration: underline; }
nav code { font-size: 0.8rem; }
.cell { margin: 20px 0 28px; padding-left: 14px; border-left: 3px solid var(--line); }
.cell > pre { margin: 0 0 12px; }
.cell.stale { border-left-color: var(--warn); border-left-style: dashed; }
.cell > .mark { color: var(--warn); font-size: 0.88rem; margin: 0 0 8px; }
.cell .kind { color: var(--link); font-weight: 650; }
.cell .id { color: var(--warn); font-weight: 650; }
.cell .key { color: var(--link); }
.cell .comment { color: var(--muted); font-style: italic; }
.output { margin: 10px 0 18px; }
.output p { font-size: 0.85rem; color: var(--muted); margin: 6px 0 0; }
.output pre.text { background: none; padding: 0; margin: 0; white-space: pre; }
.paper { background: #ffffff; padding: 8px; border-radius: 4px; width: fit-content; max-width: 100%; display: inline-block; margin: 6px 12px 0 0; }
.paper img { display: block; max-width: 100%; height: auto; }
@media (min-width: 1320px) {
  body { max-width: 1300px; display: grid; grid-template-columns: 230px minmax(0, 1fr); column-gap: 48px; align-items: start; }
  header, main, footer { grid-column: 2; max-width: 1000px; min-width: 0; }
  nav { grid-column: 1; grid-row: 1 / span 3; position: sticky; top: 24px; margin: 0; max-height: calc(100vh - 48px); overflow-y: auto; }
}
@media (forced-colors: active) {
  :root { --warn: CanvasText; }
  .paper { forced-color-adjust: none; }
  .cell pre, .cell .comment { border-color: CanvasText; }
}
@media print {
  .cell { border-left-color: #999; break-inside: auto; }
  .cell > pre, .output { break-inside: avoid; }
  .paper { padding: 0; }
  .output p { font-size: 0.85rem; color: var(--muted); margin: 6px 0 0; }
.output pre.text { border: 0; white-space: pre-wrap; }
}
`;
