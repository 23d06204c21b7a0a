import { existsSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, normalize, sep } from "node:path";
import { HglError } from "../../../common/errors";
import { externalFiles } from "../../../engine";
import { fileHash } from "../../store/fileHash";
import { diskError } from "../../store/fileSystem";
import { canonical, sha256 } from "../../store/runFolder";
import type { TextEncoder } from "../textEncoder";
import { threadEncoder } from "./encoderThread";
import { MODELS, SETTINGS, TOKENIZER, type Pooling } from "./modelFolder";
import type { OnnxTextData } from "./onnxTextThread";

/** Part of an encoder's name: vectors made otherwise lie elsewhere. */
const VERSION = 1;

/**
 * A text encoder from a folder with `tokenizer.json` and `model.onnx` (CLIP's text part, MiniLM and other sentence encoders), beside them what the
 * Hugging Face hub has (`config.json`, `1_Pooling/config.json`, …). It gives sentence vectors of length 1, and the features of a text's first tokens
 * where the model does. Everything is read from the folder, nothing from a network. The encoder's name holds the hash of all that its vectors depend on.
 *
 * @param pooling how token features become a sentence vector; "auto" as the model's outputs and files say
 * @throws HglError "data" for a folder in which files are missing or not what they should be, "disk"; what only shows when the model runs, from `encode`
 */
export async function onnxFolderEncoder(folder: string, pooling: Pooling = "auto"): Promise<TextEncoder> {
  const model = modelIn(folder);
  const own = join(dirname(model), sep);
  const files = [
    ...[TOKENIZER, ...SETTINGS].map((name) => join(folder, name)).filter((path) => existsSync(path)),
    model,
    ...(await weightsOf(model)).map((name) => join(own, name)),
  ];
  const hashes: string[] = [];
  for (const path of files) hashes.push(await fileHash(path, "the text model"));
  const hash = sha256(canonical({ version: VERSION, pooling, hashes })).slice(0, 12);
  const data: OnnxTextData = { folder, model, pooling };
  return threadEncoder(`onnx ${basename(folder)} ${pooling} ${hash}`, "onnxTextThread", data);
}

function modelIn(folder: string): string {
  const refuse = (what: string, next: string): HglError => new HglError({ code: "data", where: folder, what, next });
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw refuse("there is no such folder", "name the folder that holds tokenizer.json and model.onnx");
  const [found] = MODELS.map((name) => join(folder, name)).filter((path) => existsSync(path));
  if (!found)
    throw refuse("there is no model.onnx", `export the text model to ONNX; its place may be ${MODELS.join(", ")}`);
  if (!existsSync(join(folder, TOKENIZER)))
    throw refuse(`there is no ${TOKENIZER}`, "put the model's own there, as the Hugging Face hub has it");
  return found;
}

/** Files beside the model that hold weights; they must be there, and nowhere else. */
async function weightsOf(model: string): Promise<string[]> {
  const refuse = (what: string): HglError =>
    new HglError({ code: "data", where: model, what, next: "fetch all of the model's files again" });
  let bytes: Uint8Array;
  try {
    bytes = await readFile(model);
  } catch (error) {
    throw diskError(error, model, "reading the text model");
  }
  let names: string[];
  try {
    names = externalFiles(bytes);
  } catch {
    throw refuse("it is not an ONNX model");
  }
  for (const name of names) {
    if (isAbsolute(name) || normalize(name).startsWith(".."))
      throw refuse(`its weights lie outside its folder (${name})`);
    if (!existsSync(join(dirname(model), name))) throw refuse(`its weights lie in ${name}, which is missing`);
  }
  return names;
}
