import type { ClassTally } from "../../common/payloads/dataCard";

export const CLASS_ORDERS = ["data", "name", "most", "fewest"] as const;
export type ClassOrder = (typeof CLASS_ORDERS)[number];

/** A class with its number in the data set, from 1. */
export interface NumberedClass extends ClassTally {
  readonly number: number;
}

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** The classes whose name holds `wanted` or whose number begins with it, in an order; equals stand as in the data set. */
export function arranged(classes: readonly ClassTally[], order: ClassOrder, wanted: string): NumberedClass[] {
  const text = wanted.trim().toLowerCase();
  const found = classes
    .map((one, at) => ({ ...one, number: at + 1 }))
    .filter(({ name, number }) => name.toLowerCase().includes(text) || String(number).startsWith(text));
  const by: Record<ClassOrder, (a: NumberedClass, b: NumberedClass) => number> = {
    data: () => 0,
    name: (a, b) => collator.compare(a.name, b.name),
    most: (a, b) => b.clips - a.clips,
    fewest: (a, b) => a.clips - b.clips,
  };
  return found.sort(by[order]);
}
