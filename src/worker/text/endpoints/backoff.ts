const FIRST_MS = 500;
const MOST_MS = 30_000;

/** Milliseconds before try `attempt` + 1: doubling, and half of it left to chance, so that those who failed together do not come back together. */
export function backoff(attempt: number, chance: number): number {
  const whole = Math.min(MOST_MS, FIRST_MS * 2 ** (attempt - 1));
  return whole / 2 + (whole / 2) * chance;
}

/** The header Retry-After (RFC 9110, 10.2.3), in seconds or as a date: milliseconds from `now`; null where it says nothing. */
export function retryAfter(header: string | null, now: number): number | null {
  const text = header?.trim() ?? "";
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const date = /[a-z]/i.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
