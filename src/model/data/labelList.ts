import { HglError } from "../../common/errors";
import { headingsOf } from "./csv/headings";
import { memoryBytes } from "./containers/memoryBytes";
import { readDialect, rows } from "./csv/table";

/** What a list of labels says of a clip; what it does not say is empty. */
export interface ListedLabel {
  readonly clip: string;
  readonly label: string;
  readonly subject: string;
  readonly view: string;
  readonly setup: string;
  readonly split: string;
  /** Width and height in pixels of the picture in which it was found. */
  readonly image?: readonly [width: number, height: number];
}

/**
 * The rows of a labels.csv: columns clip and label, and, where there are some, subject, view, setup, split and image (such as 1920x1080).
 * `where` names the file. Throws HglError "data" with the row for what is missing, stands twice or is no size.
 */
export function parseLabelList(bytes: Uint8Array, where: string): readonly ListedLabel[] {
  const source = memoryBytes(where, bytes);
  const dialect = readDialect(source);
  const table = headingsOf(dialect.headings, {}, where);
  const columns = {
    clip: table.need("clip"),
    label: table.need("label"),
    subject: table.find("subject"),
    view: table.find("view"),
    setup: table.find("setup"),
    split: table.find("split"),
    image: table.find("image"),
  };
  const seen = new Set<string>();
  const labels: ListedLabel[] = [];
  for (const { cells, number } of rows(source, dialect, dialect.start, source.size, 2)) {
    const fail = (what: string, next: string): never => {
      throw new HglError({ code: "data", where: `${where}, row ${number}`, what, next });
    };
    const cell = (column: number | undefined): string => (column === undefined ? "" : (cells[column] ?? ""));
    const clip = cell(columns.clip).replaceAll("\\", "/");
    const label = cell(columns.label);
    if (clip === "" || label === "") fail(`the row has no ${clip === "" ? "clip" : "label"}`, "complete it");
    if (seen.has(clip)) fail(`clip "${clip}" stands here a second time`, "keep one of its rows");
    seen.add(clip);
    const text = cell(columns.image);
    const size = /^(\d{1,6}) ?[x×*] ?(\d{1,6})$/i.exec(text);
    const image = size ? ([Number(size[1]), Number(size[2])] as const) : undefined;
    if (text !== "" && !(image && image[0] > 0 && image[1] > 0)) {
      fail(`image "${text}" is no size in pixels`, "write it like 1920x1080");
    }
    labels.push({
      clip,
      label,
      subject: cell(columns.subject),
      view: cell(columns.view),
      setup: cell(columns.setup),
      split: cell(columns.split),
      ...(image ? { image } : {}),
    });
  }
  return labels;
}
