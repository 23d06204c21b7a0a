import * as ort from "onnxruntime-node";
import { sizeOf, type Shape } from "./kernels/kernel";
import { lower, outputName } from "./lower";
import type { Program } from "./trace/program";

export interface SessionOptions {
  /** Threads of the session; 0 is one per core. */
  readonly threads?: number;
  /** Where ONNX Runtime writes its profile; no profile when absent. */
  readonly profilePrefix?: string;
}

export type Arrays = Record<string, Float32Array>;

let open = 0;

/** Sessions of this thread that nobody has released: native memory that no garbage collector sees. */
export const openSessions = (): number => open;

/** A program ready to run. Inputs and outputs are flat float32 arrays by name. */
export class CompiledProgram {
  private constructor(
    private readonly session: ort.InferenceSession,
    private readonly inputShapes: ReadonlyMap<string, Shape>,
    private readonly outputs: readonly { readonly name: string; readonly port: string; readonly shape: Shape }[],
  ) {}

  /** @throws Error when ONNX Runtime refuses the program */
  static async compile(program: Program, name: string, options: SessionOptions = {}): Promise<CompiledProgram> {
    const session = await ort.InferenceSession.create(lower(program, name), {
      executionProviders: ["cpu"],
      graphOptimizationLevel: "all",
      intraOpNumThreads: options.threads ?? 0,
      interOpNumThreads: 1,
      executionMode: "sequential",
      // Planned memory reuse holds twice the peak of an arena that frees as it goes, at the same speed.
      enableMemPattern: false,
      logSeverityLevel: 3,
      ...(options.profilePrefix ? { enableProfiling: true, profileFilePrefix: options.profilePrefix } : {}),
    });
    const inputs = new Map(program.inputs.map(({ name: port, value }) => [port, value.shape]));
    const outputs = program.outputs.map(({ name: output, value }) => ({
      name: output,
      port: outputName(program, output),
      shape: value.shape,
    }));
    open++;
    return new CompiledProgram(session, inputs, outputs);
  }

  /**
   * @param inputs one array per input, of that input's size
   * @param into arrays to write outputs to; an output without one gets a new array. An array must not be input and output at once.
   */
  async run(inputs: Arrays, into: Arrays = {}): Promise<Arrays> {
    const feeds: Record<string, ort.Tensor> = {};
    for (const [name, shape] of this.inputShapes) {
      const data = inputs[name];
      if (data?.length !== sizeOf(shape)) {
        throw new Error(
          `Input "${name}" has ${data?.length ?? 0} values, but [${shape.join(", ")}] needs ${sizeOf(shape)}.`,
        );
      }
      feeds[name] = new ort.Tensor("float32", data, shape);
    }
    const outputs: Arrays = {};
    const fetches: Record<string, ort.Tensor> = {};
    for (const { name, port, shape } of this.outputs) {
      outputs[name] = into[name] ?? new Float32Array(sizeOf(shape));
      fetches[port] = new ort.Tensor("float32", outputs[name], shape);
    }
    await this.session.run(feeds, fetches);
    return outputs;
  }

  /** Ends profiling, so that the profile is complete on disk. */
  endProfiling(): void {
    this.session.endProfiling();
  }

  async dispose(): Promise<void> {
    await this.session.release();
    open--;
  }
}
