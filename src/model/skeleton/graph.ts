import { bones } from "./layout";
import type { Layout } from "./layout";

/** Three row-normalised V x V matrices, row-major: row u says what joint u gathers from every joint v. */
export type GraphTriple = readonly [Float32Array, Float32Array, Float32Array];

/** One non-zero entry of P_j (E8). */
export interface SupportEntry {
  /** 0 self, 1 gather-from-children, 2 gather-from-parent. */
  readonly j: number;
  readonly u: number;
  readonly v: number;
  /** P_j[u, v]. */
  readonly value: number;
}

/**
 * The start of S_k (E7): self, forward (each level gathers from all of the previous one, outward from the centre of
 * mass) and reverse. Lineage: HD-GCN's fully connected neighbouring levels; 88 forward edges on ntu25, 56 on ucla20.
 * The centre's forward row and the last level's reverse rows are zero.
 */
export function hierarchyGraphs(layout: Layout): GraphTriple {
  const size = layout.joints.length;
  const forward: Edge[] = [];
  for (let level = 1; level < layout.levels.length; level++) {
    for (const u of layout.levels[level]!) for (const v of layout.levels[level - 1]!) forward.push([u, v]);
  }
  return [identity(size), rowNormalised(size, forward), rowNormalised(size, forward.map(reversed))];
}

/** P_j of E8 on the physical bones: self, gather-from-children, gather-from-parent. Leaves and the root have zero rows. */
export function boneGraphs(layout: Layout): GraphTriple {
  const size = layout.joints.length;
  const toParent = bones(layout);
  return [identity(size), rowNormalised(size, toParent.map(reversed)), rowNormalised(size, toParent)];
}

/** Where E_j of E8 has weights, sorted by j, then u, then v: V + 2 (V - 1) entries (73 on ntu25, 58 on ucla20). */
export function boneSupport(layout: Layout): readonly SupportEntry[] {
  const size = layout.joints.length;
  return boneGraphs(layout).flatMap((graph, j) =>
    Array.from(graph).flatMap((value, at) => (value ? [{ j, u: Math.floor(at / size), v: at % size, value }] : [])),
  );
}

/** (u, v): row u gathers from column v. */
type Edge = readonly [u: number, v: number];

const reversed = ([u, v]: Edge): Edge => [v, u];

function identity(size: number): Float32Array {
  return Float32Array.from({ length: size * size }, (_, at) => (at % (size + 1) === 0 ? 1 : 0));
}

function rowNormalised(size: number, edges: readonly Edge[]): Float32Array {
  const degree = new Int32Array(size);
  for (const [u] of edges) degree[u]!++;
  const graph = new Float32Array(size * size);
  for (const [u, v] of edges) graph[u * size + v] = 1 / degree[u]!;
  return graph;
}
