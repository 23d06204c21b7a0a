import { statSync } from "node:fs";
import type { DataPlace } from "../../common/config";
import { canonical, sha256 } from "../store/runFolder";
import { orDiskError } from "./diskError";
import type { ImportOptions } from "./format";
import type { FormatName } from "./formats";
import { layoutOf } from "./layoutOf";
import { sourceStamp } from "./sourceStamp";

/** Counts up when a reader gives other clips than before from the same bytes, so that imports of earlier versions are not taken for new ones. */
const READERS = 1;

/** A source that is to be read, and what tells it from the same source changed or read otherwise. */
export interface ImportPlan {
  readonly path: string;
  readonly format: FormatName;
  readonly options: ImportOptions;
  readonly key: string;
}

/** Throws HglError "disk" where nothing lies, "model" or "data" for a layout that is none. */
export async function planImport(
  path: string,
  format: FormatName,
  { layout, columns }: DataPlace,
  folder: string,
): Promise<ImportPlan> {
  orDiskError(path, () => statSync(path));
  const options: ImportOptions = {
    ...(layout === null ? {} : { layout: layoutOf(layout, folder) }),
    ...(columns === null ? {} : { columns }),
  };
  const stamp = await sourceStamp(path);
  return { path, format, options, key: sha256(canonical({ readers: READERS, format, options, stamp })).slice(0, 12) };
}
