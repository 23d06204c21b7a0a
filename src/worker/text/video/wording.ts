import { printable } from "../../../common/payloads/printable";
import { MOST_DESCRIPTION } from "../descriptionFile";

/** A model's answer as a description: one line, without its thinking, whole sentences up to the limit; empty when nothing is left. */
export function asDescription(answer: string, endedEarly: boolean): string {
  // A thought that never ends is all there is.
  const said = answer.replace(/<think>[\s\S]*?(<\/think>|$)/g, " ").replace(/^[\s\S]*<\/think>/, " ");
  const line = printable(said);
  return endedEarly || line.length > MOST_DESCRIPTION ? wholeSentences(line.slice(0, MOST_DESCRIPTION)) : line;
}

/** Up to the last full stop, if there is one. */
function wholeSentences(text: string): string {
  const end = Math.max(...[".", "!", "?", "。", "！", "？"].map((mark) => text.lastIndexOf(mark)));
  return end < 0 ? text : text.slice(0, end + 1);
}
