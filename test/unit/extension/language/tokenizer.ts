/** As much of a TextMate grammar as ours use. */
export interface Rule {
  readonly name?: string;
  readonly contentName?: string;
  readonly match?: string;
  readonly begin?: string;
  readonly end?: string;
  readonly while?: string;
  readonly include?: string;
  readonly captures?: Readonly<Record<string, Rule>>;
  readonly beginCaptures?: Readonly<Record<string, Rule>>;
  readonly patterns?: readonly Rule[];
}

export interface Grammar extends Rule {
  readonly patterns: readonly Rule[];
  readonly repository: Readonly<Record<string, Rule>>;
}

/** A piece of a line under the name of the innermost rule that names it. */
export type Token = readonly [text: string, scope: string];

/**
 * Tokenises as the editor does: at each place the rule that matches first, of several at one place the one listed first. Rules that span lines
 * are those with `while`; `begin` with `end` stays in its line, as strings of cells do.
 */
export function tokenise(grammar: Grammar, source: string): Token[][] {
  let held: { rule: Rule; goesOn: RegExp } | null = null;
  return source.split("\n").map((line, i) => {
    if (held && held.goesOn.test(line)) return line === "" ? [] : [[line, held.rule.contentName!]];
    held = null;
    const tokens = scan(grammar, grammar.patterns, line, i === 0, (rule, match) => {
      if (rule.while)
        held = { rule, goesOn: new RegExp(rule.while.replace(/\\([1-9])/g, (_, n) => match[Number(n)] ?? "")) };
    });
    return tokens.filter(([text]) => text.trim() !== "");
  });
}

type Begun = (rule: Rule, match: RegExpExecArray) => void;

function scan(grammar: Grammar, patterns: readonly Rule[], line: string, first: boolean, begun: Begun): Token[] {
  const rules = flat(grammar, patterns);
  const tokens: Token[] = [];
  let at = 0;
  while (at <= line.length) {
    let best: { rule: Rule; match: RegExpExecArray } | null = null;
    for (const rule of rules) {
      const match = execAt(rule.match ?? rule.begin!, line, at, first);
      if (match && (!best || match.index < best.match.index)) best = { rule, match };
    }
    if (!best) break;
    const { rule, match } = best;
    if (match.index > at) tokens.push([line.slice(at, match.index), ""]);
    at = match.index + match[0].length;
    if (rule.end) {
      const stop = endOf(grammar, rule, line, at);
      tokens.push([line.slice(match.index, stop), rule.name ?? ""]);
      at = stop;
    } else {
      begun(rule, match);
      tokens.push(...captured(grammar, rule, match));
    }
    if (match[0] === "" && !rule.end) at++;
  }
  if (at < line.length) tokens.push([line.slice(at), ""]);
  return tokens;
}

/** Where a rule that began before `at` ends: at its end, unless a rule inside it takes that first. */
function endOf(grammar: Grammar, rule: Rule, line: string, at: number): number {
  const close = execAt(rule.end!, line, at, false);
  if (!close) return line.length;
  const inner = flat(grammar, rule.patterns ?? []).map(({ match }) => execAt(match!, line, at, false));
  const before = inner
    .filter((match) => match !== null && match.index < close.index)
    .sort((a, b) => a!.index - b!.index)[0];
  return before ? endOf(grammar, rule, line, before.index + before[0].length) : close.index + close[0].length;
}

function captured(grammar: Grammar, rule: Rule, match: RegExpExecArray): Token[] {
  const captures = Object.entries(rule.captures ?? rule.beginCaptures ?? {});
  if (captures.length === 0) return [[match[0], rule.name ?? ""]];
  return captures.flatMap(([number, capture]): Token[] => {
    const text = match[Number(number)];
    if (text === undefined || text === "") return [];
    if (capture.patterns) return scan(grammar, capture.patterns, text, false, () => undefined);
    return [[text, capture.name ?? ""]];
  });
}

function flat(grammar: Grammar, rules: readonly Rule[]): Rule[] {
  return rules.flatMap((rule) => {
    if (rule.include) return flat(grammar, [grammar.repository[rule.include.slice(1)]!]);
    return rule.match || rule.begin ? [rule] : flat(grammar, rule.patterns ?? []);
  });
}

/** `\A` is the beginning of the first line; everything else ours use means the same in JavaScript. */
function execAt(source: string, line: string, at: number, first: boolean): RegExpExecArray | null {
  if (source.startsWith("\\A") && (!first || at > 0)) return null;
  const pattern = new RegExp(source.replace(/^\\A/, "^"), "gu");
  pattern.lastIndex = at;
  return pattern.exec(line);
}
