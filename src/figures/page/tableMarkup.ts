import { cellText } from "../table";
import type { Table } from "../table";
import { markup } from "./html";
import type { Markup } from "./html";

/** A table as HTML, in a box that scrolls sideways on narrow screens. */
export function tableMarkup(table: Table, caption?: string): Markup {
  const side = (j: number): string =>
    (table.columns[j]!.align ?? (table.rows.some((row) => typeof row[j] === "string") ? "left" : "right")) === "right"
      ? "num"
      : "";
  return markup`<div class="table">
      <table>
        ${caption ? markup`<caption>${caption}</caption>` : null}
        <thead>
          <tr>
            ${table.columns.map(({ title }, j) => markup`<th scope="col" class="${side(j)}">${title}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${table.rows.map(
            (row) =>
              markup`<tr>
                ${table.columns.map((column, j) => {
                  const text = cellText(row[j] ?? null, column);
                  return markup`<td class="${side(j)}">${column.code ? markup`<code>${text}</code>` : text}</td>`;
                })}
              </tr> `,
          )}
        </tbody>
      </table>
    </div>
    ${table.note ? markup`<p class="note">${table.note}</p>` : null}`;
}
