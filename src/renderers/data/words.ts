import { printable } from "../../common/payloads/printable";
import type { DataCardPayload } from "../../common/payloads/dataCard";

export function plural(count: number, one: string, many = `${one}s`): string {
  return count === 1 ? one : many;
}

/** What a split is made by, and what its seed draws. */
export function splitWords({ protocol, by, validation, seed }: NonNullable<DataCardPayload["split"]>): string {
  const whole = {
    subject: "No person is in two parts.",
    view: "Test clips are seen by other cameras than training clips.",
    setup: "Test clips are of other set-ups than training clips.",
    clip: "The source lists the clips of each part.",
  }[by];
  const held =
    validation > 0 ? ` Validation is taken from the training part, with seed ${seed}.` : " No validation part.";
  return `${printable(protocol[0]!.toUpperCase() + protocol.slice(1))}. ${whole}${held}`;
}
