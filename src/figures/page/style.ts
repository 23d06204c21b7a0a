import { darkRules, paletteFor } from "../palette";
import type { Scheme } from "../palette";

/**
 * What every page of ours looks like, before its own rules. Drawings are made once in the light palette and recoloured here for dark screens;
 * print is always light. An interactive view that is mounted hides the still one after it, and print shows the still one again.
 */
export function pageStyle(): string {
  return `
:root { color-scheme: light; ${variables("light")} }
@media screen and (prefers-color-scheme: dark) { :root { color-scheme: dark; ${variables("dark")} }
${darkRules("figure svg")}
}
* { box-sizing: border-box; }
html { background: var(--ground); color: var(--text); font: 16px/1.55 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; padding: 40px 24px 64px; max-width: 1120px; overflow-wrap: anywhere; }
h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 6px; letter-spacing: -0.01em; }
h2 { font-size: 1.35rem; line-height: 1.3; margin: 56px 0 12px; padding-top: 14px; border-top: 1px solid var(--line); }
h3 { font-size: 1.05rem; margin: 32px 0 8px; }
p { margin: 0 0 12px; max-width: 46em; }
.lead, .note, figcaption, caption { color: var(--muted); }
.note, figcaption { font-size: 0.85rem; margin: 6px 0 0; }
figcaption b { color: var(--text); font-weight: 600; }
a { color: var(--link); text-underline-offset: 3px; }
a:focus-visible, summary:focus-visible { outline: 2px solid var(--text); outline-offset: 3px; }
.table { overflow-x: auto; margin: 12px 0 0; }
table { border-collapse: collapse; font-size: 0.88rem; line-height: 1.4; font-variant-numeric: tabular-nums; }
caption { text-align: left; padding: 0 0 6px; font-weight: 600; color: var(--text); }
th, td { padding: 5px 18px 5px 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
th { font-weight: 600; vertical-align: bottom; border-bottom: 1px solid var(--muted); overflow-wrap: normal; }
td { min-width: 3.2em; max-width: 30em; }
td:not(.num) { min-width: 6.5em; }
.num { text-align: right; white-space: nowrap; }
th.num { white-space: normal; max-width: 9em; }
th:last-child, td:last-child { padding-right: 0; }
code, pre { font: 0.84rem/1.5 ui-monospace, "Cascadia Mono", Menlo, Consolas, "Liberation Mono", monospace; }
pre { overflow-x: auto; background: var(--shade); padding: 12px 14px; border-radius: 6px; margin: 8px 0 16px; white-space: pre-wrap; }
details { margin: 14px 0 0; }
summary { cursor: pointer; width: fit-content; font-weight: 600; font-size: 0.92rem; }
figure { margin: 16px 0 0; }
figure svg { display: block; max-width: 100%; height: auto; }
[data-hgl-mounted] { margin-top: 12px; }
[data-hgl-mounted] ~ .static { display: none; }
footer { margin-top: 56px; padding-top: 14px; border-top: 1px solid var(--line); font-size: 0.85rem; color: var(--muted); }
@media (max-width: 600px) { body { padding: 24px 14px 40px; } h1 { font-size: 1.6rem; } }
@media (forced-colors: active) {
  :root { --ground: Canvas; --text: CanvasText; --muted: CanvasText; --line: CanvasText; --link: LinkText; --shade: Canvas; }
  figure svg { forced-color-adjust: none; background: #fff; }
  ${lightAgain("figure svg")}
  pre { border: 1px solid; }
}
@media print {
  @page { margin: 16mm; }
  html { font-size: 10pt; }
  body { padding: 0; max-width: none; }
  nav, [data-hgl-mounted] { display: none !important; }
  [data-hgl-mounted] ~ .static { display: block; }
  h2 { margin-top: 24pt; } h2, h3, caption { break-after: avoid; }
  figure, tr { break-inside: avoid; }
  .table { overflow: visible; }
  details::details-content { content-visibility: visible; block-size: auto; }
  pre { border: 0.5pt solid #999; white-space: pre-wrap; }
}
`;
}

function variables(scheme: Scheme): string {
  const { background, text, muted, rule, correct, confused } = paletteFor(scheme);
  const [link, warn] = [correct[7]!, confused[6]!];
  const [blue, orange] = scheme === "dark" ? [correct[7]!, confused[7]!] : [correct[7]!, confused[6]!];
  const own = {
    ground: background,
    text,
    muted,
    line: rule,
    link,
    warn,
    shade: scheme === "dark" ? "#1f2429" : "#f4f6f8",
  };
  const editor = {
    "vscode-editor-background": background,
    "vscode-editor-foreground": text,
    "vscode-descriptionForeground": muted,
    "vscode-panel-border": rule,
    "vscode-charts-blue": blue,
    "vscode-charts-orange": orange,
    "vscode-focusBorder": text,
    "vscode-font-family": "inherit",
  };
  return Object.entries({ ...own, ...editor })
    .map(([name, value]) => `--${name}: ${value};`)
    .join(" ");
}

/** A forced-colours screen may prefer dark as well; drawings then keep their white ground and so their light colours. */
function lightAgain(scope: string): string {
  const light = paletteFor("light");
  const roles = [
    light.text,
    light.muted,
    light.rule,
    light.inkOnWeak,
    light.inkOnStrong,
    ...light.categorical,
    ...light.correct,
    ...light.confused,
  ];
  return roles
    .map((colour) => `${scope} [fill="${colour}"]{fill:${colour}}${scope} [stroke="${colour}"]{stroke:${colour}}`)
    .join("\n");
}
