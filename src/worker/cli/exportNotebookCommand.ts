import { resolve } from "node:path";
import { Command } from "commander";
import { HglError, nearest } from "../../common/errors";
import type { Exported } from "../exporting/exportNotebook";
import { count } from "../words";
import { examples } from "./examples";
import { shown, type Terminal } from "./terminal";

interface Options {
  readonly paper: string;
  readonly date?: string;
  readonly json?: boolean;
}

const PAPERS = ["a4", "letter"] as const;

export function exportNotebookCommand(terminal: Terminal): Command {
  return new Command("export")
    .summary("Write a notebook with its results as one HTML, Jupyter or PDF file.")
    .description(
      "Write a notebook with its results as one file: HTML that loads nothing and shows live views, a Jupyter notebook, or a PDF.\n\nIt shows what the editor shows on opening, from what lies in .hgl beside the notebook; nothing is trained and no data are read.",
    )
    .argument("<notebook>", "a .hgl.md file")
    .argument("<file>", "where to write it; ends in .html, .ipynb or .pdf")
    .option("--paper <size>", "of a PDF: a4 or letter", "a4")
    .option("--date <date>", "the date it bears, such as 2026-11-30; default is now")
    .option("--json", "what was written as one JSON object")
    .addHelpText(
      "after",
      examples([
        ["hgl export first-run.hgl.md first-run.html", "one page to open in any browser"],
        ["hgl export first-run.hgl.md first-run.ipynb", "for Jupyter and what reads its format"],
        ["hgl export first-run.hgl.md first-run.pdf --paper letter", "to print or to send"],
      ]),
    )
    .action(async (notebook: string, file: string, { paper, date, json }: Options) => {
      const { exportNotebook } = await import("../exporting/exportNotebook");
      const { readNotebookText } = await import("../running/openNotebook");
      const { Datasets } = await import("../running/datasets");
      const reader = { readOnly: false, datasets: new Datasets(), closing: new AbortController().signal };
      const exported = await exportNotebook(reader, {
        path: resolve(notebook),
        text: readNotebookText(notebook),
        file: resolve(file),
        paper: paperNamed(paper),
        ...(date === undefined ? {} : { at: timeOf(date) }),
      });
      terminal.out(json ? `${JSON.stringify({ file, ...exported })}\n` : told(resolve(file), notebook, exported));
    });
}

function told(file: string, notebook: string, { bytes, cells, shown: filled, stale, missing }: Exported): string {
  const size = bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
  const lines = [`${shown(file)}: ${count(cells, "cell")}, ${filled} with results, ${size}`];
  if (stale > 0)
    lines.push(
      `  ${count(stale, "cell shows", "cells show")} results of an earlier text, and ${stale === 1 ? "says" : "say"} so.`,
    );
  if (filled === 0 && cells > 0)
    lines.push(`  Nothing has been run yet: \`hgl run ${notebook}\` makes results to show.`);
  if (missing.length > 0) lines.push(`  ${missingWords(missing)}`);
  return `${lines.join("\n")}\n`;
}

/** "12 characters are not in the PDF's fonts …" */
function missingWords(missing: readonly string[]): string {
  const [are, boxes] = missing.length === 1 ? ["is", "a box stands"] : ["are", "boxes stand"];
  const some = missing.slice(0, 12).join(" ");
  return `${count(missing.length, "character")} ${are} not in the PDF's fonts, so ${boxes} there: ${some}${missing.length > 12 ? " …" : ""} (HTML shows them).`;
}

function paperNamed(word: string): (typeof PAPERS)[number] {
  const found = PAPERS.find((one) => one === word.toLowerCase());
  if (found) return found;
  const near = nearest(word, PAPERS);
  throw new HglError({
    code: "usage",
    where: "--paper",
    what: `there is no paper "${word}"`,
    next: near ? `did you mean ${near}?` : `choose ${PAPERS.join(" or ")}`,
  });
}

function timeOf(date: string): number {
  const at = Date.parse(date);
  if (Number.isFinite(at)) return at;
  throw new HglError({
    code: "usage",
    where: "--date",
    what: `"${date}" is no date`,
    next: "write it as 2026-11-30 or 2026-11-30T20:37Z",
  });
}
