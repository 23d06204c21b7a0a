import { defineRule, reshaped, sameShape, sizeOf } from "./kernel";

defineRule<{ shape: number[] }>({
  name: "Reshape",
  inputs: ["x"],
  infer: ([x], { shape }) => {
    const known = shape.reduce((product, n) => (n === -1 ? product : product * n), 1);
    return [shape.map((n) => (n === -1 ? sizeOf(x!) / known : n))];
  },
  lower: (g, [x], _, [shape]) => [reshaped(g, x!, shape!)],
});

defineRule<{ dim: number }>({
  name: "ExpandDims",
  inputs: ["input"],
  infer: ([x], { dim }) => {
    const at = dim < 0 ? x!.length + 1 + dim : dim;
    return [[...x!.slice(0, at), 1, ...x!.slice(at)]];
  },
  lower: (g, [x], _, [shape]) => [reshaped(g, x!, shape!)],
});

defineRule<{ perm: number[] }>({
  name: "Transpose",
  inputs: ["x"],
  infer: ([x], { perm }) => [perm.map((axis) => x![axis]!)],
  lower: (g, [x], { perm }, [shape]) => {
    const moved = perm.filter((axis) => x!.shape[axis] !== 1);
    const inOrder = moved.every((axis, i) => i === 0 || axis > moved[i - 1]!);
    return [inOrder ? reshaped(g, x!, shape!) : g.node("Transpose", [x!], shape!, { perm })];
  },
});

defineRule<{ begin: number[]; size: number[] }>({
  name: "Slice",
  inputs: ["x"],
  infer: ([x], { begin, size }) => [size.map((n, i) => (n === -1 ? x![i]! - begin[i]! : n))],
  lower: (g, [x], { begin }, [shape]) => {
    if (sameShape(x!.shape, shape!)) return [x!];
    const axes = shape!.flatMap((n, i) => (n === x!.shape[i] ? [] : [i]));
    const starts = axes.map((i) => begin[i]!);
    const ends = axes.map((i) => begin[i]! + shape![i]!);
    return [g.node("Slice", [x!, g.ints(starts), g.ints(ends), g.ints(axes)], shape!, {}, x!.type)];
  },
});

defineRule<{ paddings: [number, number][]; constantValue: number }>({
  name: "PadV2",
  inputs: ["x"],
  infer: ([x], { paddings }) => [x!.map((n, i) => n + paddings[i]![0] + paddings[i]![1])],
  lower: (g, [x], { paddings, constantValue }, [shape]) => {
    const pads = g.ints([...paddings.map(([before]) => before), ...paddings.map(([, after]) => after)]);
    return [g.node("Pad", [x!, pads, g.floats([constantValue], [])], shape!)];
  },
});

defineRule<{ axis: number }>({
  name: "Concat",
  infer: (shapes, { axis }) => {
    const total = shapes.reduce((sum, shape) => sum + shape[axis]!, 0);
    return [shapes[0]!.map((n, i) => (i === axis ? total : n))];
  },
  lower: (g, inputs, { axis }, [shape]) => [
    inputs.length === 1 ? inputs[0]! : g.node("Concat", inputs, shape!, { axis }),
  ],
});

defineRule<{ reps: number[] }>({
  name: "Tile",
  inputs: ["x"],
  infer: ([x], { reps }) => [x!.map((n, i) => n * reps[i]!)],
  lower: (g, [x], { reps }, [shape]) => {
    if (sameShape(x!.shape, shape!)) return [x!];
    const stretches = x!.shape.every((n, i) => n === 1 || reps[i] === 1);
    return [stretches ? g.node("Expand", [x!, g.ints(shape!)], shape!) : g.node("Tile", [x!, g.ints(reps)], shape!)];
  },
});

defineRule({
  name: "ZerosLike",
  inputs: ["x"],
  infer: ([x]) => [x!],
  lower: (g, _, __, [shape]) => [g.node("Expand", [g.floats([0], []), g.ints(shape!)], shape!)],
});
