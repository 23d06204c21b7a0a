import type { RendererName } from "../../../common/ids";
import { printable } from "../../../common/payloads/printable";
import { provenanceTable } from "../../provenanceTable";
import { markup, type Markup } from "../../page/html";
import { tableMarkup } from "../../page/tableMarkup";
import { htmlPage } from "../../page/htmlPage";
import { cellName, dateWords, type ExportInput, type ExportRun } from "../input";
import { hasOwnTitle } from "../markdown";
import { cellMarkup } from "./cell";
import { ProsePrinter, type ContentsLine } from "./prose";
import { EXPORT_STYLE } from "./style";

/** The views, each bundled to a plain script; a page carries those that it uses, and shows still pictures for the others. */
export type ViewScripts = (name: RendererName) => string | undefined;

/** A notebook with its outputs as one HTML file that loads nothing. */
export async function toHtml(input: ExportInput, scriptOf: ViewScripts): Promise<string> {
  const { cells, version, notebook } = input;
  const title = printable(input.title) || notebook;
  const prose = new ProsePrinter(input.picture);
  const scripts = new Map<RendererName, string>();
  const carries = (name: RendererName): boolean => {
    const script = scripts.get(name) ?? scriptOf(name);
    if (script !== undefined) scripts.set(name, script);
    return script !== undefined;
  };
  const contents: (ContentsLine & { readonly code?: boolean })[] = [];
  const parts: Markup[] = [];
  for (const cell of cells) {
    if (cell.type === "prose") {
      parts.push(prose.print(cell.markdown));
      contents.push(...prose.contents.splice(0));
      continue;
    }
    const [words, anchor] = [cellName(cell), prose.anchor(cellName(cell))];
    const above = contents.findLast(({ code }) => !code)?.level ?? 0;
    contents.push({ level: above + 1, words, anchor, code: true });
    parts.push(await cellMarkup(cell, anchor, prose, carries));
  }
  const about = `${notebook} · ${dateWords(input.at)} · HocSLM Notebook ${version}`;
  const body = markup`<header>
      ${hasOwnTitle(input) ? null : markup`<h1>${title}</h1>`}
      <p class="lead">${about}</p>
    </header>
    ${contents.length > 1 ? contentsMarkup(contents) : null}
    <main>
      ${parts}
    </main>
    <footer>${about}${runsMarkup(input.runs)}</footer>`;
  return htmlPage({ title, version, style: EXPORT_STYLE, body, scripts: [...scripts.values()] });
}

function contentsMarkup(lines: readonly (ContentsLine & { readonly code?: boolean })[]): Markup {
  return markup`<nav aria-label="Contents">
    <details open>
      <summary>Contents</summary>
      <ul>
        ${lines.map(
          ({ level, words, anchor, code }) =>
            markup`<li style="--level: ${level}"><a href="#${anchor}">${code ? markup`<code>${words}</code>` : words}</a></li>`,
        )}
      </ul>
    </details>
  </nav>`;
}

/** Which runs the page shows, so that it can be told what its numbers come from. */
function runsMarkup(runs: readonly ExportRun[]): Markup | null {
  if (runs.length === 0) return null;
  return markup`<details>
    <summary>${runs.length} ${runs.length === 1 ? "run" : "runs"}</summary>
    ${tableMarkup(provenanceTable(runs))}
  </details>`;
}
