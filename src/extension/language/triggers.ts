import type { Completion } from "../../notebook/index";

/** After these the next thing to type may be known; all other characters complete by themselves. */
export const TRIGGERS = ["\n", " ", ":", "#", "-", "[", "{", ",", "/", "."];

/**
 * Whether a completion is worth showing unasked. Behind a line break Enter would take whatever is shown, so only keys that the cell cannot do
 * without are; a dot or slash is part of a number or of a path.
 */
export function isWanted({ kind, detail }: Pick<Completion, "kind" | "detail">, trigger: string | undefined): boolean {
  if (trigger === "\n") return kind === "key" && detail === "required";
  return trigger !== "." && trigger !== "/";
}
