import { parseBank } from "../../src/worker/text/bank";
import { parseClipDescriptions } from "../../src/worker/text/descriptions";
import { fuzzReader } from "./mutations";

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString("utf8");

const bank = (classes: object): Uint8Array =>
  Buffer.from(JSON.stringify({ format: 1, dataset: "own", written: "by hand", classes }, null, 1));
const banks = [bank({ wave: ["One arm swings.", "A hand goes from side to side."], sit: ["The hips go down."] }), bank({ a: ["b"] })]; // prettier-ignore

fuzzReader("a bank of descriptions", banks, (bytes) => parseBank(textOf(bytes), "own.json"));

const line = (sample: string, more: object = {}): string =>
  JSON.stringify({ sample, text: `${sample} moves.`, ...more });
const files = [
  [line("a"), line("b"), line("a")].join("\n"),
  `\uFEFF${line("a", { video: "ff", stamp: { bytes: 3, modified: 1.5 }, frames: 16 })}\r\n\r\n${line("é")}\r\n`,
].map((text) => Buffer.from(text));

fuzzReader("descriptions of clips", files, (bytes) => parseClipDescriptions(textOf(bytes), "clips.jsonl"));
