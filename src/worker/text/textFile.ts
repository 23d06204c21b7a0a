import * as z from "zod";
import { join } from "node:path";
import { HglError } from "../../common/errors";
import type { Dataset } from "../../model/data/dataset";
import type { TextFeatures } from "../../model/language/textFeatures";
import { makeFolder, readIfThere, writeFileAtomic } from "../store/atomicFile";
import { sha256, type RunSpec } from "../store/runFolder";
import { float32Tensor, float32Values, readSafetensors, writeSafetensors, type Tensor } from "../store/safetensors";

/** Encoded descriptions as they lie on disk: owners by name, so that any data set with the same classes or clips can be taught with them. */
export interface StoredTexts extends Omit<TextFeatures, "rowsOf"> {
  /** Whom each text describes: a class's name, or a clip's id. */
  readonly owners: readonly string[];
}

const FORMAT = "hgl-text 1";
const headerSchema = z.object({
  encoder: z.string(),
  level: z.enum(["class", "clip"]),
  texts: z.array(z.string()),
  owners: z.array(z.string()),
});

/** Where a notebook's encoded descriptions lie: beside it, so that they move with its runs. */
export function textFolderOf(notebookPath: string): string {
  return join(notebookPath, "..", ".hgl", "text");
}

/** The same folder, seen from a run of the notebook. */
export function textFolderOfRun(runFolder: string): string {
  return join(runFolder, "..", "..", "text");
}

export function textFile(folder: string, hash: string): string {
  return join(folder, `${hash.slice(0, 16)}.safetensors`);
}

/** Writes encoded descriptions under their content's name. @returns SHA-256 of the file, hex. Throws HglError "disk". */
export function writeTexts(folder: string, stored: StoredTexts): string {
  const { encoder, level, texts, owners, dimension, sentences, centre, tokens } = stored;
  const tensors = new Map<string, Tensor>([["sentences", float32Tensor(sentences, [texts.length, dimension])]]);
  if (centre) {
    tensors.set("mean", float32Tensor(centre.mean, [dimension]));
    tensors.set("scale", float32Tensor(Float32Array.of(centre.scale), [1]));
  }
  if (tokens) {
    tensors.set("tokens", float32Tensor(tokens.values, [texts.length, tokens.most, dimension]));
    tensors.set("lengths", float32Tensor(Float32Array.from(tokens.lengths), [texts.length]));
  }
  const metadata = { format: FORMAT, texts: JSON.stringify({ encoder, level, texts, owners }) };
  const bytes = writeSafetensors({ tensors, metadata });
  const hash = sha256(bytes);
  makeFolder(folder);
  writeFileAtomic(textFile(folder, hash), bytes);
  return hash;
}

/** Encoded descriptions by their content's hash; undefined where they are missing. Throws HglError "store" where the file is damaged. */
export function readTexts(folder: string, hash: string): StoredTexts | undefined {
  const path = textFile(folder, hash);
  const bytes = readIfThere(path);
  if (bytes === undefined) return undefined;
  if (sha256(bytes) !== hash) throw damaged(path, "its content is not what its name says");
  const { tensors, metadata } = readSafetensors(bytes, path);
  const header = metadata.format === FORMAT ? headerSchema.safeParse(parsed(metadata.texts)) : undefined;
  if (!header?.success) throw damaged(path, "it has no descriptions");
  const values = (name: string): Float32Array | null => {
    const tensor = tensors.get(name);
    return tensor ? float32Values(tensor, `${path}: ${name}`) : null;
  };
  const sentences = tensors.get("sentences")!;
  const most = tensors.get("tokens")?.shape[1];
  const mean = values("mean");
  return {
    ...header.data,
    dimension: sentences.shape[1]!,
    sentences: values("sentences")!,
    centre: mean && { mean, scale: values("scale")![0]! },
    tokens:
      most === undefined ? null : { values: values("tokens")!, most, lengths: Int32Array.from(values("lengths")!) },
  };
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}

function damaged(path: string, what: string): HglError {
  return new HglError({ code: "store", where: path, what, next: "delete it and run the text cell again" });
}

/** The descriptions that a run was planned with, wherever it is trained. @throws HglError "store" where they are missing or damaged */
export function textsOfRun(
  { textHash }: Pick<RunSpec, "textHash">,
  dataset: Pick<Dataset, "classes">,
  runFolder: string,
): TextFeatures {
  const folder = textFolderOfRun(runFolder);
  const stored = textHash === undefined ? undefined : readTexts(folder, textHash);
  if (stored) return textsFor(stored, dataset);
  const where = textHash === undefined ? runFolder : textFile(folder, textHash);
  const what = "the encoded descriptions of this run are missing";
  throw new HglError({ code: "store", where, what, next: "run the text cell again" });
}

/** Stored descriptions as a training reads them: by the numbers of this data set's classes, or by its clips. */
export function textsFor({ owners, ...rest }: StoredTexts, { classes }: Pick<Dataset, "classes">): TextFeatures {
  const rowsOf = new Map<number | string, number[]>();
  const labels = new Map(classes.map((name, label) => [name, label]));
  owners.forEach((owner, row) => {
    const key = rest.level === "class" ? labels.get(owner) : owner;
    if (key === undefined) return;
    const rows = rowsOf.get(key);
    if (rows) rows.push(row);
    else rowsOf.set(key, [row]);
  });
  return { ...rest, rowsOf };
}
