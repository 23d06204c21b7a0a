import { STREAMS, type Stream } from "../vocabulary";
import { decodeBase64, int16From } from "./base64";
import { checked, Fields, refuse, type Checked } from "./reading";

/** What the fusion view shows: the members of an ensemble, and how good any weights of theirs are on validation clips. */
export interface FusionPayload {
  readonly kind: "fusion";
  readonly version: 1;
  readonly title: string;
  /** Id of the ensemble cell. */
  readonly cell: string;
  readonly members: readonly FusionMember[];
  /** The cell's own, a mean over its fusions; they add up to 1. */
  readonly weights: readonly number[];
  /** Null where a member was not scored on validation clips. There is no place for test clips. */
  readonly validation: FusionValidation | null;
}

export interface FusionMember {
  readonly name: string;
  readonly stream: Stream | null;
  /** Its weight by the lineage's fixed fusion; null where its stream is not known. */
  readonly fixed: number | null;
}

export interface FusionValidation {
  readonly classes: number;
  /** Validation clips of the fusion that has most, and how many of each are told: of each class its share where all would be too much. */
  readonly clips: number;
  readonly told: number;
  /** One for each seed. */
  readonly fusions: readonly FusionScores[];
}

export interface FusionScores {
  /** True class of each clip that is told: base64 of little-endian Int16. */
  readonly labels: string;
  /** For each member its probabilities [clips told, classes] in 65535ths: base64 of little-endian Uint16. */
  readonly probabilities: readonly string[];
}

const MOST_MEMBERS = 12;
const MOST_CLASSES = 2000;
const MOST_CLIPS = 1_000_000;
const MOST_FUSIONS = 100;
/** Numbers of all probabilities together. */
export const MOST_PROBABILITIES = 2 ** 21;

/** Checks an untrusted value and copies it. */
export function checkFusion(value: unknown): Checked<FusionPayload> {
  return checked(() => {
    const fields = new Fields(value);
    fields.exactly("kind", "fusion");
    fields.exactly("version", 1);
    const title = fields.text("title");
    const cell = fields.text("cell", 200);
    const members = fields.list("members", MOST_MEMBERS, (item, where): FusionMember => {
      const member = new Fields(item, where);
      const stream = member.orNull("stream", (name) => member.oneOf(name, STREAMS));
      return {
        name: member.text("name", 1000),
        stream,
        fixed: member.orNull("fixed", (name) => member.number(name, 0, 1000)),
      };
    });
    if (members.length === 0) refuse("there is no member");
    const weights = fields.list("weights", members.length, shareItem);
    if (weights.length !== members.length) refuse("there is not one weight for each member");
    if (!weights.some((weight) => weight > 0)) refuse("no weight is above 0");
    const validation = fields.orNull("validation", (name) => validationIn(fields.value(name), name, members.length));
    return { kind: "fusion", version: 1, title, cell, members, weights, validation };
  });
}

function validationIn(value: unknown, where: string, members: number): FusionValidation {
  const fields = new Fields(value, where);
  const classes = fields.whole("classes", 1, MOST_CLASSES);
  const clips = fields.whole("clips", 1, MOST_CLIPS);
  const told = fields.whole("told", 1, clips);
  const numbers = told * classes;
  const fusions = fields.list("fusions", MOST_FUSIONS, (item, at): FusionScores => {
    const fusion = new Fields(item, at);
    const labels = bytesText(fusion.value("labels"), `${at}.labels`, told);
    if (int16From(decodeBase64(labels, 2 * told)!).some((label) => label < 0 || label >= classes))
      refuse(`${at}.labels has a label that is no class`);
    const probabilities = fusion.list("probabilities", members, (one, place) => bytesText(one, place, numbers));
    if (probabilities.length !== members) refuse(`${at} has not the probabilities of each member`);
    return { labels, probabilities };
  });
  if (fusions.length === 0) refuse(`${where} has no fusion`);
  if (fusions.length * members * numbers > MOST_PROBABILITIES)
    refuse(`${where} has more probabilities than a view may be given`);
  return { classes, clips, told, fusions };
}

function bytesText(value: unknown, where: string, numbers: number): string {
  const bytes =
    typeof value === "string" && numbers <= MOST_PROBABILITIES ? decodeBase64(value, 2 * numbers) : undefined;
  return bytes ? (value as string) : refuse(`${where} is not the base64 of ${numbers} numbers of 16 bits`);
}

function shareItem(value: unknown, where: string): number {
  return typeof value === "number" && value >= 0 && value <= 1 ? value : refuse(`${where} is no number from 0 to 1`);
}
