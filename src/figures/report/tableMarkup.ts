import { cellText } from "../table";
import type { Table } from "../table";
import { html } from "./html";
import type { Markup } from "./html";

/** A table as HTML, in a box that scrolls sideways on narrow screens. */
export function tableMarkup(table: Table, caption?: string): Markup {
  const side = (j: number): string =>
    (table.columns[j]!.align ?? (table.rows.some((row) => typeof row[j] === "string") ? "left" : "right")) === "right"
      ? "num"
      : "";
  return html`<div class="table">
      <table>
        ${
          caption
            ? html`<caption>
                ${caption}
              </caption>`
            : null
        }
        <thead>
          <tr>
            ${table.columns.map(({ title }, j) => html`<th scope="col" class="${side(j)}">${title}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${table.rows.map(
            (row) =>
              html`<tr>
                ${table.columns.map((column, j) => {
                  const text = cellText(row[j] ?? null, column);
                  return html`<td class="${side(j)}">${column.code ? html`<code>${text}</code>` : text}</td>`;
                })}
              </tr> `,
          )}
        </tbody>
      </table>
    </div>
    ${table.note ? html`<p class="note">${table.note}</p>` : null}`;
}
