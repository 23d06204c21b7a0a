import type {
  CTS_CHOICES,
  DataFormat,
  DHT_CHOICES,
  EMBEDDING_APIS,
  FUSION_CHOICES,
  GSM_CHOICES,
  GTA_CHOICES,
  OPTIMIZERS,
  POOLINGS,
  PRIOR_CHOICES,
  LANGUAGE_STAGES,
  SCHEDULES,
  Stream,
  TEXT_LEVELS,
  TEXT_SOURCES,
} from "./vocabulary";

/** What a run is made of, after the notebook's cells are resolved and every default is filled in; hashed into the run id. */
export interface RunConfig {
  readonly data: DataConfig;
  readonly model: ModelConfig;
  readonly train: TrainConfig;
  /** How descriptions take part in training; null trains on skeletons and labels alone. */
  readonly language: LanguageConfig | null;
  readonly seed: number;
}

/** What is read, and how: no number of a run depends on it beyond what the data's content hash tells. */
export interface DataPlace {
  /** "ui-prmd" for the shipped sample, otherwise a path (absolute once resolved). */
  readonly source: string;
  /** "auto" looks at the folder. */
  readonly format: "auto" | DataFormat;
  /** A built-in skeleton layout, or the path of one in YAML (absolute once resolved); null where the source knows its own. */
  readonly layout: string | null;
  /** Which column of a long table holds what; null where its headings say it. */
  readonly columns: Readonly<Record<string, string>> | null;
  /** What becomes of a data set with files that cannot be read: refused, or read without them. */
  readonly bad: "refuse" | "skip";
}

export interface DataConfig extends DataPlace {
  /** Whose clips are the test split. */
  readonly split: {
    /** "default" is the data set's first protocol; "subject", "view" and "setup" go by `test` and `train`; any other word names one of its protocols. */
    readonly by: string;
    readonly test: readonly number[];
    readonly train: readonly number[];
  };
  /** Share of the training subjects (or, without subjects, of the training clips, per class) held out for validation, 0 to 0.5. */
  readonly validation: number;
  /** Classes whose clips are in the test split alone, sorted; absent where all classes are trained on, so that such runs keep their identity. */
  readonly unseen?: readonly string[];
  readonly stream: Stream;
  /** Frames T of every network input. */
  readonly window: number;
  /** What stands in the second body's place where a clip has one body: nothing, or the first body again. */
  readonly secondBody: "zeros" | "copy";
  /** Views of each clip whose probabilities are averaged when a trained network is scored. */
  readonly testClips: number;
  readonly augment: {
    /** Random crop keeps a share drawn from [crop[0], crop[1]] of the frames in training; null keeps all. */
    readonly crop: readonly [number, number] | null;
    /** Share kept, centred, at evaluation. */
    readonly testCrop: number;
    /** Largest rotation about each axis in degrees. */
    readonly rotation: number;
    /** Share of training clips seen in a mirror: left and right joints change places and the lateral axis x its sign. */
    readonly mirror: number;
    /** Each axis scaled to [-1, 1] over the clip (the field's NW-UCLA preparation). */
    readonly minmax: boolean;
    /**
     * "interpolate" resizes bilinearly; "sample" draws sorted frames with repetition in training and evenly at test (NW-UCLA); "uniform" draws a
     * frame from each of T even parts (pyskl).
     */
    readonly resize: "interpolate" | "sample" | "uniform";
    /** A training clip's size is multiplied by a factor drawn from [scale[0], scale[1]]; null leaves it. */
    readonly scale: readonly [number, number] | null;
    /** A training clip is moved by up to this much along each axis, in its coordinates' unit. */
    readonly shift: number;
    /** A share of the training clips has some joints zeroed in some frames, their numbers drawn within the bounds; null hides nothing. */
    readonly jointMask: {
      readonly share: number;
      readonly joints: readonly [number, number];
      readonly frames: readonly [number, number];
    } | null;
    /** Share of training clips in which one axis, drawn anew, is zero. */
    readonly axisMask: number;
  };
  /** How often each training clip is visited in an epoch. */
  readonly repeat: number;
}

export interface ModelConfig {
  readonly widths: readonly number[];
  readonly strides: readonly number[];
  readonly cts: (typeof CTS_CHOICES)[number];
  readonly gsm: (typeof GSM_CHOICES)[number];
  readonly prior: (typeof PRIOR_CHOICES)[number];
  readonly dht: (typeof DHT_CHOICES)[number];
  readonly gta: (typeof GTA_CHOICES)[number];
  readonly gtaHeads: number;
  /** p, q and the dynamic topology work at C_in / reduction channels. */
  readonly reduction: number;
  readonly lseGroups: number;
  /** Taps of the two dilated temporal convolutions. */
  readonly kernel: number;
  readonly dilations: readonly [number, number];
  /** Dropout before the classifier, 0 to 0.9. */
  readonly dropout: number;
}

export interface TrainConfig {
  readonly epochs: number;
  readonly batch: number;
  readonly optimizer: (typeof OPTIMIZERS)[number];
  readonly lr: number;
  readonly momentum: number;
  readonly nesterov: boolean;
  readonly betas: readonly [number, number];
  readonly weightDecay: number;
  /** Epochs of linear warm-up. */
  readonly warmup: number;
  readonly schedule: (typeof SCHEDULES)[number];
  /** Epochs at which "step" multiplies the rate by `decay`. */
  readonly milestones: readonly number[];
  readonly decay: number;
  readonly minLr: number;
  readonly labelSmoothing: number;
  /** Global gradient norm above which gradients are scaled down; 0 is off. */
  readonly clip: number;
  /** Batches whose gradients are averaged into one update. */
  readonly accumulate: number;
  /** Decay of the exponential moving average of the weights; 0 is off. */
  readonly ema: number;
  readonly device: "auto" | "cpu";
  /** Threads of the compute session; 0 is one per core. */
  readonly threads: number;
}

/** Sequential fusion (SSF), the skeleton-language model (SLM) and their losses; used in training only. */
export interface LanguageConfig {
  /** One sequence of skeleton and text tokens, or skeleton tokens that look at text tokens. */
  readonly fusion: (typeof FUSION_CHOICES)[number];
  /** Weights of alignment and matching in the loss (E15); 0 leaves a term out. */
  readonly align: number;
  readonly match: number;
  /** D of the tokens once both sides are projected, and of the space in which they are aligned. */
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  /** Of the feed-forward network inside a layer. */
  readonly feedForward: number;
  /** Dropout behind attention and feed-forward, 0 to 0.9. */
  readonly dropout: number;
  /** Tau at the start: what cosines are multiplied by before the softmax. */
  readonly temperature: number;
  /** Epochs in which both losses grow from nothing to their weights. */
  readonly ramp: number;
  /** Both losses from the start, or in epochs of their own after those of `train`. */
  readonly stage: (typeof LANGUAGE_STAGES)[number];
  /** The second stage of "two-stage"; it has no warm-up and one learning rate. */
  readonly secondEpochs: number;
  readonly secondLr: number;
  readonly texts: TextConfig;
}

/** Descriptions of classes or clips and what makes vectors of them; the numbers themselves lie beside the notebook, named by their content. */
export interface TextConfig {
  /** The shipped bank, the class names alone, a file (a bank, or one line for each clip), or what a vision-language model says of each video. */
  readonly source: (typeof TEXT_SOURCES)[number];
  /** Absolute once resolved; null for other sources. */
  readonly file: string | null;
  /** Whom a description describes: every clip of its class alike, or the clip by itself. */
  readonly level: (typeof TEXT_LEVELS)[number];
  readonly encoder: EncoderConfig;
  /** Whether the mean over the classes is taken off every sentence vector. */
  readonly centre: boolean;
  readonly video: VideoConfig | null;
}

export type EncoderConfig =
  | { readonly kind: "embedded" }
  /** A folder with tokenizer.json and model.onnx, absolute once resolved. */
  | { readonly kind: "onnx"; readonly folder: string; readonly pooling: (typeof POOLINGS)[number] }
  | { readonly kind: (typeof EMBEDDING_APIS)[number]; readonly url: string; readonly model: string };

/** How a vision-language model is asked about a clip. */
export interface VideoConfig {
  /** Where the videos lie, absolute once resolved. */
  readonly folder: string;
  /** A clip's file in it, with {sample} for its id; null where files are named after their clips. */
  readonly files: string | null;
  /** A chat endpoint, or "vscode" for the editor's own models. */
  readonly endpoint: string;
  readonly model: string;
  readonly prompt: string;
  readonly frames: number;
  readonly perMinute: number;
  /** What a million tokens cost, of the question and of the answer, in any currency; 0 where nobody is billed. */
  readonly prices: readonly [number, number];
}

/** Where the runs of a cell are trained; no number of a run depends on it, so that it is no part of its identity. */
export type ExecutorConfig = LocalExecutor | SlurmExecutor;

export interface LocalExecutor {
  readonly kind: "local";
  /** Runs trained at a time; "auto" is as many as cores and memory hold. */
  readonly atOnce: number | "auto";
}

/** A job array: one task for each run. */
export interface SlurmExecutor {
  readonly kind: "slurm";
  /** Tasks at a time; "auto" leaves it to the cluster. */
  readonly atOnce: number | "auto";
  /** Null leaves the cluster's default, here and below. */
  readonly partition: string | null;
  readonly account: string | null;
  readonly gpus: number;
  /** Cores of a task. */
  readonly cpus: number | null;
  /** With Slurm's unit: "16G". */
  readonly memory: string | null;
  /** Limit of a task in Slurm's words: "1-12:00:00". A run that reaches it is queued again and goes on from its checkpoint. */
  readonly time: string | null;
  /** Environment modules that a task loads first. */
  readonly modules: readonly string[];
}
