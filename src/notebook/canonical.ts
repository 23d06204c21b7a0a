/**
 * One text for equal values: JSON with keys sorted by UTF-16 unit, no white space, and `-0` as `0`; keys set to undefined are left out.
 * Throws TypeError for what JSON cannot say (NaN, infinities, functions, circles), so that no hash stands for two values.
 */
export function canonicalJson(value: unknown): string {
  return write(value, []);
}

function write(value: unknown, above: readonly object[]): string {
  if (value === null || typeof value === "boolean" || typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number" && Number.isFinite(value)) return JSON.stringify(value);
  if (typeof value !== "object") throw new TypeError(`canonical JSON cannot hold ${String(value)}`);
  if (above.includes(value)) throw new TypeError("canonical JSON cannot hold a circle");
  const trail = [...above, value];
  if (Array.isArray(value)) return `[${value.map((item) => write(item, trail)).join(",")}]`;
  if (ArrayBuffer.isView(value) || value instanceof Map || value instanceof Set)
    throw new TypeError("canonical JSON holds plain maps and lists only");
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${write(item, trail)}`).join(",")}}`;
}
