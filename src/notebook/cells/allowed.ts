import * as z from "zod";
import { noteOf } from "./field";

/** The part of JSON Schema that our schemas turn into. */
interface Json {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Json[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly multipleOf?: number;
  readonly items?: Json;
  readonly prefixItems?: readonly Json[];
  readonly minItems?: number;
  readonly properties?: Readonly<Record<string, Json>>;
}

/** The values a schema takes, in words: "a whole number from 1 to 10000". */
export function allowedBy(schema: z.ZodType): string {
  return noteOf(schema)?.allowed ?? describe(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Json);
}

/** The words a schema takes, if it takes only some, or beside other things. */
export function choicesOf(schema: z.ZodType): string[] {
  const bare = unwrapped(schema);
  if (bare instanceof z.ZodEnum) return bare.options.map(String);
  if (bare instanceof z.ZodLiteral) return [...bare.values].map(String);
  return bare instanceof z.ZodUnion ? (bare.options as z.ZodType[]).flatMap(choicesOf) : [];
}

/** The schema without `optional`, `nullable` and `default` around it. */
export function unwrapped(schema: z.ZodType): z.ZodType {
  let bare = schema;
  while (bare instanceof z.ZodOptional || bare instanceof z.ZodDefault || bare instanceof z.ZodNullable)
    bare = bare.unwrap() as z.ZodType;
  return bare;
}

/** The map a schema allows, seen through a union with words; null for other schemas. */
export function mapOf(schema: z.ZodType): z.ZodObject | null {
  const bare = unwrapped(schema);
  if (bare instanceof z.ZodObject) return bare;
  if (!(bare instanceof z.ZodUnion)) return null;
  return (bare.options as z.ZodType[]).map(mapOf).find((option) => option !== null) ?? null;
}

/** The schema of the value at a path; the nearest one above where the path leaves what the schema knows. */
export function schemaAt(schema: z.ZodType, path: readonly PropertyKey[]): z.ZodType {
  const [step, ...rest] = path;
  if (step === undefined) return schema;
  const bare = unwrapped(schema);
  let inner: z.ZodType | undefined = mapOf(schema)?.shape[String(step)];
  if (bare instanceof z.ZodArray) inner = bare.element as z.ZodType;
  if (bare instanceof z.ZodTuple) inner = bare.def.items[Number(step)] as z.ZodType | undefined;
  return inner ? schemaAt(inner, rest) : schema;
}

function describe(json: Json): string {
  if (json.anyOf) return json.anyOf.map(describe).join(", or ");
  if (json.const !== undefined) return `\`${String(json.const)}\``;
  if (json.enum)
    return `${json.enum.length > 1 ? "one of " : ""}${json.enum.map((choice) => `\`${String(choice)}\``).join(", ")}`;
  switch (json.type) {
    case "boolean":
      return "`true` or `false`";
    case "null":
      return "`null`";
    case "string":
      return "text";
    case "integer":
      return `a whole number${range(json)}`;
    case "number":
      return `a number${range(json)}`;
    case "array":
      return json.prefixItems
        ? `a list of ${json.prefixItems.length === 2 ? "two" : json.prefixItems.length}, each ${describe(json.prefixItems[0]!)}`
        : `a list${json.minItems ? " of one or more" : ""}, each ${describe(json.items ?? {})}`;
    case "object":
      return `a map with ${Object.keys(json.properties ?? {})
        .map((key) => `\`${key}\``)
        .join(", ")}`;
    default:
      return "a value";
  }
}

function range({ minimum, maximum, exclusiveMinimum, multipleOf }: Json): string {
  const step = multipleOf === undefined ? "" : ` in steps of ${multipleOf}`;
  if (exclusiveMinimum !== undefined)
    return ` above ${exclusiveMinimum}${maximum === undefined ? "" : `, at most ${maximum}`}${step}`;
  return ` from ${minimum} to ${maximum}${step}`;
}
