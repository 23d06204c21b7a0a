import { closeSync, openSync, readSync, statSync } from "node:fs";
import { basename, extname } from "node:path";
import { HglError } from "../../../common/errors";
import { readTableClip } from "../../../model/data/csv/clip";
import { listClips, numberClips } from "../../../model/data/csv/clips";
import { findColumns } from "../../../model/data/csv/columns";
import type { Columns } from "../../../model/data/csv/columns";
import { AS_IT_IS, Extent } from "../../../model/data/picture";
import { readDialect } from "../../../model/data/csv/table";
import type { Row } from "../../../model/data/csv/table";
import type { ByteSource } from "../../../model/data/source";
import { LAYOUT_NAMES } from "../../../model/skeleton/layout";
import { fileBytes } from "../fileBytes";
import type { Format } from "../format";
import { pieces } from "./pieces";

/**
 * One long table of all clips: a row for each joint of a frame, or for each frame. The skeleton layout must be named, because joints have no
 * bones in a table. The table is walked through once when it is opened, and then read clip by clip, so that it may be larger than
 * memory; each clip's rows must stand together.
 */
export const csv: Format = {
  name: "csv",
  words: "a table in CSV, a row for each joint or frame",
  recognises: (path, isFolder) => !isFolder && /^\.(csv|tsv)$/i.test(extname(path)) && looksLikeTable(path),
  open(path, { layout, columns: named = {} }) {
    if (!layout) {
      const next = `name it under layout: one of ${LAYOUT_NAMES.join(", ")}, or a file that declares one`;
      throw new HglError({
        code: "data",
        where: path,
        what: "a table does not say which skeleton its joints form",
        next,
      });
    }
    return withFile(path, (source) => {
      const dialect = readDialect(source);
      const columns = findColumns(dialect.headings, named, layout, path);
      const extent = new Extent();
      const clips = listClips(
        source,
        dialect,
        columns,
        columns.coordinates === "xyc" ? seeing(extent, columns) : () => {},
      );
      const { classes, clips: numbers, protocols, warnings } = numberClips(clips, path);
      const guess = columns.coordinates === "xyc" ? extent.picture() : undefined;
      const picture = guess?.picture ?? AS_IT_IS;
      return {
        facts: {
          name: basename(path, extname(path)),
          layout,
          coordinates: columns.coordinates,
          classes,
          protocols,
          warnings: [...warnings, ...(guess ? [guess.warning] : [])],
        },
        ...pieces(
          clips.map((clip, at) => ({ clip, numbers: numbers[at]! })),
          ({ clip, numbers }) => ({
            id: clip.id,
            ...numbers,
            ...withFile(path, (file) => readTableClip(file, dialect, columns, layout, clip, picture)),
          }),
          ({ clip }) => clip.id,
        ),
      };
    });
  },
};

/** Handles are opened for one reading: a source may be forgotten without being closed. */
function withFile<T>(path: string, read: (source: ByteSource) => T): T {
  const source = fileBytes(path);
  try {
    return read(source);
  } finally {
    source.close();
  }
}

function seeing(extent: Extent, { joints }: Columns): (row: Row) => void {
  const all = joints.by === "row" ? [joints.axes] : joints.axes;
  return ({ cells }) => {
    for (const { x, y, score } of all) {
      if (cells[x] === "" || cells[y] === "" || (score >= 0 && !(Number(cells[score]) > 0))) continue;
      extent.see(Number(cells[x]), Number(cells[y]));
    }
  };
}

/** Its first line has several columns. */
function looksLikeTable(path: string): boolean {
  try {
    if (!statSync(path).isFile()) return false;
    const file = openSync(path, "r");
    try {
      const bytes = Buffer.alloc(4096);
      const head = bytes.toString("latin1", 0, readSync(file, bytes, 0, bytes.length, 0));
      return /[,;\t|]/.test(head.split(/\r|\n/, 1)[0]!);
    } finally {
      closeSync(file);
    }
  } catch {
    return false;
  }
}
