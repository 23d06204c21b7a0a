import { InvalidArgumentError } from "commander";

/** The field's number of frames for a skeleton: 52 on Northwestern-UCLA, 64 elsewhere. */
export function windowOf(layout: string): number {
  return layout === "ucla20" ? 52 : 64;
}

/** Reads a whole number from `low` to `high`. */
export function whole(low: number, high: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < low || value > high)
      throw new InvalidArgumentError(`It must be a whole number from ${low} to ${high}.`);
    return value;
  };
}
