import type { Path } from "../yaml";
import type { Rule } from "./rule";

/** Keys under which people keep what must not be seen, in small letters without `-` and `_`. */
const SECRET_KEYS = new Set(
  "apikey key apitoken accesstoken token secret password authorization auth bearer credentials".split(" "),
);
/** How the values of API keys begin, whoever gives them out; and addresses that carry one. */
const SECRET_VALUES = [
  /^sk-[\w-]{8,}$/,
  /^(?:bearer|basic)\s+\S+$/i,
  /^(?:hf_|gsk_|xai-|ghp_|github_pat_|AIza)[\w-]{16,}$/,
  /^https?:\/\/[^/?#\s]*:[^/?#\s]*@/i,
  /^https?:\/\/\S*[?&](?:api[-_]?key|key|token|access_token)=[^&\s]+/i,
];
const DEEPEST = 16;

/**
 * What looks like a key in what a cell says: a notebook is passed on, and goes into exports and reports with every cell. The findings name the
 * place and never the value.
 */
export function secretRules(value: unknown, path: Path = []): Rule[] {
  if (path.length > DEEPEST) return [];
  if (typeof value === "string") return SECRET_VALUES.some((one) => one.test(value.trim())) ? [ruleAt(path)] : [];
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item, i) => secretRules(item, [...path, i]));
  return Object.entries(value).flatMap(([key, item]) => {
    const at = [...path, key];
    return isSecretKey(key) && holdsSomething(item) ? [ruleAt(at)] : secretRules(item, at);
  });
}

function isSecretKey(key: string): boolean {
  return SECRET_KEYS.has(key.toLowerCase().replace(/[-_]/g, ""));
}

function holdsSomething(value: unknown): boolean {
  return value !== null && value !== false && value !== "";
}

function ruleAt(path: Path): Rule {
  const key = String(path.findLast((step) => typeof step === "string") ?? "");
  return { path, finding: { code: "secret", key } };
}
