import type * as z from "zod";
import { nearest } from "../../common/errors";
import type { Finding } from "../findings";
import type { Path } from "../yaml";
import { show } from "../yaml";
import { allowedBy, choicesOf, mapOf, schemaAt } from "./allowed";
import { secretRules } from "./secrets";

export interface Invalid {
  readonly path: Path;
  /** Whether the key or its value is at fault. */
  readonly part: "key" | "value";
  readonly finding: Finding;
}

/** Names that other tools give our keys, in small letters without `-` and `_`. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  baselr: "lr",
  batchsize: "batch",
  dataset: "data",
  gradclip: "clip",
  learningrate: "lr",
  maxepochs: "epochs",
  modality: "stream",
  network: "model",
  numepochs: "epochs",
  numthreads: "threads",
  numworkers: "threads",
  optim: "optimizer",
  path: "source",
  randomrot: "rotation",
  scheduler: "schedule",
  seed: "seeds",
  step: "milestones",
  train: "of",
  wd: "weightDecay",
  windowsize: "window",
};

/** The known key meant by an unknown one, if any is near. */
export function nearestKey(key: string, known: readonly string[]): string | null {
  const other = OTHER_NAMES[key.toLowerCase().replace(/[-_]/g, "")];
  return other !== undefined && known.includes(other) ? other : (nearest(key, known) ?? null);
}

/** Checks a value and says everything that is wrong with it; `owner` names the map in messages ("a train cell"). */
export function validate(schema: z.ZodObject, value: unknown, owner: string): Invalid[] {
  const result = schema.safeParse(value);
  const secrets = secretRules(value).map(({ path, finding }): Invalid => ({ path, part: partOf(path), finding }));
  if (result.success) return secrets;
  const others = result.error.issues.flatMap((issue) => fromIssue(schema, value, owner, issue, []));
  // What is told nowhere must not be told as a bad value.
  return [...secrets, ...others.filter(({ path }) => !secrets.some((secret) => secret.path.join() === path.join()))];
}

function partOf(path: Path): Invalid["part"] {
  return typeof path.at(-1) === "string" ? "key" : "value";
}

function fromIssue(
  schema: z.ZodObject,
  root: unknown,
  owner: string,
  issue: z.core.$ZodIssue,
  above: readonly PropertyKey[],
): Invalid[] {
  const path = [...above, ...issue.path].map((step) => (typeof step === "number" ? step : String(step)));
  const at = schemaAt(schema, path);
  const value = valueAt(root, path);
  if (issue.code === "unrecognized_keys") {
    const known = Object.keys(mapOf(at)?.shape ?? {});
    const place = path.length === 0 ? owner : `\`${dotted(path)}\``;
    return issue.keys.map((key) => ({
      path: [...path, key],
      part: "key",
      finding: { code: "unknown-key", key, in: place, nearest: nearestKey(key, known), known },
    }));
  }
  if (issue.code === "invalid_union" && isMap(value)) {
    const branch = issue.errors.find((issues) =>
      issues.every((inner) => inner.path.length > 0 || inner.code === "unrecognized_keys"),
    );
    if (branch) return branch.flatMap((inner) => fromIssue(schema, root, owner, inner, path));
  }
  const allowed = allowedBy(at);
  if (value === undefined)
    return [{ path, part: "value", finding: { code: "missing-key", key: dotted(path), allowed } }];
  const meant = typeof value === "string" ? (nearest(value, choicesOf(at)) ?? null) : null;
  return [
    {
      path,
      part: "value",
      finding: { code: "bad-value", key: dotted(path), shown: show(value), allowed, nearest: meant },
    },
  ];
}

function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const step of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}

/** `split.test[2]`. */
function dotted(path: Path): string {
  return path.reduce<string>(
    (text, step) => (typeof step === "number" ? `${text}[${step}]` : text ? `${text}.${step}` : step),
    "",
  );
}

function isMap(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
