import { z } from "zod";
import { HglError } from "../../common/errors";
import type { SourceFacts } from "../../model/data/source";
import { layoutFacts, parseLayout } from "../../model/skeleton/layoutJson";

export const whole = z
  .int()
  .min(0)
  .max(2 ** 31 - 1);
export const label = z.string().min(1).max(500);

const numbers = z.array(whole).max(100_000);
const ids = z.array(label).max(1_000_000);

/** What a stored data set says of itself, as JSON. */
export const DATASET_FACTS = z.strictObject({
  name: label,
  source: z.string().max(2000),
  license: z.string().max(500),
  /** As `layoutFacts` gives it; checked by `parseLayout`. */
  layout: z.unknown(),
  coordinates: z.enum(["xyz", "xyc"]),
  classes: z.array(label).min(1).max(10_000),
  protocols: z.array(
    z.union([
      z.strictObject({ name: label, by: z.enum(["subject", "view", "setup"]), train: numbers, test: numbers }),
      z.strictObject({ name: label, by: z.literal("clip"), train: ids, test: ids }),
    ]),
  ),
  warnings: z.array(z.string().max(2000)).max(1000),
});

export type DatasetFacts = z.infer<typeof DATASET_FACTS>;

/** The facts of a source, ready to be written. Throws HglError "data" for facts that no store can hold: no class, a name of a page. */
export function factsJson(facts: SourceFacts): DatasetFacts {
  const { name, source = "", license = "", layout, coordinates, classes, protocols, warnings = [] } = facts;
  const parsed = DATASET_FACTS.safeParse({
    name,
    source,
    license,
    layout: layoutFacts(layout),
    coordinates,
    classes,
    protocols,
    warnings,
  });
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  const what = `${issue.path.join(".") || "what the source says of itself"}: ${issue.message}`;
  throw new HglError({ code: "data", where: name.slice(0, 100), what, next: "mend it in the source" });
}

/** The facts that factsJson wrote. `where` names the file. Throws HglError "data" for an unknown or impossible layout. */
export function factsFrom({ source, license, layout, ...facts }: DatasetFacts, where: string): SourceFacts {
  const { name, coordinates, classes, protocols, warnings } = facts;
  return {
    name,
    coordinates,
    classes,
    protocols,
    warnings,
    layout: parseLayout(layout, where),
    ...(source === "" ? {} : { source }),
    ...(license === "" ? {} : { license }),
  };
}
