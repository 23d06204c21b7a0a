/** Something that needs others, by id. */
export interface Node {
  readonly id: string;
  readonly needs: readonly string[];
}

export type Order = { readonly order: readonly string[] } | { readonly cycle: readonly string[] };

/**
 * Every node after all it needs, otherwise in the order given; needs that name no node are passed over.
 * A circle is returned as the ids along it, its first id repeated at the end.
 */
export function dependencyOrder(nodes: readonly Node[]): Order {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const order: string[] = [];
  const done = new Set<string>();
  const trail: string[] = [];
  const visit = (node: Node): readonly string[] | null => {
    if (done.has(node.id)) return null;
    const from = trail.indexOf(node.id);
    if (from >= 0) return [...trail.slice(from), node.id];
    trail.push(node.id);
    for (const id of node.needs) {
      const needed = byId.get(id);
      const cycle = needed && visit(needed);
      if (cycle) return cycle;
    }
    trail.pop();
    done.add(node.id);
    order.push(node.id);
    return null;
  };
  for (const node of nodes) {
    const cycle = visit(node);
    if (cycle) return { cycle };
  }
  return { order };
}
