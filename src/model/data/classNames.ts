import { CLASSES_120, CLASSES_60 } from "./ntu/classes";

/** Names for the classes of a file that only counts them: "class 1" and so on. */
export function numberedClasses(count: number): readonly string[] {
  return Array.from({ length: count }, (_, label) => `class ${label + 1}`);
}

/** The names of NTU RGB+D's actions, of its first or second release; undefined for counts of neither. */
export function ntuClasses(count: number): readonly string[] | undefined {
  return count === 60 ? CLASSES_60 : count === 120 ? CLASSES_120 : undefined;
}
