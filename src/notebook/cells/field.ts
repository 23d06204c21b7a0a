import * as z from "zod";
import { ID_PATTERN } from "../fences";
import type { KindName } from "./kinds";

/** What the reference page, hover and completion say about a key beside what its schema already states. */
export interface FieldNote {
  /** One or two sentences without the range, which the schema knows. */
  readonly meaning: string;
  /** Where the value or the idea comes from. */
  readonly source?: string;
  /** The default in words, where it depends on other keys. */
  readonly fallback?: string;
  /** The allowed values in words, where the schema says them badly. */
  readonly allowed?: string;
  /** The kind of cell the key names by its id. */
  readonly refers?: KindName;
}

const notes = z.registry<FieldNote>();

/** A schema with its note; returns the schema itself, so that its type stays as precise as it was. */
export function field<S extends z.ZodType>(schema: S, note: FieldNote): S {
  notes.add(schema, note);
  return schema;
}

export function noteOf(schema: z.ZodType): FieldNote | undefined {
  return notes.get(schema);
}

/** A reference to another cell: its id without the `#`. */
export function reference(kind: KindName, meaning: string) {
  return field(z.string().regex(ID_PATTERN), { meaning, refers: kind, allowed: `the id of a ${kind} cell` });
}

export function whole(low: number, high: number): z.ZodInt {
  return z.int().min(low).max(high);
}

export function share(low: number, high: number): z.ZodNumber {
  return z.number().min(low).max(high);
}
