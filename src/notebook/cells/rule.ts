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

/** Keys that are written though what the cell shows does not take them. */
export function idleRules<Name extends string>(
  takenBy: Readonly<Record<string, readonly Name[]>>,
  shown: Name,
  because: string,
  written: ReadonlySet<string>,
): Rule[] {
  return Object.entries(takenBy).flatMap(([key, names]) =>
    written.has(key) && !names.includes(shown)
      ? [{ path: [key], finding: { code: "no-effect", key, because } as const }]
      : [],
  );
}

/** A cell is compared with another one, and each is drawn once. */
export function comparisonRules(cell: {
  readonly of: string;
  readonly minus?: string | undefined;
  readonly with: readonly string[];
}): Rule[] {
  const same = (path: Path): Rule => ({
    path,
    finding: { code: "no-effect", key: String(path[0]), because: "it names the same cell as `of`" },
  });
  return [
    ...(cell.minus !== undefined && cell.minus === cell.of ? [same(["minus"])] : []),
    ...cell.with.flatMap((id, i) => (id === cell.of ? [same(["with", i])] : [])),
    ...repeats(["with"], cell.with),
  ];
}
