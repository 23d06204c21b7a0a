/** A value that passed a guard, as its copy; or why it did not, in words that fit behind a colon. */
export type Checked<T> = { readonly ok: true; readonly payload: T } | { readonly ok: false; readonly reason: string };

/** Runs a guard's reading; whatever it meets (a wrong type, a trap, a getter that throws) comes back as a reason. */
export function checked<T>(read: () => T): Checked<T> {
  try {
    return { ok: true, payload: read() };
  } catch (error) {
    return { ok: false, reason: error instanceof Refusal ? error.message : "it cannot be read" };
  }
}

class Refusal extends Error {}

export function refuse(reason: string): never {
  throw new Refusal(reason);
}

/** Longest text a view may be given, in UTF-16 units. */
export const MOST_TEXT = 4096;

/** Reads the own fields of an untrusted object, each once, each checked; inherited ones do not exist. Refuses with the field's name. */
export class Fields {
  private readonly object: Record<string, unknown>;

  constructor(
    value: unknown,
    private readonly where = "",
  ) {
    if (typeof value !== "object" || value === null || Array.isArray(value))
      refuse(`${where || "the payload"} is not an object`);
    this.object = value as Record<string, unknown>;
  }

  value(name: string): unknown {
    return Object.hasOwn(this.object, name) ? this.object[name] : undefined;
  }

  /** Refuses anything but this very value. */
  exactly(name: string, wanted: string | number): void {
    const value = this.value(name);
    if (value !== wanted) this.refuse(name, value, JSON.stringify(wanted));
  }

  text(name: string, most = MOST_TEXT): string {
    const value = this.value(name);
    if (typeof value !== "string") return this.refuse(name, value, "a text");
    return value.length <= most ? value : refuse(`${this.path(name)} is longer than ${most} characters`);
  }

  number(name: string, from: number, to: number): number {
    const value = this.value(name);
    return typeof value === "number" && value >= from && value <= to
      ? unsigned(value)
      : this.refuse(name, value, `a number from ${from} to ${to}`);
  }

  whole(name: string, from: number, to: number): number {
    const value = this.value(name);
    return typeof value === "number" && Number.isSafeInteger(value) && value >= from && value <= to
      ? unsigned(value)
      : this.refuse(name, value, `a whole number from ${from} to ${to}`);
  }

  flag(name: string): boolean {
    const value = this.value(name);
    return typeof value === "boolean" ? value : this.refuse(name, value, "true or false");
  }

  oneOf<T extends string>(name: string, words: readonly T[]): T {
    const value = this.value(name);
    return words.find((word) => word === value) ?? this.refuse(name, value, `one of ${words.join(", ")}`);
  }

  /** Null as it is, anything else as `read` reads it. */
  orNull<T>(name: string, read: (name: string) => T): T | null {
    return this.value(name) === null ? null : read(name);
  }

  /** A list of at most `most` items, each read by `read`; the length is looked at before anything is made. */
  list<T>(name: string, most: number, read: (value: unknown, where: string) => T): T[] {
    const value = this.value(name);
    if (!Array.isArray(value)) return this.refuse(name, value, "a list");
    const { length } = value;
    if (length > most) refuse(`${this.path(name)} has ${length} items, more than ${most}`);
    const items: T[] = [];
    for (let i = 0; i < length; i++) items.push(read(value[i], `${this.path(name)}[${i}]`));
    return items;
  }

  private refuse(name: string, value: unknown, wanted: string): never {
    return refuse(`${this.path(name)} is ${shown(value)}, not ${wanted}`);
  }

  private path(name: string): string {
    return this.where ? `${this.where}.${name}` : name;
  }
}

/** For `Fields.list`. */
export function textItem(value: unknown, where: string): string {
  return typeof value === "string" && value.length <= MOST_TEXT
    ? value
    : refuse(`${where} is not a text of at most ${MOST_TEXT} characters`);
}

/** For `Fields.list`. */
export function wholeItem(from: number, to: number): (value: unknown, where: string) => number {
  return (value, where) =>
    typeof value === "number" && Number.isSafeInteger(value) && value >= from && value <= to
      ? unsigned(value)
      : refuse(`${where} is ${shown(value)}, not a whole number from ${from} to ${to}`);
}

/** Zero has no sign in JSON. */
function unsigned(value: number): number {
  return value === 0 ? 0 : value;
}

function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, 40));
  return typeof value === "object" || typeof value === "function" ? typeof value : String(value).slice(0, 40);
}
