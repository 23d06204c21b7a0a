/** Leaves in an order in which alike ones are neighbours, and the groups among them. */
export interface Seriation {
  readonly order: readonly number[];
  /** Groups that are alike, as first and last place in `order`; those of a single leaf are left out. */
  readonly blocks: readonly { readonly from: number; readonly to: number }[];
}

/** A node of the tree: its leaves from left to right, and how many there are below each of its two parts. */
interface Cluster {
  leaves: readonly number[];
  /** Mean similarity of the pairs that it joined; infinite for a leaf. */
  readonly height: number;
  readonly parts: readonly [Cluster, Cluster] | null;
}

/**
 * Hierarchical clustering by average linkage (UPGMA, Sokal and Michener 1958) with the nearest-neighbour chain (Murtagh 1983), O(n²) for n
 * leaves; at each joint the two sides are turned so that the most alike ends meet. Equal input, equal order; where no two similarities are
 * equal, the order is the same up to its direction however the leaves are numbered, and the direction puts the leaf with more similarity to
 * all others first.
 *
 * @param similarity [n][n], symmetric, larger is more alike; the diagonal is not looked at
 * @param least a group is a block when the mean similarity of the pairs that its topmost joint brought together is at least this
 */
export function seriate(similarity: readonly (readonly number[])[], least: number): Seriation {
  const n = similarity.length;
  if (n === 0) return { order: [], blocks: [] };
  const root = clustered(similarity);
  let order = arranged(root, similarity);
  const weight = (leaf: number): number =>
    similarity[leaf]!.reduce((sum, value, other) => (other === leaf ? sum : sum + value), 0);
  const [first, last] = [order[0]!, order.at(-1)!];
  if (weight(last) > weight(first) || (weight(last) === weight(first) && last < first)) order = order.toReversed();
  const places = new Array<number>(n);
  order.forEach((leaf, place) => (places[leaf] = place));
  const blocks = blocksBelow(root, least).map(({ leaves }) => {
    const own = leaves.map((leaf) => places[leaf]!);
    return { from: Math.min(...own), to: Math.max(...own) };
  });
  return { order, blocks: blocks.sort((a, b) => a.from - b.from) };
}

function clustered(similarity: readonly (readonly number[])[]): Cluster {
  const n = similarity.length;
  const near = similarity.map((row) => Float64Array.from(row));
  const clusters: (Cluster | null)[] = similarity.map((_, leaf) => ({ leaves: [leaf], height: Infinity, parts: null }));
  const chain: number[] = [];
  for (let joined = 1; joined < n; joined++) {
    if (chain.length === 0) chain.push(clusters.findIndex((cluster) => cluster !== null));
    for (;;) {
      const at = chain.at(-1)!;
      const before = chain.at(-2);
      // The one before wins ties, or the chain could go in circles.
      let best = before ?? -1;
      for (let other = 0; other < n; other++)
        if (other !== at && clusters[other] && (best < 0 || near[at]![other]! > near[at]![best]!)) best = other;
      if (best === before) break;
      chain.push(best);
    }
    const [a, b] = [chain.pop()!, chain.pop()!].sort((x, y) => x - y) as [number, number];
    join(near, clusters, a, b);
    // By rounding alone a chain may come back to where it was; it must not go on from what is gone.
    const gone = chain.findIndex((one) => one === a || one === b);
    if (gone >= 0) chain.length = gone;
  }
  return clusters.find((cluster) => cluster !== null)!;
}

/** Puts cluster `b` into the place of `a`. */
function join(near: Float64Array[], clusters: (Cluster | null)[], a: number, b: number): void {
  const [left, right] = [clusters[a]!, clusters[b]!];
  const [m, k] = [left.leaves.length, right.leaves.length];
  for (let other = 0; other < clusters.length; other++) {
    if (!clusters[other] || other === a || other === b) continue;
    near[a]![other] = near[other]![a] = (m * near[a]![other]! + k * near[b]![other]!) / (m + k);
  }
  clusters[a] = { leaves: [...left.leaves, ...right.leaves], height: near[a]![b]!, parts: [left, right] };
  clusters[b] = null;
}

/** Leaves from left to right: of the four ways in which two sides can meet, that with the most alike ends; the first among equals. */
function arranged(root: Cluster, similarity: readonly (readonly number[])[]): readonly number[] {
  // Deep trees are walked without recursion: a chain of a thousand joints is nothing unusual.
  const done = new Map<Cluster, readonly number[]>();
  const open: Cluster[] = [root];
  while (open.length > 0) {
    const node = open.at(-1)!;
    if (!node.parts) {
      done.set(node, node.leaves);
      open.pop();
      continue;
    }
    const [left, right] = node.parts.map((part) => done.get(part));
    if (!left || !right) {
      open.push(...node.parts.filter((part) => !done.has(part)));
      continue;
    }
    done.set(node, met(left, right, similarity));
    open.pop();
  }
  return done.get(root)!;
}

function met(a: readonly number[], b: readonly number[], similarity: readonly (readonly number[])[]): number[] {
  const between = (x: number, y: number): number => similarity[x]![y]!;
  const [a0, a1, b0, b1] = [a[0]!, a.at(-1)!, b[0]!, b.at(-1)!];
  const ways = [between(a1, b0), between(a1, b1), between(a0, b0), between(a0, b1)];
  const best = ways.indexOf(Math.max(...ways));
  return [...(best >= 2 ? a.toReversed() : a), ...(best % 2 === 1 ? b.toReversed() : b)];
}

/** The largest clusters at or above a similarity. */
function blocksBelow(root: Cluster, least: number): Cluster[] {
  const blocks: Cluster[] = [];
  const open = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    if (!node.parts) continue;
    if (node.height >= least) blocks.push(node);
    else open.push(...node.parts);
  }
  return blocks;
}
