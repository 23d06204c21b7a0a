/** The nearest points of each point, nearest first, the point itself left out; of equally near ones the earlier. */
export interface Neighbours {
  /** [N][k] */
  readonly indices: readonly Int32Array[];
  /** [N][k], Euclidean. */
  readonly distances: readonly Float64Array[];
}

/** Rows of one table: [N, width]. */
export interface Rows {
  readonly values: ArrayLike<number>;
  readonly width: number;
}

export const rowsIn = ({ values, width }: Rows): number => values.length / width;

/** Every distance is computed: N² width / 2 products. @param k at most N - 1 */
export function nearestOthers(rows: Rows, k: number): Neighbours {
  const n = rowsIn(rows);
  const indices = Array.from({ length: n }, () => new Int32Array(k).fill(-1));
  const distances = Array.from({ length: n }, () => new Float64Array(k).fill(Infinity));
  const offer = (to: number, other: number, distance: number): void => {
    const own = distances[to]!;
    if (k === 0 || distance >= own[k - 1]!) return;
    let at = k - 1;
    for (; at > 0 && own[at - 1]! > distance; at--) {
      own[at] = own[at - 1]!;
      indices[to]![at] = indices[to]![at - 1]!;
    }
    own[at] = distance;
    indices[to]![at] = other;
  };
  for (let i = 0; i < n; i++)
    for (let j = 0; j < i; j++) {
      const distance = squaredDistance(rows, i, j);
      offer(i, j, distance);
      offer(j, i, distance);
    }
  return { indices, distances: distances.map((own) => own.map(Math.sqrt)) };
}

function squaredDistance({ values, width }: Rows, i: number, j: number): number {
  let sum = 0;
  for (let a = i * width, b = j * width, end = a + width; a < end; a++, b++) {
    const difference = values[a]! - values[b]!;
    sum += difference * difference;
  }
  return sum;
}

/** Leave-one-out accuracy of the nearest neighbour: the share of points whose nearest other point is of their class. */
export function sharedWithNearest({ indices }: Neighbours, labels: ArrayLike<number>): number {
  const same = indices.filter(([nearest], i) => labels[nearest!] === labels[i]);
  return same.length / indices.length;
}
