import type { Finding } from "./findings";

/** Words that are truth values in YAML 1.1 and text in YAML 1.2. */
const BOOLEAN_WORDS: Readonly<Record<string, string>> = {
  yes: "true",
  on: "true",
  y: "true",
  no: "false",
  off: "false",
  n: "false",
};

/** What a reader of YAML 1.1 or of another field's habits could take an unquoted value for; null for an honest one. */
export function trapIn(source: string, value: unknown): Finding | null {
  const word = BOOLEAN_WORDS[source.toLowerCase()];
  if (word !== undefined && typeof value === "string") return { code: "boolean-word", shown: source, instead: word };
  if (/^[-+]?0[0-9][0-9]*$/.test(source))
    return { code: "leading-zero", shown: source, instead: String(Number(source)) };
  if (typeof value !== "string") return null;
  if (/^[-+]?[0-9]+(?:_[0-9]+)+(?:\.[0-9_]*)?$/.test(source)) {
    return { code: "underscore-number", shown: source, instead: source.replace(/_/g, "") };
  }
  if (/^[-+]?[1-9][0-9]{0,2}(?:,[0-9]{3})+$/.test(source)) {
    return { code: "comma-number", shown: source, instead: source.replace(/,/g, "") };
  }
  if (/^[-+]?[0-9]+,[0-9]+$/.test(source))
    return { code: "comma-number", shown: source, instead: source.replace(",", ".") };
  if (/^[-+]?[0-9]+(?::[0-5]?[0-9])+$/.test(source)) return { code: "clock-number", shown: source };
  return null;
}
