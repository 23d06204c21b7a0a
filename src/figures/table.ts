import { printable } from "../common/payloads/printable";
import type { Spread } from "./statistics";

/** A table before it has a format. Numbers are printed with the column's digits; a spread as mean ± standard deviation. */
export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly CellValue[])[];
  /** Cells (row, column) set in bold in Markdown and LaTeX; never one of a column of spreads. */
  readonly strong?: readonly (readonly [row: number, column: number])[];
  /** A line under the table: what the numbers are. */
  readonly note?: string;
}

export interface Column {
  readonly title: string;
  readonly align?: "left" | "right";
  /** Digits after the point; 0 unless told. */
  readonly digits?: number;
  /** 100 prints shares as per cent. */
  readonly times?: number;
  /** Set in monospaced type where the format has one. */
  readonly code?: boolean;
}

export type CellValue = string | number | null | Spread;

/** The plain words of a value: "91.3 ± 0.4", "1,881,626", "–" for nothing or what is not finite. */
export function cellText(value: CellValue, { digits = 0, times = 1 }: Column, plusMinus = " ± "): string {
  if (value === null) return "–";
  if (typeof value === "string") return printable(value);
  if (typeof value === "number") return number(value * times, digits);
  const mean = number(value.mean * times, digits);
  return value.std === null ? mean : `${mean}${plusMinus}${number(value.std * times, digits)}`;
}

function number(value: number, digits: number): string {
  if (!Number.isFinite(value)) return "–";
  const [whole, fraction] = value.toFixed(digits).split(".");
  const grouped = whole!.replace(/\B(?=(\d{3})+$)/g, ",");
  return (fraction ? `${grouped}.${fraction}` : grouped).replace(/^-(?=0(\.0*)?$)/, "");
}

/** Aligned columns for a terminal; a column of text wider than `widest` characters is cut with an ellipsis. */
export function toText(table: Table, widest = 40): string {
  const cells = [
    table.columns.map(({ title }) => cut(printable(title), widest)),
    ...strings(table).map((row) => row.map((cell) => cut(cell, widest))),
  ];
  const widths = table.columns.map((_, j) => Math.max(...cells.map((row) => displayWidth(row[j]!))));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, j) => pad(cell, widths[j]!, alignOf(table, j)))
      .join("  ")
      .trimEnd();
  const [head, ...body] = cells;
  const ruler = widths.map((width) => "─".repeat(width)).join("  ");
  return [line(head!), ruler, ...body.map(line), ...(table.note ? ["", printable(table.note)] : [])].join("\n") + "\n";
}

export interface CommentOption {
  /** One line that stands in the file and is not shown: where the numbers come from (`provenanceLine`). */
  readonly comment?: string;
}

/** A GitHub-flavoured Markdown table. */
export function toMarkdown(table: Table, { comment }: CommentOption = {}): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const head = row(table.columns.map(({ title }) => escapeMarkdown(printable(title))));
  const rule = row(table.columns.map((_, j) => (alignOf(table, j) === "right" ? "--:" : ":--")));
  const body = strings(table).map((cells, i) =>
    row(cells.map(escapeMarkdown).map((cell, j) => (isStrong(table, i, j) ? `**${cell}**` : cell))),
  );
  // Two hyphens would end the comment.
  const hidden = comment === undefined ? [] : ["", `<!-- ${printable(comment).replace(/-(?=-)/g, "- ")} -->`];
  const note = table.note ? ["", escapeMarkdown(printable(table.note))] : [];
  return [head, rule, ...body, ...note, ...hidden].join("\n") + "\n";
}

/**
 * A LaTeX tabular with booktabs rules, to stand inside the paper's own table environment; any engine with UTF-8 input. A column of spreads
 * is set in two, so that its ± stand below one another, also where a value has no spread.
 */
export function toLatex(table: Table, { comment }: CommentOption = {}): string {
  const parted = table.columns.map((_, j) =>
    table.rows.some((row) => typeof row[j] === "object" && row[j] !== null && row[j].std !== null),
  );
  const columns = table.columns
    .map((_, j) => (parted[j] ? "r@{}l" : alignOf(table, j) === "right" ? "r" : "l"))
    .join("");
  const row = (cells: readonly string[]): string => `  ${cells.join(" & ")} \\\\`;
  const title = (text: string, j: number): string => {
    const words = escapeLatex(printable(text));
    return parted[j] ? `\\multicolumn{2}{r}{${words}}` : words;
  };
  return [
    ...(comment === undefined ? [] : [`% ${printable(comment)}`]),
    ...(table.note ? [`% ${printable(table.note)}`] : []),
    `\\begin{tabular}{@{}${columns}@{}}`,
    "  \\toprule",
    row(table.columns.map((column, j) => title(column.title, j))),
    "  \\midrule",
    ...table.rows.map((cells, i) =>
      row(
        table.columns.flatMap((column, j) => {
          const [mean, spread] = latexCell(cells[j] ?? null, column);
          return parted[j] ? [mean, spread] : [isStrong(table, i, j) ? `\\textbf{${mean}}` : mean];
        }),
      ),
    ),
    "  \\bottomrule",
    "\\end{tabular}",
    "",
  ].join("\n");
}

/** The value, and what follows it in the column of spreads. */
function latexCell(value: CellValue, column: Column): [mean: string, spread: string] {
  if (value === null) return ["--", ""];
  if (typeof value === "string") {
    const text = escapeLatex(printable(value));
    return [column.code ? `\\texttt{${text}}` : text, ""];
  }
  const number = (one: number): string =>
    cellText(one, column)
      .replace("–", "--")
      .replace(/(\d),(?=\d{3})/g, "$1{,}");
  if (typeof value === "number") return [number(value), ""];
  return [number(value.mean), value.std === null ? "" : `\\,$\\pm$\\,${number(value.std)}`];
}

/**
 * RFC 4180 with full precision: numbers unrounded and not scaled, a spread as three columns (mean, std, n). A text that a spreadsheet
 * would run as a formula (=, +, -, @ first) gets an apostrophe in front, as does one that would then look the same.
 */
export function toCsv(table: Table): string {
  const spreads = table.columns.map((_, j) => table.rows.some((row) => typeof row[j] === "object" && row[j] !== null));
  const head = table.columns.flatMap(({ title }, j) => (spreads[j] ? [title, `${title} std`, `${title} n`] : [title]));
  const body = table.rows.map((row) =>
    table.columns.flatMap((_, j) => {
      const value = row[j] ?? null;
      if (!spreads[j]) return [plain(value)];
      if (typeof value !== "object" || value === null) return [plain(value), "", ""];
      return [plain(value.mean), value.std === null ? "" : plain(value.std), String(value.n)];
    }),
  );
  return [head.map(csvText), ...body].map((row) => row.join(",")).join("\r\n") + "\r\n";
}

function plain(value: CellValue): string {
  if (value === null || typeof value === "object") return "";
  return typeof value === "number" ? (Number.isFinite(value) ? String(value) : "") : csvText(value);
}

function csvText(text: string): string {
  const line = printable(text);
  const safe = /^'*[=+\-@]/.test(line) ? `'${line}` : line;
  return /[",]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Markdown's own characters and HTML's, so that a name can neither leave its cell nor become markup. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\|`*_[\]<>&#~!]/g, (char) =>
    char === "<" ? "&lt;" : char === ">" ? "&gt;" : char === "&" ? "&amp;" : `\\${char}`,
  );
}

const LATEX: Record<string, string> = {
  "\\": "\\textbackslash{}",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
  "<": "\\textless{}",
  ">": "\\textgreater{}",
  "|": "\\textbar{}",
  '"': "\\textquotedbl{}",
  "–": "--",
  "±": "$\\pm$",
  "…": "\\ldots{}",
  // At the start of a row "[" would be read as an option of the line break before it.
  "[": "{[}",
  "]": "{]}",
};

export function escapeLatex(text: string): string {
  return text.replace(/[\\~^<>|"–±…[\]]|[#$%&_{}]/g, (char) => LATEX[char] ?? `\\${char}`);
}

function isStrong({ strong = [] }: Table, row: number, column: number): boolean {
  return strong.some(([i, j]) => i === row && j === column);
}

function strings(table: Table): string[][] {
  return table.rows.map((row) => table.columns.map((column, j) => cellText(row[j] ?? null, column)));
}

function alignOf(table: Table, j: number): "left" | "right" {
  const { align } = table.columns[j]!;
  return align ?? (table.rows.some((row) => typeof row[j] === "string") ? "left" : "right");
}

function cut(text: string, widest: number): string {
  if (displayWidth(text) <= widest) return text;
  const chars = [...text];
  while (chars.length > 0 && displayWidth(chars.join("")) > widest - 1) chars.pop();
  return `${chars.join("")}…`;
}

function pad(text: string, width: number, align: "left" | "right"): string {
  const space = " ".repeat(Math.max(0, width - displayWidth(text)));
  return align === "right" ? space + text : text + space;
}

/** Columns a terminal gives a line: marks that combine take none, East Asian wide characters and emoji two. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const char of text) {
    if (/\p{M}/u.test(char)) continue;
    width +=
      /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u.test(
        char,
      )
        ? 2
        : 1;
  }
  return width;
}
