import { printable } from "../../../common/payloads/printable";

/** "leftUpperArm" and "left_upper_arm" read "left upper arm". */
export function spaced(name: string): string {
  const words = printable(name)
    .replace(/[_-]+/g, " ")
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, "$1 $2")
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2");
  return words.replace(/(^| )\p{Lu}(?=\p{Ll})/gu, (match) => match.toLowerCase());
}

/** "frame 12 of 90, 0.37 s"; `frame` from 0. */
export function frameWords(frame: number, frames: number, framesPerSecond: number): string {
  return `frame ${frame + 1} of ${frames}, ${(frame / framesPerSecond).toFixed(2)} s`;
}

/** The verdict on a prediction; null where none was asked. */
export function verdict(label: string, predicted: string | null): { right: boolean; words: string } | null {
  if (predicted === null) return null;
  return predicted === label
    ? { right: true, words: "recognised" }
    : { right: false, words: `taken for ${printable(predicted) || "an unnamed class"}` };
}
