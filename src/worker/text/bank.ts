import { join } from "node:path";
import { HglError } from "../../common/errors";
import { printable } from "../../common/payloads/printable";
import { checked, Fields, refuse } from "../../common/payloads/reading";
import { shippedFile } from "../shippedFile";
import { MOST_DESCRIPTION, readDescriptionFile } from "./descriptionFile";

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

/** The shipped bank that describes every one of `classNames`. Throws HglError "data" where none does or there is no class, "disk" where it is missing. */
export function shippedBank(classNames: readonly string[]): Bank {
  if (classNames.length === 0)
    throw new HglError({ code: "data", what: "there is no class to describe", next: "name a data set with classes" });
  const banks = SHIPPED.map((name) => readBank(shippedFile(join(FOLDER, `${name}.json`), "the file of descriptions")));
  const fitting = banks.find(({ classes }) => classNames.every((name) => classes.has(name)));
  if (fitting) return fitting;
  const strange = classNames.find((name) => !banks.some(({ classes }) => classes.has(name)));
  const what =
    strange === undefined ? "no one shipped bank describes all classes" : `no shipped bank describes "${strange}"`;
  throw new HglError({ code: "data", what, next: "name a file of your own descriptions" });
}

/** A bank's file. Throws HglError "disk" where it cannot be read, "data" where it is none or too large. */
export function readBank(file: string): Bank {
  return parseBank(readDescriptionFile(file), file);
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
    return refuse(`it is not JSON (${printable((error as Error).message)})`);
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
    return text.length <= MOST_DESCRIPTION ? text : refuse(`${place} is longer than ${MOST_DESCRIPTION} characters`);
  });
}
