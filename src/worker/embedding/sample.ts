/** Points that a view can show and a projection can be waited for. */
export const MOST_SHOWN = 3000;

/**
 * At most `most` clips, in their order, of each class the share it has and at least one: evenly spaced among its clips, so that the same
 * clips always give the same sample.
 */
export function stratified(clips: readonly number[], labelOf: (clip: number) => number, most = MOST_SHOWN): number[] {
  if (clips.length <= most) return [...clips];
  const byClass = new Map<number, number[]>();
  for (const clip of clips) {
    const own = byClass.get(labelOf(clip));
    if (own) own.push(clip);
    else byClass.set(labelOf(clip), [clip]);
  }
  const classes = [...byClass.values()].map((own) => ({ own, share: (most * own.length) / clips.length, seats: 0 }));
  for (const one of classes) one.seats = Math.max(1, Math.floor(one.share));
  let left = most - classes.reduce((sum, { seats }) => sum + seats, 0);
  const waiting = classes
    .filter(({ own, seats }) => seats < own.length)
    .sort((a, b) => b.share - b.seats - (a.share - a.seats));
  for (const one of waiting.slice(0, Math.max(0, left))) {
    one.seats++;
    left--;
  }
  // Seats that every class has by right may be too many: those with most give theirs.
  for (; left < 0; left++) classes.reduce((a, b) => (b.seats > a.seats ? b : a)).seats--;
  const chosen = classes.flatMap(({ own, seats }) =>
    Array.from({ length: seats }, (_, i) => own[Math.floor(((i + 0.5) * own.length) / seats)]!),
  );
  return chosen.sort((a, b) => a - b);
}
