import { defineRule, reshaped, type Shape } from "./kernel";

function reducedShape(shape: Shape, axes: readonly number[], keepDims: boolean): number[] {
  return keepDims ? shape.map((n, i) => (axes.includes(i) ? 1 : n)) : shape.filter((_, i) => !axes.includes(i));
}

const asAxes = (axis: number | readonly number[] | null | undefined, rank: number): number[] =>
  axis == null ? Array.from({ length: rank }, (_, i) => i) : ([axis].flat() as number[]).map((a) => (a + rank) % rank);

interface ReduceAttributes {
  axis?: number | number[];
  keepDims?: boolean;
}

defineRule<ReduceAttributes>({
  name: "Sum",
  inputs: ["x"],
  infer: ([x], { axis, keepDims }) => [reducedShape(x!, asAxes(axis, x!.length), keepDims ?? false)],
  lower: (g, [x], { axis }, [shape]) => {
    const axes = asAxes(axis, x!.shape.length).filter((a) => x!.shape[a]! > 1);
    if (axes.length === 0) return [reshaped(g, x!, shape!)];
    // Two short reductions beat one over a leading and a trailing axis at once.
    const leading = axes.filter((a, i) => a === i);
    const trailing = axes.filter((a, i) => a !== i);
    let y = x!;
    for (const part of [trailing, leading]) {
      if (part.length === 0) continue;
      y = g.node("ReduceSum", [y, g.ints(part)], reducedShape(y.shape, part, true), { keepdims: 1 });
    }
    return [reshaped(g, y, shape!)];
  },
});

defineRule<ReduceAttributes>({
  name: "Mean",
  inputs: ["x"],
  infer: ([x], { axis, keepDims }) => [reducedShape(x!, asAxes(axis, x!.length), keepDims ?? false)],
  lower: (g, [x], { axis, keepDims }, [shape]) => [
    g.node("ReduceMean", [x!], shape!, { axes: asAxes(axis, x!.shape.length), keepdims: keepDims ? 1 : 0 }),
  ],
});

defineRule<{ reductionIndices: number | number[]; keepDims?: boolean }>({
  name: "Max",
  inputs: ["x"],
  infer: ([x], { reductionIndices, keepDims }) => [
    reducedShape(x!, asAxes(reductionIndices, x!.length), keepDims ?? false),
  ],
  lower: (g, [x], { reductionIndices, keepDims }, [shape]) => [
    g.node("ReduceMax", [x!], shape!, { axes: asAxes(reductionIndices, x!.shape.length), keepdims: keepDims ? 1 : 0 }),
  ],
});

defineRule<{ dim: number }>({
  name: "Softmax",
  inputs: ["logits"],
  infer: ([x]) => [x!],
  lower: (g, [x], { dim }, [shape]) => [g.node("Softmax", [x!], shape!, { axis: dim })],
});

export { asAxes, reducedShape };
