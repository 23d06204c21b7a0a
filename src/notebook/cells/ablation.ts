import * as z from "zod";
import { changeFindings, levelsOf, referredAt } from "./ablationChanges";
import { executorRules, executorSchema } from "./executor";
import { field, reference, share, whole } from "./field";
import type { Rule } from "./rule";
import { repeats } from "./rule";

/** How factors are combined. */
export const DESIGNS = ["grid", "one-by-one"] as const;

/** Variants of one ablation. */
export const MOST_VARIANTS = 200;

const level = z.union([
  z.string().max(200),
  z.number(),
  z.boolean(),
  z.array(z.union([z.string().max(200), z.number()])),
]);
const changes = z.record(z.string().min(1).max(100), z.unknown());

const LEVELS =
  "a list of values for the key that the factor is named after (`model.cts`, `train.lr`, `data.stream`; `data`, `model` or `text` for another cell), or a map of named variants, each a map of such keys to values";

export const ablationSchema = z.strictObject({
  of: reference(["train"], "The train cell that is varied: the baseline."),
  factors: field(
    z.record(
      z.string().min(1).max(100),
      z.union([z.array(level).min(1).max(50), z.record(z.string().min(1).max(60), changes)]),
    ),
    {
      meaning:
        "What is varied. A key is a cell's kind and one of its keys; a value is checked and its defaults follow as if it stood in that cell.",
      allowed: `a map of one or more factors, each ${LEVELS}`,
      refersAt: referredAt,
    },
  ),
  design: field(z.enum(DESIGNS).default("grid"), {
    meaning: "How the factors are combined. Combinations that make the same run are trained once.",
    choices: {
      grid: "Every combination of all levels.",
      "one-by-one": "Each level alone, everything else as in the baseline.",
    },
  }),
  seeds: field(z.array(whole(0, 4_294_967_295)).min(1).max(100).optional(), {
    meaning: "Seeds of every variant, paired with the baseline's.",
    fallback: "the train cell's",
  }),
  budget: field(share(0.01, 100_000).optional(), {
    meaning:
      "Hours of training that may not be exceeded: the ablation is refused before it starts where the estimate is longer.",
    fallback: "no limit",
  }),
  executor: field(executorSchema.optional(), {
    meaning: "Where the runs are trained; no number depends on it.",
    fallback: "the train cell's",
  }),
});

export type AblationCell = z.output<typeof ablationSchema>;

/** What an ablation's values must satisfy together, without the cells it varies. */
export function ablationRules({ seeds = [], factors, executor }: AblationCell): Rule[] {
  return [
    ...repeats(["seeds"], seeds),
    ...(executor ? executorRules(executor) : []),
    ...Object.entries(factors).flatMap(([name, factor]) => factorRules(name, factor)),
    ...clashes(factors),
  ];
}

function factorRules(name: string, factor: AblationCell["factors"][string]): Rule[] {
  const levels = levelsOf(name, factor);
  const labels = levels.map(({ label }) => label);
  const twice = levels.filter(({ label }, i) => labels.indexOf(label) < i);
  return [
    ...twice.map(({ path, label }): Rule => ({
      path: ["factors", ...path],
      finding: { code: "repeated", key: name, value: label },
    })),
    ...levels.flatMap(({ path, changes: changed }) =>
      Object.entries(changed).flatMap(([change, value]) =>
        changeFindings(change, value).map(({ path: below, finding }): Rule => {
          const at = path.length === 2 && typeof path[1] === "string" ? [...path, change] : path;
          return { path: ["factors", ...at, ...below], finding };
        }),
      ),
    ),
  ];
}

/** A whole and its part clash like equal keys. */
function clashes(factors: AblationCell["factors"]): Rule[] {
  const owners = new Map<string, string>();
  return Object.entries(factors).flatMap(([name, factor]): Rule[] => {
    const keys = new Set(levelsOf(name, factor).flatMap(({ changes: changed }) => Object.keys(changed)));
    const found = [...keys].flatMap((key) => {
      const other = [...owners].find(([one]) => one === key || one.startsWith(`${key}.`) || key.startsWith(`${one}.`));
      return other ? [{ code: "factors-clash", key, first: other[1], second: name } as const] : [];
    });
    for (const key of keys) owners.set(key, name);
    return found.slice(0, 1).map((finding) => ({ path: ["factors", name], finding }));
  });
}
