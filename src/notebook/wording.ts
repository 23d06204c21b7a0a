import type { ErrorFacts } from "../common/errors";
import type { Finding } from "./findings";

/** What is wrong and what to do next; every word a notebook's diagnostics use stands in this file. */
export type Wording = Pick<ErrorFacts, "what" | "next">;

export function messageOf(finding: Finding): string {
  const { what, next } = wordingOf(finding);
  return next ? `${what}; ${next}` : what;
}

export function wordingOf(f: Finding): Wording {
  switch (f.code) {
    case "nul-byte":
      return { what: "the file holds a NUL byte, so it is not a text or was damaged", next: "restore it from a copy" };
    case "merge-conflict":
      return { what: "the file holds an unresolved merge conflict", next: "choose a side and delete the marker lines" };
    case "unclosed-fence":
      return {
        what: `the cell${f.id ? ` #${f.id}` : ""} is never closed${f.hiddenLine ? ` before the next cell starts at line ${f.hiddenLine}` : ""}`,
        next: "add a closing fence line after its last line",
      };
    case "hidden-cell":
      return {
        what: `the ${f.opener} opened here hides the cell at line ${f.hiddenLine}`,
        next:
          f.opener === "comment"
            ? "close the comment with `-->`"
            : "close it, or give it more fence characters than the cell it quotes",
      };
    case "front-matter-open":
      return { what: "the front matter is never closed", next: "end it with a line of three hyphens" };
    case "front-matter":
      return { what: `the front matter cannot be read: ${f.detail}` };
    case "format-version":
      return {
        what: `format version ${f.shown} is not supported (the newest known is ${f.newest})`,
        next: "open the file with a newer version of HocSLM Notebook",
      };
    case "duplicate-id":
      return {
        what: `the id #${f.id} is already used ${f.firstLine === null ? "by an earlier cell" : `at line ${f.firstLine}`}`,
        next: "give one of the two cells another id",
      };
    case "no-front-matter":
      return f.missing === "all"
        ? {
            what: "the file has no front matter, so it is read as format 1",
            next: "begin it with `---`, `hgl: 1` and `---`",
          }
        : { what: "the front matter names no format version, so it is read as format 1", next: "add `hgl: 1`" };
    case "front-matter-key":
      return {
        what: `the front matter key \`${f.key}\` means nothing here`,
        next: f.nearest ? `did you mean \`${f.nearest}\`?` : "remove it if it is not another tool's",
      };
    case "not-a-cell":
      return f.why === "nested"
        ? {
            what: "this `hgl` fence stands inside a list, a quotation or an indented block, so it is prose and never runs",
            next: "start it at the beginning of a line",
          }
        : {
            what: "this fence is prose and never runs, because its first word is not written in small letters",
            next: "write `hgl`",
          };
    case "missing-kind":
      return { what: "the cell names no kind", next: `write one of ${list(f.known)} after \`hgl\`` };
    case "unknown-kind":
      return {
        what: `there is no cell kind \`${f.kind}\``,
        next: f.nearest ? `did you mean \`${f.nearest}\`?` : `use one of ${list(f.known)}`,
      };
    case "missing-id":
      return {
        what: `the ${f.kind} cell has no id`,
        next: f.guess ? `write \`#${f.guess}\`` : "write one after the kind, such as `#base`",
      };
    case "bad-id":
      return { what: `\`#${f.id}\` is not an id`, next: "begin with a letter and use letters, digits, `-` and `_`" };
    case "yaml-syntax":
      return { what: `this is not YAML: ${f.detail}` };
    case "not-a-map":
      return { what: `the cell is ${f.shown}, not lines of \`key: value\``, next: "write one key a line" };
    case "tab":
      return { what: "YAML does not allow a tab here", next: "use spaces" };
    case "missing-space":
      return { what: `\`${f.key}:\` has no space after the colon`, next: `write \`${f.key}: value\`` };
    case "several-documents":
      return { what: "a cell is one YAML document, and a second begins here", next: "remove the `---` or `...` line" };
    case "duplicate-key":
      return { what: `\`${f.key}\` is already set at line ${f.firstLine} of the cell`, next: "keep one of the two" };
    case "bad-key":
      return { what: `${f.shown} cannot be a key`, next: "use a plain word" };
    case "anchor":
      return {
        what: `\`${f.shown}\` is a YAML anchor or alias, which cells do not allow`,
        next: "write the value out, or put it in the front matter's `defaults`",
      };
    case "merge-key":
      return {
        what: "`<<` merges are not allowed in a cell",
        next: "write the keys out, or put them in the front matter's `defaults`",
      };
    case "tag":
      return { what: `the YAML tag \`${f.shown}\` is not allowed in a cell`, next: "remove it" };
    case "underscore-number":
    case "comma-number":
      return { what: `YAML reads \`${f.shown}\` as text, not as a number`, next: `write \`${f.instead}\`` };
    case "clock-number":
      return {
        what: `\`${f.shown}\` is text in YAML 1.2 and a number of base 60 in YAML 1.1`,
        next: "write the number meant, or put it in quotes",
      };
    case "leading-zero":
      return {
        what: `\`${f.shown}\` is ${f.instead} in YAML 1.2 and an octal number in YAML 1.1`,
        next: `write \`${f.instead}\``,
      };
    case "boolean-word":
      return {
        what: `\`${f.shown}\` is text in YAML 1.2 and a truth value in YAML 1.1`,
        next: `write \`${f.instead}\`, or put it in quotes`,
      };
    case "hash-reference":
      return {
        what: `\`#\` belongs to the fence, not to a reference (in YAML it starts a comment)`,
        next: `write \`${f.key}: ${f.id}\``,
      };
    case "unknown-key":
      return {
        what: `${f.in} has no key \`${f.key}\``,
        next: f.nearest ? `did you mean \`${f.nearest}\`?` : `it has ${list(f.known)}`,
      };
    case "missing-key":
      return { what: `\`${f.key}\` is missing`, next: `give it ${f.allowed}` };
    case "bad-value":
      return {
        what: `\`${f.key}\` cannot be ${f.shown}`,
        next: f.nearest ? `did you mean \`${f.nearest}\`? It takes ${f.allowed}` : `it takes ${f.allowed}`,
      };
    case "secret":
      return {
        what: `\`${f.key}\` looks like an API key, which a notebook must not hold, as it is passed on`,
        next: "remove it, and keep the key with the command HocSLM: Set API Key for an Endpoint…, or in HGL_API_KEY in a terminal",
      };
    case "lengths-differ":
      return { what: `there are ${f.widths} widths and ${f.strides} strides`, next: "give every block one of each" };
    case "indivisible":
      return {
        what: `\`${f.key}\` is ${f.value}, which does not divide ${f.total}, ${f.of}`,
        next: "choose a divisor",
      };
    case "not-rising":
      return { what: `\`${f.key}\` ${f.shown} does not rise`, next: "write each number larger than the one before" };
    case "beyond-epochs":
      return {
        what: `\`${f.key}\` has ${f.value}, but the training ends after ${f.epochs} epochs`,
        next: `use less than ${f.epochs}`,
      };
    case "repeated":
      return { what: `\`${f.key}\` names ${f.value} twice`, next: "keep one" };
    case "overlap":
      return {
        what: `${f.key} ${list(f.values.map(String))} stands in both \`train\` and \`test\``,
        next: "keep each on one side",
      };
    case "bounds-order":
      return {
        what: `the lower bound of \`${f.key}\`, ${f.low}, is above the upper one, ${f.high}`,
        next: "write the smaller one first",
      };
    case "nesterov-momentum":
      return {
        what: "`nesterov: true` needs momentum, and `momentum` is 0",
        next: "set `momentum` above 0 or remove `nesterov`",
      };
    case "above-lr":
      return { what: `\`minLr\` is ${f.minLr}, not below the learning rate ${f.lr}`, next: "lower it" };
    case "window-short":
      return {
        what: `a window of ${f.window} frames is too short for the strides of model #${f.model}`,
        next: `use a window of at least ${f.least} frames, or fewer strides of 2`,
      };
    case "unseen-untold":
      return {
        what: `#${f.data} holds out ${f.classes === 1 ? "a class" : `${f.classes} classes`}, of which a network without descriptions learns nothing`,
        next: "name a text cell with `text`, or remove `unseen` there",
      };
    case "not-varied":
      return { what: `\`${f.key}\` is no key of a factor`, next: `use the key \`${f.instead}\`` };
    case "factors-clash":
      return {
        what: `\`${f.key}\` is changed by the factors \`${f.first}\` and \`${f.second}\``,
        next: "change it in one of them",
      };
    case "many-variants":
      return {
        what: `${f.count} variants are over the limit of ${f.most}`,
        next: "leave out levels, or use `design: one-by-one`",
      };
    case "bad-variant":
      return {
        what: `the variant "${f.variant}" cannot be: ${f.why}`,
        next: "change that level, or the cell it varies",
      };
    case "no-factor":
      return { what: "there is no factor, so nothing is varied", next: "name a key and its values under `factors`" };
    case "no-effect":
      return { what: `\`${f.key}\` has no effect: ${f.because}`, next: "remove it" };
    case "missing-cell":
      return {
        what: `there is no cell #${f.id}`,
        next: f.nearest
          ? `did you mean \`${f.nearest}\`?`
          : f.known.length > 0
            ? `\`${f.key}\` can be ${list(f.known)}`
            : `add a ${f.wanted} cell`,
      };
    case "wrong-kind":
      return {
        what: `#${f.id} is a ${f.kind} cell, and \`${f.key}\` names a ${f.wanted} cell`,
        next: f.nearest ? `did you mean \`${f.nearest}\`?` : `name a ${f.wanted} cell`,
      };
    case "cycle":
      return {
        what: `the cells ${f.ids.map((id) => `#${id}`).join(" -> ")} need one another in a circle`,
        next: "remove one of the references",
      };
  }
}

function list(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? "nothing") : `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`;
}
