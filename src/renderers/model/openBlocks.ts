/** More cells than a page shows. */
const MOST_CELLS = 500;

const remembered = new Map<string, Set<string>>();

/**
 * Ids of the blocks that are open in a network of a cell, to be changed by its tree. They outlive the view: the editor draws a cell's output
 * anew whenever its content changes.
 */
export function openBlocks(cell: string, network: number): Set<string> {
  const key = `${network} ${cell}`;
  const open = remembered.get(key) ?? new Set();
  remembered.delete(key);
  remembered.set(key, open);
  if (remembered.size > MOST_CELLS) remembered.delete(remembered.keys().next().value!);
  return open;
}
