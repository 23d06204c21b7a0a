import * as z from "zod";
import { unwrapped } from "../cells/allowed";
import { SAMPLE_SOURCE } from "../cells/data";
import { MOST_MEMBERS } from "../cells/ensemble";
import type { KindName } from "../cells/kinds";
import type { KnownKey } from "./describe";
import { isA, isMapKey } from "./describe";

/** Text as a snippet that says just that. */
export function plainly(text: string): string {
  return text.replace(/[\\$}]/g, "\\$&");
}

/** A key with a place for its value, the default already in it where that is one value; `again`: the value has completions. */
export function snippetOf(known: KnownKey, flow: boolean): { text: string; again: boolean } {
  const { schema, note, key } = known;
  const name = plainly(key.slice(key.lastIndexOf(".") + 1));
  const choice = isA(schema, z.ZodEnum) || isA(schema, z.ZodBoolean) || unwrapped(schema) instanceof z.ZodUnion;
  if (isMapKey(known) && !choice) return { text: flow ? `${name}: { $1 \\}` : `${name}:\n  $0`, again: true };
  if (choice || note.refers || note.names === "source") return { text: `${name}: $0`, again: true };
  const usual = schema.safeParse(undefined);
  const list = unwrapped(schema) instanceof z.ZodArray || unwrapped(schema) instanceof z.ZodTuple;
  if (usual.success && usual.data !== undefined) {
    const value = Array.isArray(usual.data) ? usual.data.join(", ") : String(usual.data);
    const hole = `\${1:${plainly(value)}}`;
    return { text: `${name}: ${list ? `[${hole}]` : hole}`, again: false };
  }
  const words = note.fallback?.match(/`[[\d]/g) ?? [];
  return words.length > 0
    ? { text: `${name}: $0`, again: true }
    : { text: `${name}: ${list ? "[$1]" : "$0"}`, again: false };
}

/** What an ablation varies: a factor takes a list of values, a named variant one. */
export function changeSnippet(name: string, factor: boolean): { text: string; again: boolean } {
  return { text: `${plainly(name)}: ${factor ? "[$1]" : "$0"}`, again: true };
}

/** A whole cell of a kind: its header, the keys it needs and the one or two that are most often changed. */
export function cellSnippet(kind: KindName, id: string, ids: (kind: KindName) => readonly string[]): string {
  const header = `${kind} #\${1:${plainly(id)}}`;
  const choice = (n: number, words: readonly string[], other: string): string =>
    words.length > 1 ? `\${${n}|${words.map(plainly).join(",")}|}` : `\${${n}:${plainly(words[0] ?? other)}}`;
  switch (kind) {
    case "data":
      return `${header}\nsource: \${2:${SAMPLE_SOURCE}}\n$0`;
    case "model":
      return `${header}\npreset: \${2|hglnet,hglnet-s,hglnet-xs|}\n$0`;
    case "text":
      return `${header}\ndata: ${choice(2, ids("data"), "data")}\nsource: \${3|bank,names|}\n$0`;
    case "train":
      return `${header}\ndata: ${choice(2, ids("data"), "data")}\nmodel: ${choice(3, ids("model"), "model")}\nepochs: \${4:65}\nseeds: [\${5:1}]\n$0`;
    case "ablation":
      return `${header}\nof: ${choice(2, ids("train"), "train")}\nfactors:\n  \${3:model.cts}: [\${4:both, gsm, lse}]\n$0`;
    case "ensemble":
      return `${header}\nmembers: [\${2:${ids("train").slice(0, MOST_MEMBERS).map(plainly).join(", ")}}]\nweights: \${3|fixed,equal,fitted|}\n$0`;
    case "view":
      return `${header}\nview: \${2|confusion,skeleton|}\nof: ${choice(3, ids("train"), "train")}\n$0`;
    case "figure":
      return `${header}\nfigure: \${2|curves,confusion,ablation,skeleton|}\nof: ${choice(3, ids("train"), "train")}\n$0`;
    case "table":
      return `${header}\ntable: \${2|results,classes,runs,mistakes|}\nof: ${choice(3, ids("train"), "train")}\n$0`;
  }
}
