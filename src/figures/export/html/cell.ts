import type { RendererName } from "../../../common/ids";
import { utf8 } from "../../files/bytes";
import { dataAddress } from "../../page/base64";
import { jsonScript, markup, Markup } from "../../page/html";
import { cellName, NO_OUTPUT, STALE, type ExportHgl, type SourcePiece } from "../input";
import { shownOutput, type ShownOutput, type Still } from "../shownOutput";
import type { ProsePrinter } from "./prose";

/**
 * A cell of ours with its outputs. An output that has a view of its own stands in the page as `data-hgl-NAME` with its payload, which the script
 * of that view takes over (`renderers/frame`), and as a still one for readers without scripts and for print.
 *
 * @param carries whether the page has the script of a view
 */
export async function cellMarkup(
  cell: ExportHgl,
  anchor: string,
  markdown: ProsePrinter,
  carries: (view: RendererName) => boolean,
): Promise<Markup> {
  const outputs: Markup[] = [];
  for (const output of cell.outputs) outputs.push(outputMarkup(await shownOutput(output), markdown, carries));
  const stale = cell.stale && outputs.length > 0;
  return markup`<section class="cell${stale ? " stale" : ""}" id="${anchor}" aria-label="${cellName(cell)}">
    <pre><code>${cell.source.map(pieceMarkup)}</code></pre>
    ${stale ? markup`<p class="mark">${STALE}</p>` : null}
    ${outputs.length > 0 ? outputs : markup`<p class="note">${NO_OUTPUT}</p>`}
  </section> `;
}

function pieceMarkup({ role, text }: SourcePiece): Markup | string {
  return role === "plain" ? text : markup`<span class="${role}">${text}</span>`;
}

function outputMarkup(
  { view, stills }: ShownOutput,
  markdown: ProsePrinter,
  carries: (view: RendererName) => boolean,
): Markup {
  const still = stills.map((one) => stillMarkup(one, markdown));
  if (!view || !carries(view.name)) return markup`<div class="output">${still}</div>`;
  const host = new Markup(`<div data-hgl-${view.name}></div>`);
  return markup`<div class="output">${host}${jsonScript(view.payload)}<div class="static">${still}</div></div>`;
}

/** Drawings are shown as pictures, in which nothing runs or loads and whose ids are their own. */
function stillMarkup(still: Still, markdown: ProsePrinter): Markup {
  switch (still.form) {
    case "drawing":
      return pictureOf(dataAddress("image/svg+xml", utf8(still.svg)), still.words);
    case "picture":
      return pictureOf(`data:image/png;base64,${still.png}`, still.words);
    case "markdown":
      return markdown.printOutput(still.markdown);
    case "text":
      return markup`<pre class="text">${still.text}</pre>`;
  }
}

function pictureOf(address: string, words: string): Markup {
  return markup`<figure class="paper"><img alt="${words}" src="${address}" /></figure>`;
}
