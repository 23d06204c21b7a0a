/**
 * Levels of joints by their distance in bones from one joint; within a level in ascending order. The rule by which our own
 * layouts get a hierarchy where no publication gives one; the published levels of ucla20 come out of it too.
 */
export function levelsByHops(parents: readonly number[], from: number): readonly (readonly number[])[] {
  const neighbours: number[][] = parents.map(() => []);
  parents.forEach((parent, joint) => {
    neighbours[joint]?.push(parent);
    neighbours[parent]?.push(joint);
  });
  const seen = new Set([from]);
  const levels: number[][] = [];
  for (let level = [from]; level.length > 0;) {
    levels.push(level.sort((a, b) => a - b));
    const next = level.flatMap((joint) => neighbours[joint] ?? []).filter((joint) => joint >= 0 && !seen.has(joint));
    level = [...new Set(next)];
    for (const joint of level) seen.add(joint);
  }
  return levels;
}
