import { printable } from "../../../common/payloads/printable";

/** Takes secrets out of a text. */
export type Redact = (text: string) => string;

const INSTEAD = "[key]";
/** Servers that mask a key still show how it begins. */
const TELLING_START = 6;
/** A shorter one is found as a whole word only: it may be a part of many. */
const SHORT = 6;
const MOST_DEPTH = 64;

/** Finds secrets as they are, in any case, as a URL or Base64 writes them, and masked after their first letters. */
export function redactor(secrets: readonly string[]): Redact {
  const patterns = secrets.filter((secret) => secret !== "").flatMap(patternsOf);
  // Without the characters that nobody sees, which could part a secret and still show it.
  return (text) => patterns.reduce((left, pattern) => left.replace(pattern, INSTEAD), text.replace(/\p{Cf}/gu, ""));
}

function patternsOf(secret: string): RegExp[] {
  const written = [secret, encodeURIComponent(secret), Buffer.from(secret).toString("base64").replace(/=+$/, "")];
  const whole = [...new Set(written)].map((form) =>
    form.length < SHORT ? `(?<![\\p{L}\\p{N}])${escaped(form)}(?![\\p{L}\\p{N}])` : escaped(form),
  );
  const masked = secret.length > TELLING_START ? [`${escaped(secret.slice(0, TELLING_START))}[\\w.*…•-]*`] : [];
  return [...whole, ...masked].map((source) => new RegExp(source, "giu"));
}

/** A JSON value with every text in it redacted; what is nested too deeply to be part of an answer becomes null. */
export function redactedValue(value: unknown, redact: Redact, depth = 0): unknown {
  if (typeof value === "string") return redact(value);
  if (typeof value !== "object" || value === null) return value;
  if (depth > MOST_DEPTH) return null;
  if (Array.isArray(value)) return value.map((item) => redactedValue(item, redact, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [redact(name), redactedValue(item, redact, depth + 1)]),
  );
}

/** A piece of what a server said, fit for a sentence of ours: one printable line without mark-up or secrets; empty when it said nothing. */
export function serverWords(text: string, redact: Redact, most = 200): string {
  const plain = redact(text.slice(0, 4000)).replace(/<[^>]{0,300}>/g, " ");
  // Again, since taking characters away can join what they parted.
  const clean = redact(printable(plain)).replace(/[.\s]+$/, "");
  return clean.length > most ? `${clean.slice(0, most - 1)}…` : clean;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
