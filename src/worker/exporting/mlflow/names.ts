import { printable } from "../../../common/payloads/printable";

/** MLflow's limits (`mlflow/utils/validation.py`), in characters. */
const MOST_NAME = 250;
export const MOST_PARAMETER = 6000;
export const MOST_TAG = 5000;
export const MOST_EXPERIMENT = 500;

/**
 * A name as MLflow takes it for a parameter, metric or tag, and every system for a file: letters, digits, "_", "-", "." and spaces, nothing that
 * means another folder; what else there is becomes "_".
 */
export function entityName(text: string): string {
  const plain = text.replace(/[^\w.\- ]/g, "_").slice(0, MOST_NAME);
  return /^\.*$|^\.\.| $|\.$/.test(plain) ? `_${plain.slice(0, MOST_NAME - 2)}_` : plain;
}

/** A metric's name may have folders in it: "train/loss". */
export function metricName(tag: string): string {
  return tag.split("/").map(entityName).join("/").slice(0, MOST_NAME);
}

/** One line of at most `most` characters; no character is cut in two. */
export function entityValue(text: string, most: number): string {
  const line = printable(text);
  if (line.length <= most) return line;
  const cut = line.slice(0, most - 1);
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}
