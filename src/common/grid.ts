import type { RunConfig } from "./config";
import { HglError, nearest } from "./errors";

/** What one level of a factor changes: paths such as "model.cts" or "train.lr" to values. */
export type Changes = Readonly<Record<string, unknown>>;

export interface Level {
  readonly label: string;
  readonly changes: Changes;
}

/** A factor with levels: the values of one path (`valuesOf`), or named variants that change several. */
export interface Factor {
  readonly name: string;
  readonly levels: readonly Level[];
}

export interface GridRun {
  /** The level of each factor, in the order of the factors. */
  readonly levels: readonly string[];
  /** Joined: what a row of a table is called; "base" where there is no factor. */
  readonly label: string;
  /** Labels of further combinations that make this very run, and so need none of their own. */
  readonly also: readonly string[];
  readonly config: RunConfig;
}

/** The factor of one path. */
export function valuesOf(path: string, values: readonly unknown[]): Factor {
  const labelOf = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
  return { name: path, levels: values.map((value) => ({ label: labelOf(value), changes: { [path]: value } })) };
}

const MOST_RUNS = 10_000;

/**
 * Every combination of the factors' levels with every seed: the last factor changes first, and the seeds of a combination stand together. Of runs whose
 * `identityOf` is one text, the first stays. Throws HglError "cell" for a path that a configuration does not have, two factors that
 * change one path, a level named twice, no level or seed, a seed that stands twice, and more than 10,000 runs.
 */
export function expandGrid(
  base: RunConfig,
  factors: readonly Factor[],
  seeds: readonly number[],
  identityOf: (config: RunConfig) => string,
): readonly GridRun[] {
  checkGrid(base, factors, seeds);
  const combinations = factors.reduce<readonly (readonly Level[])[]>(
    (all, { levels }) => all.flatMap((before) => levels.map((level) => [...before, level])),
    [[]],
  );
  const runs = new Map<string, GridRun>();
  for (const levels of combinations) {
    const names = levels.map(({ label }) => label);
    const label = names.join(", ") || "base";
    for (const seed of seeds) {
      const changes = levels.flatMap((level) => Object.entries(level.changes));
      const changed = changes.reduce<unknown>((all, [path, value]) => withValue(all, path.split("."), value), base);
      const config = { ...(changed as RunConfig), seed };
      const identity = identityOf(config);
      const same = runs.get(identity);
      if (!same) runs.set(identity, { levels: names, label, also: [], config });
      else runs.set(identity, { ...same, also: [...same.also, label] });
    }
  }
  return [...runs.values()];
}

function withValue(object: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  const fields = object as Readonly<Record<string, unknown>>;
  return { ...fields, [key]: withValue(fields[key], rest, value) };
}

function checkGrid(base: RunConfig, factors: readonly Factor[], seeds: readonly number[]): void {
  const changedBy = new Map<string, string>();
  for (const { name, levels } of factors) {
    if (levels.length === 0) fail(name, "the factor has no level", "give it at least one");
    const labels = levels.map(({ label }) => label);
    const twice = labels.find((label, at) => labels.indexOf(label) !== at);
    if (twice !== undefined) fail(name, `the level "${twice}" stands there twice`, "keep one of them");
    const paths = new Set(levels.flatMap(({ changes }) => Object.keys(changes)));
    for (const path of paths) {
      checkPath(base, path, name);
      // A whole and its part clash like equal paths.
      for (const [other, owner] of changedBy) {
        if (other !== path && !other.startsWith(`${path}.`) && !path.startsWith(`${other}.`)) continue;
        fail(name, `${path} is changed by the factor "${owner}" too (${other})`, "change it in one factor");
      }
    }
    for (const path of paths) changedBy.set(path, name);
  }
  if (seeds.length === 0) fail("seeds", "there is no seed", "give at least one");
  const twice = seeds.find((seed, at) => seeds.indexOf(seed) !== at);
  if (twice !== undefined) fail("seeds", `seed ${twice} stands there twice`, "keep one of them");
  const count = factors.reduce((product, { levels }) => product * levels.length, seeds.length);
  if (count > MOST_RUNS) fail("grid", `${count} runs are over the limit of ${MOST_RUNS}`, "leave out levels");
}

function checkPath(base: RunConfig, path: string, factor: string): void {
  if (path === "seed") fail(factor, "a seed is no factor", "list seeds under seeds");
  let object: unknown = base;
  for (const key of path.split(".")) {
    const keys = typeof object === "object" && object !== null && !Array.isArray(object) ? Object.keys(object) : [];
    if (!keys.includes(key)) {
      const guess = nearest(key, keys);
      const next = guess
        ? `did you mean "${guess}"?`
        : keys.length > 0
          ? `use one of ${keys.join(", ")}`
          : "change the whole";
      fail(factor, `a configuration has no "${path}"`, next);
    }
    object = (object as Readonly<Record<string, unknown>>)[key];
  }
}

function fail(where: string, what: string, next: string): never {
  throw new HglError({ code: "cell", where, what, next });
}
