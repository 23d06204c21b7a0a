import type { Format } from "../format";
import { bvh } from "./bvh";
import { csv } from "./csv";
import { ctrGcn } from "./ctrGcn";
import { kinetics } from "./kinetics";
import { ntu } from "./ntu";
import { nwUcla } from "./nwUcla";
import { openpose } from "./openpose";
import { pyskl } from "./pyskl";

/** Every format but our own, the more telling before the less. */
export const FORMATS: readonly Format[] = [ntu, nwUcla, ctrGcn, pyskl, kinetics, openpose, bvh, csv];

export type FormatName = Format["name"];

export function formatNamed(name: FormatName): Format {
  return FORMATS.find((format) => format.name === name)!;
}
