import type { Shape } from "./kernels/kernel";
import { CompiledProgram, type Arrays } from "./session";
import type { Program, ProgramNode } from "./trace/program";

type Constant = Program["constants"][number];

/**
 * The same program with some inputs given for good: whatever follows from them alone is computed now, and the rest of the program gets
 * the results as constants, named after the input they come from.
 *
 * @param given values of the inputs that vanish
 * @param growing tells shapes that must not be computed ahead, because an axis is still to be chosen
 */
export async function fold(program: Program, given: Arrays, growing: (shape: Shape) => boolean): Promise<Program> {
  const names = new Map<number, string>();
  const known = new Set(program.constants.map(({ value }) => value.id));
  const inputs = program.inputs.filter(({ name }) => given[name]);
  for (const { name, value } of inputs) {
    known.add(value.id);
    names.set(value.id, name);
  }
  const now: ProgramNode[] = [];
  const later: ProgramNode[] = [];
  for (const node of program.nodes) {
    const computable =
      node.inputs.every((id) => known.has(id)) &&
      node.outputs.every(({ shape, dtype }) => dtype === "float32" && !growing(shape));
    (computable ? now : later).push(node);
    if (!computable) continue;
    const origin = node.inputs.map((id) => names.get(id)).find((name) => name !== undefined);
    for (const { id } of node.outputs) {
      known.add(id);
      if (origin) names.set(id, origin);
    }
  }
  const wanted = new Set([...later.flatMap((node) => node.inputs), ...program.outputs.map(({ value }) => value.id)]);
  const results = now.flatMap((node) => node.outputs).filter(({ id }) => wanted.has(id));
  const computed = await compute(
    {
      inputs,
      outputs: results.map((value) => ({ name: String(value.id), value })),
      nodes: now,
      constants: program.constants,
    },
    given,
  );

  const left = program.inputs.filter(({ name }) => !given[name]);
  // A model has one space of names for constants, inputs and outputs.
  const taken = new Set([...left, ...program.outputs].map(({ name }) => name));
  const distinct = (name: string): string => {
    let candidate = name;
    for (let i = 2; taken.has(candidate); i++) candidate = `${name}.${i}`;
    taken.add(candidate);
    return candidate;
  };
  const constants: Constant[] = [
    ...program.constants.filter(({ value }) => wanted.has(value.id)),
    ...inputs
      .filter(({ value }) => wanted.has(value.id))
      .map(({ name, value }) => ({ value, data: given[name]!, name: distinct(name) })),
    ...results.map((value) => {
      const origin = names.get(value.id);
      return { value, data: computed[String(value.id)]!, ...(origin && { name: distinct(`${origin}.folded`) }) };
    }),
  ];
  return { ...program, inputs: left, nodes: later, constants };
}

async function compute(program: Program, given: Arrays): Promise<Arrays> {
  if (program.outputs.length === 0) return {};
  const compiled = await CompiledProgram.compile(program, "fold", { threads: 1 });
  try {
    return await compiled.run(given);
  } finally {
    await compiled.dispose();
  }
}
