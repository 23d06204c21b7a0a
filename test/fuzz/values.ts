import fc from "fast-check";
import { HglError } from "../../src/common/errors";
import { damagedBytes } from "./mutations";

/** What stands in the place of something else: of every type, at the edges of what a number may be, and names that objects have of their own. */
const ODD: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  0.5,
  1e308,
  2 ** 53,
  "",
  "__proto__",
  "../../etc/passwd",
  "/",
  "\0",
  "x".repeat(5000),
  [],
  {},
  [[[]]],
  Array.from({ length: 3000 }, () => 0),
  JSON.parse('{"__proto__":{"kind":"x"},"constructor":{"prototype":1}}'),
  JSON.parse("[".repeat(500) + "]".repeat(500)),
];

/** Copies of whole values in which one to three are another, are missing, or are there twice. */
export function spoiledValues(seeds: readonly unknown[]): fc.Arbitrary<unknown> {
  const way = fc.array(fc.nat(1000), { minLength: 1, maxLength: 6 });
  const change = fc.tuple(
    way,
    fc.constantFrom<"replace" | "remove" | "add">("replace", "remove", "add"),
    fc.constantFrom(...ODD),
  );
  return fc
    .tuple(fc.constantFrom(...seeds), fc.array(change, { minLength: 1, maxLength: 3 }))
    .map(([seed, changes]) => changes.reduce((value, one) => changed(value, ...one), structuredClone(seed)));
}

function changed(value: unknown, way: readonly number[], how: "replace" | "remove" | "add", odd: unknown): unknown {
  if (typeof value !== "object" || value === null) return structuredClone(odd);
  let at = value as Record<string, unknown>;
  for (const [depth, turn] of way.entries()) {
    const keys = Object.keys(at);
    const key = keys[turn % Math.max(1, keys.length)];
    const next = key === undefined ? undefined : at[key];
    if (depth < way.length - 1 && typeof next === "object" && next !== null) {
      at = next as Record<string, unknown>;
      continue;
    }
    if (how === "remove" && key !== undefined) delete at[key];
    else if (how === "add" || key === undefined) at[`more${turn}`] = structuredClone(odd);
    else at[key] = structuredClone(odd);
    break;
  }
  return value;
}

/** JSON files: spoiled values, and bytes that are no JSON any more. */
export function spoiledJson(seeds: readonly unknown[]): fc.Arbitrary<Uint8Array> {
  const bytesOf = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value) ?? "");
  return fc.oneof(
    { weight: 3, arbitrary: spoiledValues(seeds).map(bytesOf) },
    { weight: 1, arbitrary: damagedBytes(seeds.map(bytesOf)).map(({ bytes }) => bytes) },
  );
}

/** Runs what may refuse with an error that a user can read; anything else that is thrown is a defect. */
export function orRefused<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    if (error instanceof HglError) return undefined;
    throw error;
  }
}
