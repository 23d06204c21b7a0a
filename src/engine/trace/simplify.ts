import { sameShape } from "../kernels/kernel";
import type { Program, ProgramNode } from "./program";

/**
 * The same program with less to do:
 *
 *   recorded -> needless copies dropped -> equal nodes merged -> dead nodes and constants dropped
 */
export function simplify(program: Program): Program {
  return dropDead(mergeEqual(dropCopies(program)));
}

/** An addition broadcasts by itself: a copy made only to be added to a tensor of that full shape is skipped. */
function dropCopies(program: Program): Program {
  const copies = new Map(
    program.nodes.filter(({ kernel }) => kernel === "Tile").map((node) => [node.outputs[0]!.id, node]),
  );
  const nodes = program.nodes.map((node) => {
    if (node.kernel !== "Add" && node.kernel !== "Multiply") return node;
    const at = node.inputs.findIndex((id, i) => {
      const copy = copies.get(id);
      if (!copy) return false;
      const from = copy.shapes[0]!;
      const stretches = from.every(
        (n, axis) => n === 1 || (copy.attributes.reps && (copy.attributes.reps as number[])[axis] === 1),
      );
      return (
        stretches &&
        sameShape(node.shapes[i]!, copy.outputs[0]!.shape) &&
        sameShape(node.shapes[1 - i]!, node.outputs[0]!.shape)
      );
    });
    if (at < 0) return node;
    const copy = copies.get(node.inputs[at]!)!;
    const swap = <T>(list: readonly T[], value: T): T[] => list.map((old, i) => (i === at ? value : old));
    return { ...node, inputs: swap(node.inputs, copy.inputs[0]!), shapes: swap(node.shapes, copy.shapes[0]!) };
  });
  return { ...program, nodes };
}

/** Nodes with equal kernel, inputs and attributes are computed once. */
function mergeEqual(program: Program): Program {
  const same = new Map<number, number>();
  const seen = new Map<string, ProgramNode>();
  const at = (id: number): number => same.get(id) ?? id;
  const constants: Program["constants"][number][] = [];
  const scalars = new Map<string, number>();
  for (const constant of program.constants) {
    const { value, data } = constant;
    const key = data.length <= 16 ? `${value.dtype}[${value.shape.join()}]${data.join()}` : undefined;
    const known = key === undefined ? undefined : scalars.get(key);
    if (known !== undefined) same.set(value.id, known);
    else {
      if (key !== undefined) scalars.set(key, value.id);
      constants.push(constant);
    }
  }
  const nodes: ProgramNode[] = [];
  for (const raw of program.nodes) {
    const node = { ...raw, inputs: raw.inputs.map(at) };
    const copies =
      node.kernel === "Identity" || (node.kernel === "Reshape" && sameShape(node.shapes[0]!, node.outputs[0]!.shape));
    if (copies) {
      same.set(node.outputs[0]!.id, node.inputs[0]!);
      continue;
    }
    const key = JSON.stringify([node.kernel, node.inputs, node.shapes, node.attributes]);
    const twin = seen.get(key);
    if (twin) node.outputs.forEach((value, i) => same.set(value.id, twin.outputs[i]!.id));
    else {
      seen.set(key, node);
      nodes.push(node);
    }
  }
  const outputs = program.outputs.map(({ name, value }) => ({ name, value: { ...value, id: at(value.id) } }));
  return { ...program, nodes, outputs, constants };
}

function dropDead(program: Program): Program {
  const needed = new Set(program.outputs.map(({ value }) => value.id));
  const nodes: ProgramNode[] = [];
  for (const node of [...program.nodes].reverse()) {
    if (!node.outputs.some((value) => needed.has(value.id))) continue;
    node.inputs.forEach((id) => needed.add(id));
    nodes.push(node);
  }
  return {
    ...program,
    nodes: nodes.reverse(),
    constants: program.constants.filter(({ value }) => needed.has(value.id)),
  };
}
