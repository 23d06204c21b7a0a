import { CompiledProgram } from "../../engine";
import type { LanguageShape } from "../language/shape";
import type { NetworkShape } from "../network/hglnet";
import type { StateLayout } from "../network/parameters";
import { inputShape, recorded, sharedProgram, sharedTextProgram } from "./programs";
import type { TrainerState } from "./trainer";

/** What a network in evaluation follows from. */
export type SharedState = Pick<TrainerState, "weights" | "statistics">;

/** Clips as the classifier scores them and where they stand among texts. */
export interface SharedClips {
  /** [count, classes] */
  readonly logits: Float32Array;
  /** a, [count, D], rows of length 1. */
  readonly vectors: Float32Array;
}

/** The compiled space in which clips and texts were aligned: programs without a state of their own. */
export class SharedSpace {
  private texts: CompiledProgram | undefined;

  private constructor(
    private readonly network: NetworkShape,
    private readonly language: LanguageShape,
    private readonly layout: StateLayout,
    private readonly batch: number,
    private readonly threads: number,
    private readonly clips: CompiledProgram,
  ) {}

  /**
   * @param layout of `declareTraining`, language included
   * @param batch N, clips or texts that are computed at once
   */
  static async open(
    network: NetworkShape,
    language: LanguageShape,
    layout: StateLayout,
    batch: number,
    threads: number,
  ): Promise<SharedSpace> {
    const build = await recorded(sharedProgram(network, layout, batch));
    const program = await CompiledProgram.compile(build, "shared", { threads });
    return new SharedSpace(network, language, layout, batch, threads, program);
  }

  /** D. */
  get width(): number {
    return this.language.config.width;
  }

  /** @param x [N, M, 3, V, T], of which the first `count` clips matter */
  async ofClips({ weights, statistics }: SharedState, x: Float32Array, count: number): Promise<SharedClips> {
    const size = inputShape(this.network, this.batch).reduce((a, b) => a * b, 1);
    if (x.length !== size) throw new RangeError(`a batch has ${size} values, not ${x.length}`);
    const { logits, vectors } = await this.clips.run({ weights, statistics, x });
    return {
      logits: logits!.slice(0, count * this.network.classes),
      vectors: vectors!.slice(0, count * this.width),
    };
  }

  /**
   * @param sentences [texts, D_t], centred as those of the training
   * @returns c, [texts, D], rows of length 1
   */
  async ofTexts({ weights }: Pick<SharedState, "weights">, sentences: Float32Array): Promise<Float32Array> {
    const { batch, width } = this;
    const { textWidth } = this.language;
    this.texts ??= await CompiledProgram.compile(
      await recorded(sharedTextProgram(this.layout, textWidth, batch)),
      "sharedTexts",
      { threads: this.threads },
    );
    const count = sentences.length / textWidth;
    const found = new Float32Array(count * width);
    for (let from = 0; from < count; from += batch) {
      const part = new Float32Array(batch * textWidth);
      part.set(sentences.subarray(from * textWidth, (from + batch) * textWidth));
      const { vectors } = await this.texts.run({ weights, sentences: part });
      found.set(vectors!.subarray(0, Math.min(batch, count - from) * width), from * width);
    }
    return found;
  }

  async dispose(): Promise<void> {
    await Promise.all([this.clips.dispose(), this.texts?.dispose()]);
  }
}
