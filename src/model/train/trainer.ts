import type { RunConfig } from "../../common/config";
import { HglError } from "../../common/errors";
import { CompiledProgram, type Arrays } from "../../engine";
import { declareTraining, networkLength } from "../language/declare";
import type { TextBatch } from "../language/draw";
import { languageInputs } from "../language/languageLoss";
import { gumbelNoise } from "../language/noise";
import { dropoutSites } from "../language/slm";
import { languageShape, type LanguageShape, type TextShape } from "../language/shape";
import type { NetworkShape } from "../network/hglnet";
import { initialValues, type StateLayout } from "../network/parameters";
import type { Layout } from "../skeleton/layout";
import { dropoutMask } from "./dropout";
import { scalarsAt, slotCount } from "./optimizer";
import { evaluationProgram, recorded, type ProgramSpec } from "./programs";
import { SharedSpace, type SharedClips } from "./sharedSpace";
import { compileStage, type StagePrograms } from "./stagePrograms";

/** Everything that changes while a run trains; saving and restoring it continues the run bit-exactly on the CPU. */
export interface TrainerState {
  /** Batches seen. */
  readonly step: number;
  readonly weights: Float32Array;
  /** The optimiser's vectors: as long as the weights (sgd) or twice that (adamw). */
  readonly slots: Float32Array;
  readonly statistics: Float32Array;
  /** The moving average of the weights, when it is on. */
  readonly average: Float32Array | null;
  /** Gradients of an update that still lacks batches; null between updates. */
  readonly gradients?: Float32Array | null;
}

export interface StepResult {
  readonly loss: number;
  readonly gradNorm: number;
  /** N x classes, from before the update. */
  readonly logits: Float32Array;
  /** L_align and L_match before their weights, in a step with descriptions. */
  readonly language?: { readonly align: number; readonly match: number };
}

/** The descriptions of a batch, with la and lm as they stand at the step. */
export interface StepTexts extends TextBatch {
  readonly lossWeights: Float32Array;
}

/** What a trainer is made for beside its configuration. */
export interface TrainedShape {
  readonly layout: Layout;
  readonly classes: number;
  /** Needed where the configuration has `language`. */
  readonly text?: TextShape;
}

export interface TrainerOptions {
  /** Where ONNX Runtime writes a profile of the training step. */
  readonly profilePrefix?: string;
}

const NO_TEXT = {
  code: "data",
  what: "the run trains with descriptions, but has none",
  next: "name a text cell in the train cell, or leave out `language`",
} as const;

/** HGLNet in training: compiled programs and the state they pass from step to step. */
export class Trainer {
  /** State before and after a step: a program must not write over what it reads. */
  private spare: Arrays;
  private evaluation: CompiledProgram | undefined;
  private space: SharedSpace | undefined;
  /** Programs of steps with descriptions and of steps without. */
  private readonly stages = new Map<boolean, StagePrograms>();

  private constructor(
    private readonly config: RunConfig,
    private readonly network: NetworkShape,
    private readonly language: LanguageShape | null,
    readonly layout: StateLayout,
    private readonly compile: (language: LanguageShape | null) => Promise<StagePrograms>,
    private current: Arrays,
    private steps: number,
    private lastNorm: number,
  ) {
    this.spare = Object.fromEntries(
      Object.entries(current).map(([name, data]) => [name, new Float32Array(data.length)]),
    );
  }

  /** Weights start from the run's seed. Throws HglError "model" when the configuration describes no network. */
  static async create(config: RunConfig, shape: TrainedShape, options: TrainerOptions = {}): Promise<Trainer> {
    const { train } = config;
    const network: NetworkShape = {
      config: config.model,
      layout: shape.layout,
      classes: shape.classes,
      window: config.data.window,
    };
    if (config.language && !shape.text) throw new HglError(NO_TEXT);
    const language = config.language && languageShape(config.language, network, shape.text!);
    const layout = declareTraining(network, language);
    const spec: Omit<ProgramSpec, "language"> = { network, state: layout, train, batch: train.batch };
    const compile = (stage: LanguageShape | null): Promise<StagePrograms> =>
      compileStage({ ...spec, language: stage }, { threads: train.threads, ...options });
    const weights = initialValues(layout.weights, config.seed);
    const current: Arrays = {
      weights,
      slots: new Float32Array(slotCount(train) * weights.length),
      statistics: initialValues(layout.statistics, config.seed),
      ...(train.ema > 0 ? { average: weights.slice() } : {}),
      ...(train.accumulate > 1 ? { gradients: new Float32Array(weights.length) } : {}),
    };
    const trainer = new Trainer(config, network, language, layout, compile, current, 0, 0);
    await trainer.programsFor(config.language?.stage === "joint");
    return trainer;
  }

  /** Of HGLNet, which is what is tested and kept; what descriptions add is not among them. */
  get parameters(): number {
    return networkLength(this.layout);
  }

  /**
   * One batch. With gradient accumulation the weights move after every `accumulate`-th call, and `gradNorm` is that of the last update.
   *
   * @param x [N, M, 3, V, T], N = the configured batch
   * @param labels N class numbers
   * @param rate the learning rate
   * @param texts the descriptions of the clips, where they take part in this step
   * @throws HglError "data" for a label that is no class; the state is then as before
   */
  async step(x: Float32Array, labels: Int32Array, rate: number, texts: StepTexts | null = null): Promise<StepResult> {
    const { train, model } = this.config;
    const n = train.batch;
    this.checkLabels(labels);
    const programs = await this.programsFor(texts !== null);
    const state = this.current;
    const inputs: Arrays = {
      ...state,
      x,
      labels: Float32Array.from(labels),
      scalars: scalarsAt(train, this.updates + 1, rate),
      ...(texts ? this.textInputs(texts) : {}),
    };
    if (model.dropout > 0)
      inputs.dropout = dropoutMask(this.config.seed, this.steps, n, model.widths.at(-1)!, model.dropout);
    const outputs = await programs.step.run(inputs, this.spare);
    const loss = outputs.loss![0]!;
    const logits = outputs.logits!;
    this.steps++;
    if (!programs.update) {
      this.lastNorm = outputs.gradNorm![0]!;
      this.swap(Object.keys(state));
    } else {
      this.swap(["statistics", "gradients"]);
      if (this.steps % train.accumulate === 0) await this.applyGradients(programs.update, inputs.scalars!);
    }
    const { align, match } = outputs;
    const language = align && match ? { language: { align: align[0]!, match: match[0]! } } : {};
    return { loss, gradNorm: this.lastNorm, logits, ...language };
  }

  /**
   * Logits of up to N clips, from the averaged weights when averaging is on.
   *
   * @param x [N, M, 3, V, T], of which the first `count` clips matter
   * @returns count x classes
   */
  async evaluate(x: Float32Array, count: number): Promise<Float32Array> {
    this.evaluation ??= await this.compileEvaluation();
    const { logits } = await this.evaluation.run({ ...this.evaluated(), x });
    return logits!.subarray(0, count * this.network.classes);
  }

  /**
   * As `evaluate`, and where the clips stand in the space in which they are aligned with texts.
   *
   * @param x [N, M, 3, V, T], of which the first `count` clips matter
   */
  async embed(x: Float32Array, count: number): Promise<SharedClips> {
    return await (await this.sharedSpace()).ofClips(this.evaluated(), x, count);
  }

  /**
   * Where texts stand in that space.
   *
   * @param sentences sentence vectors [texts, D_t]
   * @returns [texts, D], rows of length 1
   */
  async embedTexts(sentences: Float32Array): Promise<Float32Array> {
    return await (await this.sharedSpace()).ofTexts(this.evaluated(), sentences);
  }

  /** A copy of the whole state. */
  getState(): TrainerState {
    const copy = (name: string): Float32Array | null => this.current[name]?.slice() ?? null;
    return {
      step: this.steps,
      weights: copy("weights")!,
      slots: copy("slots")!,
      statistics: copy("statistics")!,
      average: copy("average"),
      gradients: copy("gradients"),
    };
  }

  setState(state: TrainerState): void {
    const vectors = Object.entries(this.current).map(([name, own]) => {
      const data = state[name as keyof TrainerState] as Float32Array | null | undefined;
      if (data?.length !== own.length) {
        throw new Error(`The state's "${name}" has ${data?.length ?? 0} values; this network needs ${own.length}.`);
      }
      return { own, data };
    });
    for (const { own, data } of vectors) own.set(data);
    this.steps = state.step;
  }

  /** Ends a profile that `create` was asked for. */
  endProfiling(): void {
    for (const { step } of this.stages.values()) step.endProfiling();
  }

  async dispose(): Promise<void> {
    const programs = [...this.stages.values()].flatMap(({ step, update }) => (update ? [step, update] : [step]));
    await Promise.all([
      ...programs.map((program) => program.dispose()),
      this.evaluation?.dispose(),
      this.space?.dispose(),
    ]);
  }

  /** What is evaluated with: the averaged weights when averaging is on. */
  private evaluated(): { readonly weights: Float32Array; readonly statistics: Float32Array } {
    const { weights, average, statistics } = this.current;
    return { weights: average ?? weights!, statistics: statistics! };
  }

  private async sharedSpace(): Promise<SharedSpace> {
    if (!this.language) throw new Error("A training without descriptions shares no space with texts.");
    const { batch, threads } = this.config.train;
    return (this.space ??= await SharedSpace.open(this.network, this.language, this.layout, batch, threads));
  }

  private async programsFor(withTexts: boolean): Promise<StagePrograms> {
    let programs = this.stages.get(withTexts);
    if (!programs) {
      if (withTexts && !this.language) throw new Error("Descriptions came to a training that has no use for them.");
      programs = await this.compile(withTexts ? this.language : null);
      this.stages.set(withTexts, programs);
    }
    return programs;
  }

  /** What a step with descriptions takes in beside clips and labels. */
  private textInputs({ lossWeights, sentences, tokens, lengths }: StepTexts): Arrays {
    const { batch } = this.config.train;
    const { seed } = this.config;
    const language = this.language!;
    const wanted = languageInputs(language, batch);
    const { width, dropout } = language.config;
    const rows = dropoutSites(language) * 3 * batch;
    return {
      lossWeights,
      sentences,
      ...(wanted.negativeNoise ? { negativeNoise: gumbelNoise(seed, this.steps, 2 * batch * batch) } : {}),
      ...(wanted.tokens ? { tokens: tokens!, lengths: lengths! } : {}),
      ...(wanted.languageDropout ? { languageDropout: dropoutMask(seed, this.steps, rows, width, dropout, 1) } : {}),
    };
  }

  /** A label outside the classes would train towards no class at all, in silence. */
  private checkLabels(labels: Int32Array): void {
    const { classes } = this.network;
    const strange = labels.find((label) => label < 0 || label >= classes);
    if (strange === undefined) return;
    throw new HglError({
      code: "data",
      what: `there is a clip with label ${strange}, but the network has classes 0 to ${classes - 1}`,
      next: "check the data set's labels",
    });
  }

  /** Updates of the weights so far. */
  private get updates(): number {
    return Math.floor(this.steps / this.config.train.accumulate);
  }

  private async applyGradients(program: CompiledProgram, scalars: Float32Array): Promise<void> {
    const { weights, slots, average, gradients } = this.current;
    const inputs = {
      weights: weights!,
      slots: slots!,
      scalars,
      gradients: gradients!,
      ...(average ? { average } : {}),
    };
    const outputs = await program.run(inputs, this.spare);
    this.lastNorm = outputs.gradNorm![0]!;
    this.swap(["weights", "slots", ...(average ? ["average"] : [])]);
    gradients!.fill(0);
  }

  private swap(names: readonly string[]): void {
    for (const name of names) [this.current[name], this.spare[name]] = [this.spare[name]!, this.current[name]!];
  }

  private async compileEvaluation(): Promise<CompiledProgram> {
    const program = await recorded(evaluationProgram(this.network, this.layout, this.config.train.batch));
    return CompiledProgram.compile(program, "evaluate", { threads: this.config.train.threads });
  }
}
