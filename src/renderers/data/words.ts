import type { DataCardPayload } from "../../common/payloads/dataCard";

export function plural(count: number, one: string, many = `${one}s`): string {
  return count === 1 ? one : many;
}

/** What a split is made by, and what its seed draws. */
export function splitWords({ by, validation, seed }: NonNullable<DataCardPayload["split"]>): string {
  const whole = {
    subject: "No person is in two parts.",
    view: "Test clips are seen by other cameras than training clips.",
  }[by];
  const held =
    validation > 0 ? ` Validation is taken from the training part, with seed ${seed}.` : " No validation part.";
  return `By ${by}. ${whole}${held}`;
}
