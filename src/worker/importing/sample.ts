import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { HglError } from "../../common/errors";

/** The `source` that means the shipped UI-PRMD sample. */
export const SAMPLE_SOURCE = "ui-prmd";

const SAMPLE_FILE = join("media", "data", "ui-prmd.hgl-clips");

/** Where the sample lies: in media/data of the package, above the source file or bundle that runs. Throws HglError "disk". */
export function sampleFile(): string {
  const start = import.meta.dirname ?? dirname(process.argv[1] ?? ".");
  for (let folder = start; ; folder = dirname(folder)) {
    const candidate = join(folder, SAMPLE_FILE);
    if (existsSync(candidate)) return candidate;
    if (folder === dirname(folder)) break;
  }
  const what = `the sample data set ${SAMPLE_FILE} is missing from this installation`;
  throw new HglError({ code: "disk", what, next: "install HocSLM Notebook again" });
}
