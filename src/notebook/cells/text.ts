import * as z from "zod";
import { nearest } from "../../common/errors";
import type { EncoderConfig, TextConfig, VideoConfig } from "../../common/config";
import { EMBEDDING_APIS, POOLINGS } from "../../common/vocabulary";
import { field, reference, share, whole } from "./field";
import type { Rule } from "./rule";

const EMBEDDED = "embedded";
/** Words that `source` may be; any other text is a path. */
const WORDS = ["bank", "names", "video"] as const;
type Word = (typeof WORDS)[number];
const SOURCES = {
  bank: "The shipped descriptions of the data set's classes, eight for each.",
  names: "The class names alone, as they stand in the data set.",
  video: "A vision-language model describes each clip's video, as `video` says.",
} as const satisfies Record<Word, string>;
const FILE = /\.(json|jsonl|ndjson)$/i;
const SOURCE_ALLOWED = "`bank`, `names`, `video`, or the path of a `.json` or `.jsonl` file";

const videoSchema = z.strictObject({
  folder: field(z.string().min(1).max(1000), {
    meaning: "Folder of the RGB videos, relative to the notebook.",
    allowed: "a path",
  }),
  files: field(z.string().includes("{sample}").max(500).optional(), {
    meaning: "A clip's file in the folder, with `{sample}` where the clip's id stands.",
    fallback: "named after its clip, also as NTU RGB+D does: `S001C001P001R001A001_rgb.avi`",
    allowed: "a path with `{sample}`",
  }),
  endpoint: field(z.string().min(1).max(1000).default("http://127.0.0.1:11434/v1"), {
    meaning:
      "Chat endpoint in OpenAI's form (Ollama, vLLM, llama.cpp, LM Studio and others), or `vscode` for the editor's own language models. Its key is kept by the editor, never in a notebook.",
    allowed: "a URL or `vscode`",
  }),
  model: field(z.string().min(1).max(200).default("qwen2.5vl:7b"), {
    meaning: "The vision-language model's name there.",
  }),
  prompt: field(z.string().min(1).max(4000).optional(), {
    meaning: "What the model is asked about the frames of a clip.",
    fallback: "a question for body parts and the order of movement, without the action's name",
  }),
  frames: field(whole(1, 64).default(16), { meaning: "Frames of a clip that the model sees, evenly spaced." }),
  perMinute: field(whole(1, 10_000).default(60), { meaning: "Clips asked about in a minute, at most." }),
  prices: field(z.tuple([share(0, 10_000), share(0, 10_000)]).default([0, 0]), {
    meaning: "Price of a million tokens of questions and of answers, for the count of what the descriptions cost.",
  }),
});

export const textSchema = z.strictObject({
  data: reference(["data"], "The data cell whose classes, or clips, are described."),
  source: field(z.union([z.enum(WORDS), z.string().min(1).max(1000)]).default("bank"), {
    meaning:
      "Where descriptions come from: a word, or a file relative to the notebook. A `.json` file holds a bank (descriptions by class), a `.jsonl` file one `{sample, text}` a line, which describes single clips. What describes a class is called class-level text wherever a result appears.",
    choices: SOURCES,
    allowed: SOURCE_ALLOWED,
  }),
  encoder: field(z.union([z.literal(EMBEDDED), z.string().min(1).max(1000)]).default(EMBEDDED), {
    meaning:
      "What makes vectors of descriptions: `embedded` is the Universal Sentence Encoder Lite in the package, which needs no network; a path is a folder with `tokenizer.json` and `model.onnx`; a URL is an endpoint for embeddings.",
    allowed: "`embedded`, a folder's path or a URL",
    choices: { embedded: "Universal Sentence Encoder Lite, 512 numbers a sentence, in the package." },
  }),
  api: field(z.enum(EMBEDDING_APIS).default("openai"), {
    meaning: "Protocol of an endpoint for embeddings.",
    choices: { openai: "POST …/embeddings.", ollama: "POST …/api/embed." },
  }),
  model: field(z.string().min(1).max(200).optional(), {
    meaning: "The embedding model's name at an endpoint.",
    fallback: "none; an endpoint needs it",
  }),
  pooling: field(z.enum(POOLINGS).default("auto"), {
    meaning: "How a folder's model makes a sentence vector of its tokens.",
    choices: {
      auto: "As the model's own files say.",
      mean: "Mean over the tokens.",
      cls: "The first token.",
      last: "The last token, as CLIP does.",
    },
  }),
  centre: field(z.boolean().default(true), {
    meaning:
      "Whether the mean over the classes is taken off every vector, and all are scaled alike to length 1 on average: sentences about movement resemble each other, and what they share tells no class.",
    source: "ours",
  }),
  video: field(videoSchema.optional(), {
    meaning: "For `source: video`: the videos, and the vision-language model that describes them.",
    fallback: "none",
  }),
});

export type TextCell = z.output<typeof textSchema>;

/** The cell as it is computed with, paths as they are written. */
export function completeText(cell: TextCell): TextConfig {
  const { source, centre } = cell;
  const word = WORDS.find((one) => one === source) ?? null;
  const clips = word === "video" || /\.(jsonl|ndjson)$/i.test(source);
  return {
    source: word ?? "file",
    file: word === null ? source : null,
    level: clips ? "clip" : "class",
    encoder: encoderOf(cell),
    centre,
    video: word === "video" && cell.video ? completeVideo(cell.video) : null,
  };
}

function completeVideo(video: NonNullable<TextCell["video"]>): VideoConfig {
  return { ...video, files: video.files ?? null, prompt: video.prompt ?? USUAL_PROMPT };
}

/**
 * What a model is asked unless the cell says otherwise. The paper's prompt is unknown; this one asks for what a skeleton can show, and not for the
 * action's name, since text that names it would let training read off the label [reconstruction].
 */
const USUAL_PROMPT = `These are frames of one short video clip, in the order of time.
Describe the movement in two or three plain English sentences: which parts of the body move, how, and in which order; how many people there are and how \
they move in relation to each other; and which objects they hold or touch.
Do not describe the background, the clothing or what anybody looks like. Do not name the action or activity, and do not guess at its purpose.
Answer with these sentences only.`;

function encoderOf({ encoder, api, model, pooling }: TextCell): EncoderConfig {
  if (encoder === EMBEDDED) return { kind: "embedded" };
  if (isUrl(encoder)) return { kind: api, url: encoder, model: model ?? "" };
  return { kind: "onnx", folder: encoder, pooling };
}

function isUrl(text: string): boolean {
  return /^https?:\/\//i.test(text);
}

/** What a text cell's values must satisfy together; `written` are the keys of the cell itself, without the notebook's defaults. */
export function textRules(cell: TextCell, written: ReadonlySet<string>): Rule[] {
  const { source, encoder, model, video } = cell;
  const rules: Rule[] = [];
  if (!WORDS.some((word) => word === source) && !FILE.test(source)) {
    const meant = nearest(source, WORDS) ?? null;
    const finding = { code: "bad-value", key: "source", shown: source, allowed: SOURCE_ALLOWED, nearest: meant } as const; // prettier-ignore
    rules.push({ path: ["source"], finding });
  }
  if (source === "video" && !video)
    rules.push({ path: ["source"], finding: { code: "missing-key", key: "video", allowed: "a map with `folder`" } });
  if (isUrl(encoder) && model === undefined)
    rules.push({
      path: ["encoder"],
      finding: { code: "missing-key", key: "model", allowed: "the embedding model's name at the endpoint" },
    });
  const idle: [string, boolean, string][] = [
    ["api", !isUrl(encoder), "the encoder is no endpoint"],
    ["model", !isUrl(encoder), "the encoder is no endpoint"],
    ["pooling", isUrl(encoder) || encoder === EMBEDDED, "the encoder is no folder"],
    ["video", source !== "video", "the source is not `video`"],
  ];
  for (const [key, unused, because] of idle)
    if (unused && written.has(key)) rules.push({ path: [key], finding: { code: "no-effect", key, because } });
  return rules;
}
