import type { AttentionTerm, DecodedAttention, DecodedMap, DecodedSubject } from "../../common/payloads/attention";
import { printable } from "../../common/payloads/printable";
import { spaced, verdict } from "../frame/body/words";
import { percent } from "../frame/words";
import { isBone } from "./grid";
import type { Edge, Grid } from "./grid";

interface TermWords {
  /** In the list of terms. */
  readonly name: string;
  /** In a sentence. */
  readonly short: string;
  readonly says: string;
}

export const TERMS: Readonly<Record<AttentionTerm, TermWords>> = {
  S: { name: "S, learned topology", short: "S", says: "what the run has learned, the same for every clip" },
  D: { name: "D, dynamic topology", short: "D", says: "what this movement adds, channel by channel" },
  Q: { name: "Q, attention over joints", short: "Q", says: "a softmax over all joints" },
  A: { name: "A, composite topology", short: "A", says: "S with D and Q added, as the features are gathered" },
  lse: { name: "LSE, weights of bones", short: "LSE", says: "on physical bones alone" },
  gta: { name: "GTA, attention over frames", short: "GTA", says: "a softmax over all frames" },
  ssf: { name: "SSF, attention over tokens", short: "SSF", says: "between tokens of movement and of text" },
};

/** "0.42", "0.031", "−1.20". */
export function weight(value: number): string {
  const size = Math.abs(value);
  const digits =
    size === 0
      ? "0"
      : size >= 1e5 || size < 1e-4
        ? size.toExponential(1)
        : size >= 0.1
          ? size.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2)
          : size.toPrecision(2);
  return `${value < 0 && /[1-9]/.test(digits) ? "−" : ""}${digits}`;
}

export function jointName({ joints }: Pick<DecodedAttention, "joints">, joint: number): string {
  return spaced(joints[joint]!) || `joint ${joint + 1}`;
}

export function blockName({ blocks }: Pick<DecodedAttention, "blocks">, block: number): string {
  return printable(blocks[block]!.name) || `block ${block + 1}`;
}

/** "block 3, Q forward" */
export function mapName(payload: DecodedAttention, { term, block, part }: DecodedMap): string {
  return `${blockName(payload, block)}, ${[TERMS[term].short, printable(part)].filter(Boolean).join(" ")}`;
}

/** "left hand gathers 0.42 from right hand, block 3, Q forward". */
export function sentence(
  payload: DecodedAttention,
  subject: DecodedSubject,
  grid: Grid,
  { to, from }: Pick<Edge, "to" | "from">,
): string {
  const { map } = grid;
  const value = grid.at(to, from);
  const [one, other] =
    map.term === "gta"
      ? [`frame ${to + 1} of ${grid.rows}`, `frame ${from + 1} of ${grid.columns}`]
      : [rowName(payload, map, to), rowName(payload, map, from)];
  const much = subject.signed ? `${weight(Math.abs(value))} ${value < 0 ? "less" : "more"}` : weight(value);
  const bone = grid.ofJoints && isBone(payload.parents, to, from) ? " along a bone" : "";
  const source = map.term !== "gta" && to === from ? "itself" : other;
  return `${one} gathers ${much} from ${source}${bone}, ${mapName(payload, map)}`;
}

export function rowName(payload: DecodedAttention, { tokens }: DecodedMap, row: number): string {
  return tokens ? printable(tokens[row]!) || `token ${row + 1}` : jointName(payload, row);
}

/** "left hand gathers most from right hand (0.42) and neck (0.10); most gathers from it head (0.3)". */
export function jointSentence(payload: DecodedAttention, grid: Grid, joint: number): string {
  const list = (edges: readonly Edge[], of: "to" | "from"): string =>
    edges.map((edge) => `${jointName(payload, edge[of])} (${weight(edge.value)})`).join(" and ");
  const own = grid.edges.filter(({ to, from }) => to === joint && from !== joint).slice(0, 2);
  const given = grid.edges.filter(({ to, from }) => from === joint && to !== joint).slice(0, 2);
  const name = jointName(payload, joint);
  const words = [
    own.length > 0 ? `${name} gathers most from ${list(own, "from")}` : `${name} gathers from no other joint`,
    given.length > 0 ? `it gives most to ${list(given, "to")}` : "it gives to no other",
  ];
  return `${words.join("; ")}, ${mapName(payload, grid.map)}`;
}

/** What a map is: what its term says, its gate, how far it follows the body. */
export function mapFacts(payload: DecodedAttention, grid: Grid): string[] {
  const { term, gate } = grid.map;
  const facts: string[] = [TERMS[term].says];
  if (gate !== null)
    facts.push(term === "D" ? `gate a = ${weight(gate)}, in these values` : `gate b = ${weight(gate)}`);
  const share = grid.ofJoints && term !== "lse" ? grid.shareOnBones(payload.parents) : NaN;
  if (!Number.isNaN(share)) facts.push(`${percent(share)} of the weight between joints lies on bones`);
  return facts;
}

/** Whose maps these are: class, verdict, over how many clips. */
export function subjectFacts({ label, predicted, clips, signed }: DecodedSubject): string[] {
  const facts: string[] = [];
  if (label !== null) facts.push(printable(label) || "unnamed class");
  const seen = label === null ? null : verdict(label, predicted);
  if (seen) facts.push(seen.words);
  else if (predicted !== null) facts.push(`taken for ${printable(predicted) || "an unnamed class"}`);
  if (signed) facts.push("a difference: blue is more, orange is less");
  else if (clips === 0) facts.push("the same for every clip");
  if (clips > 1) facts.push(`over ${clips} clips`);
  return facts;
}

const JOINT_AXES = "the joint that gathers, the joint it gathers from";

/** What rows and columns are. */
export const AXES: Readonly<Record<AttentionTerm, string>> = {
  S: JOINT_AXES,
  D: JOINT_AXES,
  Q: JOINT_AXES,
  A: JOINT_AXES,
  lse: JOINT_AXES,
  gta: "the frame handed on, the frame it gathers from",
  ssf: "the token that gathers, the token it gathers from",
};

const EDGES = "An edge is wide at the joint that gives and thin at the one that gathers; grey are the bones.";

/** What is drawn on the body. */
export const LEGENDS: Readonly<Record<AttentionTerm, string>> = {
  S: EDGES,
  D: EDGES,
  Q: EDGES,
  A: EDGES,
  lse: EDGES,
  gta: "In colour: the frames that the one shown gathers most from. Bars: attention that each frame receives; below them, what this frame gathers.",
  ssf: "",
};
