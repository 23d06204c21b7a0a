import { join } from "node:path";
import { HglError } from "../../common/errors";
import { makeFolder, readIfThere, writeFileAtomic } from "./atomicFile";
import { realFiles, type FileSystem } from "./fileSystem";

/** Logits of one evaluation, row by row [clips, classes], with the labels and the ids of the clips. */
export interface Scores {
  readonly logits: Float32Array;
  readonly labels: Int32Array;
  readonly clips: readonly string[];
  readonly classes: number;
}

/**
 * Writes NAME.npy (float32 [clips, classes]), NAME.labels.npy (int32 [clips]) and NAME.clips.json, which numpy reads as they are.
 * @throws HglError "disk"
 */
export function writeScores(folder: string, name: string, scores: Scores, files: FileSystem = realFiles): void {
  makeFolder(folder, files);
  const rows = scores.labels.length;
  writeFileAtomic(join(folder, `${name}.clips.json`), `${JSON.stringify(scores.clips)}\n`, files);
  writeFileAtomic(join(folder, `${name}.labels.npy`), encodeNpy(scores.labels, [rows]), files);
  writeFileAtomic(join(folder, `${name}.npy`), encodeNpy(scores.logits, [rows, scores.classes]), files);
}

/** @throws HglError "store" when the files are missing, damaged or do not fit each other. */
export function readScores(folder: string, name: string, files: FileSystem = realFiles): Scores {
  const logits = decodeNpy(needed(join(folder, `${name}.npy`), files), join(folder, `${name}.npy`));
  const labels = decodeNpy(needed(join(folder, `${name}.labels.npy`), files), join(folder, `${name}.labels.npy`));
  const clips = clipIds(join(folder, `${name}.clips.json`), files);
  const [rows, classes] = logits.shape;
  if (
    !(logits.values instanceof Float32Array) ||
    !(labels.values instanceof Int32Array) ||
    logits.shape.length !== 2 ||
    labels.values.length !== rows ||
    clips.length !== rows
  )
    throw damaged(join(folder, `${name}.npy`), "scores, labels and clips do not fit each other");
  return { logits: logits.values, labels: labels.values, clips, classes: classes! };
}

/** NumPy's .npy, version 1.0, C order, little-endian; the data start on a 64-byte boundary. */
export function encodeNpy(values: Float32Array | Int32Array, shape: readonly number[]): Uint8Array {
  const descr = values instanceof Float32Array ? "<f4" : "<i4";
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  let header = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${tuple}, }`;
  header += `${" ".repeat(63 - ((10 + header.length) % 64))}\n`;
  const file = new Uint8Array(10 + header.length + values.byteLength);
  file.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length & 255, header.length >> 8]);
  file.set(Buffer.from(header, "latin1"), 10);
  file.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), 10 + header.length);
  return file;
}

export function decodeNpy(file: Uint8Array, where: string): { values: Float32Array | Int32Array; shape: number[] } {
  const magic = Buffer.from(file.subarray(0, 8)).toString("latin1");
  if (magic !== "\x93NUMPY\x01\x00" || file.length < 10) throw damaged(where, "not a .npy file of version 1.0");
  const start = 10 + (file[8]! | (file[9]! << 8));
  const header = Buffer.from(file.subarray(10, start)).toString("latin1");
  const match = /^\{'descr': '<([fi])4', 'fortran_order': False, 'shape': \(([0-9, ]*)\), \} *\n$/.exec(header);
  if (!match || start > file.length) throw damaged(where, "an unknown .npy header");
  const shape = match[2]!
    .split(",")
    .filter((part) => part.trim() !== "")
    .map(Number);
  const count = shape.reduce((product, size) => product * size, 1);
  if (file.length - start !== count * 4)
    throw damaged(where, `${file.length - start} bytes of data where the header promises ${count * 4}`);
  const data = new Uint8Array(file.subarray(start)).buffer;
  return { values: match[1] === "f" ? new Float32Array(data) : new Int32Array(data), shape };
}

function clipIds(path: string, files: FileSystem): string[] {
  let ids: unknown;
  try {
    ids = JSON.parse(Buffer.from(needed(path, files)).toString("utf8"));
  } catch (error) {
    if (error instanceof HglError) throw error;
    throw damaged(path, "the file is not JSON");
  }
  if (Array.isArray(ids) && ids.every((id) => typeof id === "string")) return ids;
  throw damaged(path, "the file is not a list of clip ids");
}

function needed(path: string, files: FileSystem): Uint8Array {
  const bytes = readIfThere(path, files);
  if (bytes === undefined) throw damaged(path, "the file is missing");
  return bytes;
}

function damaged(where: string, what: string): HglError {
  return new HglError({ code: "store", where, what, next: "run the cell again with --fresh" });
}
