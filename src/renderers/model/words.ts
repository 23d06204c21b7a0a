import type { NetworkView, TimesView } from "../../common/payloads/model";
import { printable } from "../../common/payloads/printable";
import { counted } from "../frame/words";

/** What the short names of a block's parts stand for. */
const PARTS: Readonly<Record<string, string>> = {
  FPB: "feature preprocessing block (E2, E3)",
  GSM: "global spatial module (E4 to E7)",
  LSE: "local spatial enhancement (E8)",
  "CTS residual": "residual of the spatial module (E9)",
  "CTS sum": "sum of the spatial module's terms and ReLU (E9)",
  GTA: "global temporal attention (E10 to E12)",
  LTC: "local temporal convolution (E13)",
  "DHT residual": "residual of the temporal module (E14)",
  "DHT sum": "sum of the temporal module's paths and ReLU (E14)",
  stem: "embedding of the joints (E1)",
  head: "means and classifier",
};

/** What a part's name stands for; empty for one that needs no words. */
export function meaningOf(part: string): string {
  return Object.hasOwn(PARTS, part) ? PARTS[part]! : "";
}

/** "812", "12.3 k", "243 M", "2.43 G": three figures, which is as much as anybody compares. */
export function amount(value: number): string {
  return scaled(value, ["", "k", "M", "G", "T"]);
}

/** "240 B", "819 kB", "12.3 MB". */
export function bytes(value: number): string {
  return scaled(value, ["B", "kB", "MB", "GB", "TB"]);
}

function scaled(value: number, units: readonly string[]): string {
  let [rest, unit] = [value, 0];
  while (rest >= 999.5 && unit < units.length - 1) [rest, unit] = [rest / 1000, unit + 1];
  const digits = unit === 0 || rest >= 99.95 ? 0 : rest >= 9.995 ? 1 : 2;
  return `${rest.toFixed(digits)} ${units[unit]!}`.trimEnd();
}

/** "3.20"; a block that another program has made to look quicker than nothing takes nothing. */
export function milliseconds(value: number): string {
  return Math.max(0, value).toFixed(2);
}

/** "[2, 64, 25, 64]" as "2 × 64 × 25 × 64". */
export function shape(output: string): string {
  return printable(output).replace(/[[\]]/g, "").split(/, ?/).join(" × ");
}

/** Whose network it is and for what input. */
export function subject({ cells, layout, classes, window }: NetworkView): { head: string; input: string } {
  const ids = cells.map((id) => `#${printable(id)}`).join(", ");
  return {
    head: cells.length > 0 ? `As ${ids} ${cells.length === 1 ? "trains" : "train"} it` : "As for NTU RGB+D 60",
    input: `skeleton ${printable(layout)}, ${counted(classes)} ${classes === 1 ? "class" : "classes"}, ${counted(window)} ${window === 1 ? "frame" : "frames"}`,
  };
}

/** What the columns count, below a tree. */
export function explanation(times: TimesView | null): string {
  const counts =
    "Of one clip with all its bodies. Activations: what training keeps of it for the backward pass, float32.";
  if (!times) return counts;
  const { processor, threads, batch, at } = times;
  const date = new Date(at).toISOString().slice(0, 10);
  return `${counts} ms: inference, measured on ${printable(processor)}, ${threads} ${threads === 1 ? "thread" : "threads"}, batch ${batch}, ${date}; block 1 has stem and head in it.`;
}
