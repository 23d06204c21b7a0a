import type { Format } from "../format";
import { ntu } from "./ntu";
import { nwUcla } from "./nwUcla";

/** Every format but our own, the more telling before the less. */
export const FORMATS: readonly Format[] = [ntu, nwUcla];

export type FormatName = Format["name"];

export function formatNamed(name: FormatName): Format {
  return FORMATS.find((format) => format.name === name)!;
}
