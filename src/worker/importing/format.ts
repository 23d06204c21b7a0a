import type { DataConfig } from "../../common/config";
import type { ClipSource } from "../../model/data/source";
import type { Layout } from "../../model/skeleton/layout";

/** How a data cell says its files are to be read; plain data, because reading threads get it by message. */
export interface ImportOptions {
  /** The skeleton's layout, where the cell names one; a reader that knows its own refuses a contradiction. */
  readonly layout?: Layout;
  /** Which column of a long table holds what: meaning to heading. */
  readonly columns?: Readonly<Record<string, string>>;
}

/** One way in which the field keeps skeletons on disk. */
export interface Format {
  readonly name: Exclude<DataConfig["format"], "auto">;
  /** In words, for lists of what can be read: "NTU RGB+D .skeleton files". */
  readonly words: string;
  /** Whether what lies there looks like this format; quick, and never an error. */
  recognises(path: string, isFolder: boolean): boolean;
  /** Opens it without reading all clips. Throws HglError "data" or "disk". */
  open(path: string, options: ImportOptions): ClipSource;
}
