import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { HglError } from "../../common/errors";
import { checked, Fields, refuse } from "../../common/payloads/reading";

/** Descriptions of classes, the form of media/descriptions/*.json and of a user's own. */
export interface Bank {
  readonly dataset: string;
  /** Who wrote them, and from what. */
  readonly written: string;
  /** At least one text for each class name. */
  readonly classes: ReadonlyMap<string, readonly string[]>;
}

/** NTU60's classes are the first of NTU120's and lie in the same file. */
const SHIPPED = ["nw-ucla", "ui-prmd", "ntu120"];
const FOLDER = join("media", "descriptions");
/** Longest description, in UTF-16 units. */
const MOST_TEXT = 2000;

/** The shipped bank that describes every one of `classNames`. Throws HglError "data" where none does, "disk" where it is missing. */
export function shippedBank(classNames: readonly string[]): Bank {
  const banks = SHIPPED.map((name) => readBank(shippedFile(name)));
  const fitting = banks.find(({ classes }) => classNames.every((name) => classes.has(name)));
  if (fitting) return fitting;
  const strange = classNames.find((name) => !banks.some(({ classes }) => classes.has(name)));
  const what =
    strange === undefined ? "no one shipped bank describes all classes" : `no shipped bank describes "${strange}"`;
  throw new HglError({ code: "data", what, next: "name a file of your own descriptions" });
}

/** A bank's file. Throws HglError "disk" where it cannot be read, "data" where it is none. */
export function readBank(file: string): Bank {
  return parseBank(readDescriptions(file), file);
}

/** A file of descriptions as text. Throws HglError "disk". */
export function readDescriptions(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new HglError({ code: "disk", what: "the descriptions cannot be read", where: file, next: "check the path" });
  }
}

/** Reads {format: 1, dataset, written, classes}. Throws HglError "data" with `file` and what is wrong. */
export function parseBank(text: string, file: string): Bank {
  const read = checked(() => bankOf(new Fields(parsed(text), "the file")));
  if (read.ok) return read.payload;
  const next = 'write {"format": 1, "dataset", "written", "classes": {NAME: [TEXT]}}';
  throw new HglError({ code: "data", what: read.reason, where: file, next });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return refuse(`it is not JSON (${(error as Error).message})`);
  }
}

function bankOf(fields: Fields): Bank {
  fields.exactly("format", 1);
  const classes = fields.value("classes");
  if (typeof classes !== "object" || classes === null || Array.isArray(classes)) refuse('"classes" is not an object');
  const entries = Object.entries(classes as object).map(([name, texts]) => [name, textsOf(name, texts)] as const);
  return { dataset: fields.text("dataset"), written: fields.text("written"), classes: new Map(entries) };
}

function textsOf(name: string, texts: unknown): string[] {
  if (!Array.isArray(texts) || texts.length === 0) return refuse(`"${name}" has no list of descriptions`);
  return texts.map((text: unknown, at) => {
    const place = `description ${at + 1} of "${name}"`;
    if (typeof text !== "string" || text.trim() === "") return refuse(`${place} is not a text`);
    return text.length <= MOST_TEXT ? text : refuse(`${place} is longer than ${MOST_TEXT} characters`);
  });
}

/** Above the source file or bundle that runs, like the sample data set. */
function shippedFile(name: string): string {
  const start = import.meta.dirname ?? dirname(process.argv[1] ?? ".");
  for (let folder = start; ; folder = dirname(folder)) {
    const candidate = join(folder, FOLDER, `${name}.json`);
    if (existsSync(candidate)) return candidate;
    if (folder === dirname(folder)) break;
  }
  const what = `the descriptions ${name}.json are missing from this installation`;
  throw new HglError({ code: "disk", what, next: "install HocSLM Notebook again" });
}
