import { join } from "node:path";
import { shippedFile } from "../shippedFile";

/** The `source` that means the shipped UI-PRMD sample. */
export const SAMPLE_SOURCE = "ui-prmd";

/** Where the sample lies. Throws HglError "disk" where it is missing. */
export function sampleFile(): string {
  return shippedFile(join("media", "data", "ui-prmd.hgl-clips"), "the sample data set");
}
