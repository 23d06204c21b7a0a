import * as z from "zod";
import { ID_PATTERN } from "../fences";
import type { Path } from "../yaml";
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
  /** What each choice of an enumeration means, in a few words, for completion and hover. */
  readonly choices?: Readonly<Record<string, string>>;
  /** What kind of thing the text names, for completion. */
  readonly names?: "source";
  /** The kinds of cells the key may name by its id, in a cell that says `value` otherwise (`{}`: whatever it says). */
  readonly refers?: (value: Readonly<Record<string, unknown>>) => readonly KindName[];
  /** The kind of cell that is named at a place within the key's value; null where none is. */
  readonly refersAt?: (path: Path) => KindName | null;
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

/** A reference to another cell: its id without the `#`. `given` narrows the kinds by what else its cell says. */
export function reference(
  kinds: readonly KindName[],
  meaning: string,
  given: (value: Readonly<Record<string, unknown>>) => readonly KindName[] = () => kinds,
) {
  return field(z.string().regex(ID_PATTERN), referenceNote(kinds, meaning, given));
}

/** A reference that may be left out; `fallback` says what then holds. */
export function optionalReference(
  kinds: readonly KindName[],
  meaning: string,
  fallback: string,
  given: (value: Readonly<Record<string, unknown>>) => readonly KindName[] = () => kinds,
) {
  return field(z.string().regex(ID_PATTERN).optional(), { ...referenceNote(kinds, meaning, given), fallback });
}

/** References to several cells, none of them needed. */
export function referenceList(kinds: readonly KindName[], meaning: string, most: number) {
  const one = field(
    z.string().regex(ID_PATTERN),
    referenceNote(kinds, meaning, () => kinds),
  );
  const allowed = `a list of at most ${most} ids of ${inWords(kinds)} cells`;
  return field(z.array(one).max(most).default([]), { ...referenceNote(kinds, meaning, () => kinds), allowed });
}

function referenceNote(kinds: readonly KindName[], meaning: string, refers: NonNullable<FieldNote["refers"]>) {
  return { meaning, refers, allowed: `the id of a ${inWords(kinds)} cell` } satisfies FieldNote;
}

/** "data or train". */
export function inWords(kinds: readonly KindName[]): string {
  return kinds.join(" or ");
}

export function whole(low: number, high: number): z.ZodInt {
  return z.int().min(low).max(high);
}

export function share(low: number, high: number): z.ZodNumber {
  return z.number().min(low).max(high);
}
