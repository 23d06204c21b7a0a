/** "0:07", "12:41", "3:05:00". */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (n: number) => String(n).padStart(2, "0");
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

export function percent(share: number, digits = 1): string {
  return `${(100 * share).toFixed(digits)} %`;
}

export function count(n: number, noun: string, plural = `${noun}s`): string {
  return `${n.toLocaleString("en-US")} ${n === 1 ? noun : plural}`;
}

/** The first few sentences, and one that counts the others. */
export function fewOf(sentences: readonly string[], others: (more: number) => string, most = 5): string[] {
  const more = sentences.length - most;
  return more > 0 ? [...sentences.slice(0, most), others(more)] : [...sentences];
}

/** What is said behind a classifier's accuracy where it is over clips of seen classes alone. */
export function seenWord({ unseen }: { readonly unseen?: readonly string[] }): string {
  return unseen ? " (seen classes)" : "";
}
