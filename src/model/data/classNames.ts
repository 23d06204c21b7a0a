/**
 * Names for the classes of a file that only counts them: "A1" to "A60" or "A120" as NTU RGB+D numbers its actions, "class 1" and so on for
 * any other count.
 */
export function numberedClasses(count: number): readonly string[] {
  const word = count === 60 || count === 120 ? "A" : "class ";
  return Array.from({ length: count }, (_, label) => `${word}${label + 1}`);
}
