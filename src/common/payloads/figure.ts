import { checked, Fields, refuse, textItem, type Checked } from "./reading";

/** A figure for the paper as its cell shows it: the drawing, and the files that were written. */
export interface FigurePayload {
  readonly kind: "figure";
  readonly version: 1;
  /** What it shows, for readers who cannot see it. */
  readonly title: string;
  /** The master drawing, as text. */
  readonly svg: string;
  /** Size on paper in millimetres. */
  readonly width: number;
  readonly height: number;
  /** The paper it is for. */
  readonly scheme: "light" | "dark";
  readonly files: readonly FigureFile[];
  /** What it was made from, in short lines. */
  readonly origin: readonly string[];
  /** What its reader will miss, in sentences: characters that the font lacks. */
  readonly warnings: readonly string[];
}

export interface FigureFile {
  /** Ending in capitals: "PDF". */
  readonly format: string;
  /** Relative to the notebook's folder. */
  readonly name: string;
  readonly bytes: number;
}

const MOST_SVG = 24 * 2 ** 20;
const MOST_FILES = 16;
const MOST_LINES = 64;
const MOST_WARNINGS = 16;

/** Checks an untrusted value and copies it. The drawing is only ever shown as a picture, in which no script runs. */
export function checkFigure(value: unknown): Checked<FigurePayload> {
  return checked(() => {
    const fields = new Fields(value);
    fields.exactly("kind", "figure");
    fields.exactly("version", 1);
    const svg = fields.text("svg", MOST_SVG);
    if (!/^<svg[\s>]/.test(svg)) refuse("svg is no drawing");
    return {
      kind: "figure",
      version: 1,
      title: fields.text("title"),
      svg,
      width: fields.number("width", 1, 5000),
      height: fields.number("height", 1, 20_000),
      scheme: fields.oneOf("scheme", ["light", "dark"]),
      files: fields.list("files", MOST_FILES, (item, where) => {
        const file = new Fields(item, where);
        return { format: file.text("format"), name: file.text("name"), bytes: file.whole("bytes", 0, 2 ** 40) };
      }),
      origin: fields.list("origin", MOST_LINES, (item, where) =>
        typeof item === "string" && item.length <= 1000 ? item : refuse(`${where} is not a short text`),
      ),
      warnings: fields.list("warnings", MOST_WARNINGS, textItem),
    };
  });
}
