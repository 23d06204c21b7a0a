import type { DataType } from "@tensorflow/tfjs-core";
import { broadcastShape, defineRule } from "./kernel";

const BINARY = { Add: "Add", Sub: "Sub", Multiply: "Mul", RealDiv: "Div", Maximum: "Max", Minimum: "Min", Pow: "Pow" };
const UNARY = {
  Exp: "Exp",
  Log: "Log",
  Sqrt: "Sqrt",
  Neg: "Neg",
  Tanh: "Tanh",
  Reciprocal: "Reciprocal",
  Abs: "Abs",
  Sigmoid: "Sigmoid",
  Erf: "Erf",
};
const COMPARISON = { Equal: "Equal", GreaterEqual: "GreaterOrEqual", Greater: "Greater" };

for (const [name, op] of Object.entries(BINARY)) {
  defineRule({
    name,
    inputs: ["a", "b"],
    infer: ([a, b]) => [broadcastShape(a!, b!)],
    lower: (g, [a, b], _, [shape]) => [g.node(op, [a!, b!], shape!)],
  });
}

for (const [name, op] of Object.entries(UNARY)) {
  defineRule({
    name,
    inputs: ["x"],
    infer: ([x]) => [x!],
    lower: (g, [x], _, [shape]) => [g.node(op, [x!], shape!)],
  });
}

for (const [name, op] of Object.entries(COMPARISON)) {
  defineRule({
    name,
    inputs: ["a", "b"],
    type: () => "bool",
    infer: ([a, b]) => [broadcastShape(a!, b!)],
    lower: (g, [a, b], _, [shape]) => [g.node(op, [a!, b!], shape!, {}, "bool")],
  });
}

defineRule({
  name: "Square",
  inputs: ["x"],
  infer: ([x]) => [x!],
  lower: (g, [x], _, [shape]) => [g.node("Mul", [x!, x!], shape!)],
});

defineRule({
  name: "Rsqrt",
  inputs: ["x"],
  infer: ([x]) => [x!],
  lower: (g, [x], _, [shape]) => [g.node("Reciprocal", [g.node("Sqrt", [x!], shape!)], shape!)],
});

defineRule<{ dtype: DataType }>({
  name: "Cast",
  inputs: ["x"],
  type: ({ dtype }) => dtype,
  infer: ([x]) => [x!],
  lower: (g, [x], { dtype }, [shape]) => {
    if (dtype !== "float32") throw new Error(`A program casts to float32 only, not to ${dtype}.`);
    return x!.type === "float32" ? [x!] : [g.node("Cast", [x!], shape!, { to: 1 })];
  },
});

defineRule({ name: "Identity", inputs: ["x"], infer: ([x]) => [x!], lower: (_, [x]) => [x!] });
