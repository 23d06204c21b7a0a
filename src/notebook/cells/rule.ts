import type { Finding } from "../findings";
import type { Path } from "../yaml";

/** Something wrong between values that are each allowed alone. */
export interface Rule {
  readonly path: Path;
  readonly finding: Finding;
}

/** One rule for each value a list names a second time. */
export function repeats(path: Path, values: readonly (number | string)[]): Rule[] {
  const key = path.join(".");
  return values.flatMap((value, i) =>
    values.indexOf(value) < i ? [{ path: [...path, i], finding: { code: "repeated", key, value } as const }] : [],
  );
}
