import { CompiledProgram, type SessionOptions } from "../../engine";
import { accumulateProgram, recorded, stepProgram, updateProgram, type ProgramSpec } from "./programs";

/** The compiled programs of one stage of a training. */
export interface StagePrograms {
  readonly step: CompiledProgram;
  /** With gradient accumulation, the update apart from the step. */
  readonly update: CompiledProgram | null;
}

export async function compileStage(spec: ProgramSpec, options: SessionOptions): Promise<StagePrograms> {
  const compile = async (build: Parameters<typeof recorded>[0], name: string): Promise<CompiledProgram> =>
    CompiledProgram.compile(await recorded(build), name, options);
  const accumulating = spec.train.accumulate > 1;
  return {
    step: await compile(accumulating ? accumulateProgram(spec) : stepProgram(spec), "step"),
    update: accumulating ? await compile(updateProgram(spec), "update") : null,
  };
}
