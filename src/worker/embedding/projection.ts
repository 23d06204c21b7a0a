import { PCA } from "ml-pca";
import { UMAP } from "umap-js";
import { RANDOM_STREAMS, randomStream } from "../../model/random";
import { nearestOthers, rowsIn, sharedWithNearest, type Neighbours, type Rows } from "./neighbours";

/** Points laid out in three dimensions and in two. */
export interface Projected {
  /** [N, 3] */
  readonly space: Float64Array;
  /** [N, 2] */
  readonly plane: Float64Array;
  /** Shares of variance of the three axes; null where they are no principal components. */
  readonly explained: readonly number[] | null;
  /** Shares of points whose nearest other point is of their class, null for a single point. */
  readonly neighbours: { readonly features: number; readonly space: number; readonly plane: number } | null;
}

/** Features [N, width] of clips with these labels. */
export interface Featured extends Rows {
  readonly labels: ArrayLike<number>;
}

/** Neighbours that UMAP keeps together, the point itself among them: its authors' default. */
const NEIGHBOURS = 15;
/** UMAP has no graph to lay out below this. */
export const FEWEST_FOR_UMAP = 4;

/** Lays features out. Equal features, seed and method give equal bits. @param seed of UMAP's random numbers */
export function project(features: Featured, method: "pca" | "umap", seed: number): Projected {
  const n = rowsIn(features);
  const known = nearestOthers(features, Math.max(0, Math.min(n, NEIGHBOURS) - 1));
  const components = principalComponents(features, 3);
  const laidOut =
    method === "pca" ? components : { explained: null, axes: umap(features, known, components.axes, 3, seed) };
  const plane =
    method === "pca" ? columns(components.axes, 2) : umap(features, known, columns(components.axes, 2), 2, seed);
  const share = (values: Float64Array, width: number) =>
    sharedWithNearest(nearestOthers({ values, width }, 1), features.labels);
  const space = laidOut.axes;
  return {
    space,
    plane,
    explained: laidOut.explained,
    neighbours:
      n < 2
        ? null
        : { features: sharedWithNearest(known, features.labels), space: share(space, 3), plane: share(plane, 2) },
  };
}

export interface Components {
  /** [N, count]; zeros on axes that the features do not have. */
  readonly axes: Float64Array;
  /** Share of the variance that each axis carries; zeros where there is none. */
  readonly explained: readonly number[];
}

/**
 * Principal components of centred features. An axis has a sign by chance; here the feature that weighs most on it weighs positively,
 * the first of equals.
 */
export function principalComponents(features: Rows, count: number): Components {
  const { values, width } = features;
  const n = rowsIn(features);
  const axes = new Float64Array(n * count);
  const nothing = { axes, explained: new Array<number>(count).fill(0) };
  if (n < 2) return nothing;
  const rows = Array.from({ length: n }, (_, i) => Array.from({ length: width }, (_, j) => values[i * width + j]!));
  const pca = new PCA(rows, { method: "covarianceMatrix", center: true });
  const variances = pca.getEigenvalues().map((value) => Math.max(0, value));
  const total = variances.reduce((a, b) => a + b, 0);
  if (!(total > 0)) return nothing;
  const found = Math.min(count, width);
  const places = pca.predict(rows, { nComponents: found });
  const loadings = pca.getEigenvectors();
  for (let axis = 0; axis < found; axis++) {
    const sign = heaviest(loadings.getColumn(axis)) < 0 ? -1 : 1;
    // Zero has one sign only.
    for (let i = 0; i < n; i++) axes[i * count + axis] = sign * places.get(i, axis) + 0;
  }
  return { axes, explained: nothing.explained.map((_, axis) => (variances[axis] ?? 0) / total) };
}

function heaviest(loadings: readonly number[]): number {
  return loadings.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
}

/**
 * UMAP (McInnes, Healy, Melville 2018) from exact neighbours, begun at the principal components, which keeps the whole where it is.
 *
 * @param start [N, dimensions]
 */
function umap(features: Rows, known: Neighbours, start: Float64Array, dimensions: number, seed: number): Float64Array {
  const n = rowsIn(features);
  const random = randomStream({ seed, stream: RANDOM_STREAMS.projection, epoch: 0, sample: 0, use: dimensions });
  const graph = new UMAP({
    nComponents: dimensions,
    nNeighbors: Math.min(n - 1, NEIGHBOURS),
    random: () => random.uniform(),
  });
  graph.setPrecomputedKNN(
    known.indices.map((others, i) => [i, ...others]),
    known.distances.map((others) => [0, ...others]),
  );
  // With the neighbours given, only the number of rows matters.
  const epochs = graph.initializeFit(Array.from({ length: n }, () => []));
  const most = start.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0) || 1;
  const places = graph.getEmbedding();
  places.forEach((place, i) => {
    // Ten is the extent that UMAP's own implementation scales its start to; the noise parts clips that are alike.
    for (let d = 0; d < dimensions; d++)
      place[d] = (10 * start[i * dimensions + d]!) / most + 1e-3 * (random.uniform() - 0.5);
  });
  for (let epoch = 0; epoch < epochs; epoch++) graph.step();
  return Float64Array.from(graph.getEmbedding().flat());
}

function columns(axes: Float64Array, count: number): Float64Array {
  return axes.filter((_, at) => at % 3 < count);
}
