import type { DecodedAttention, DecodedMap } from "../../common/payloads/attention";
import { printable } from "../../common/payloads/printable";
import { make, makeChoice } from "../frame/elements";
import { keepOwnKeys } from "../frame/keys";
import type { Scope } from "../frame/scope";
import { offered } from "./choice";
import type { Wanted } from "./choice";
import type { Range } from "./scale";
import { TERMS } from "./words";

const RANGE_WORDS: Record<Range, string> = {
  between: "between joints",
  map: "this map",
  blocks: "all blocks",
};

/** The lists from which a user chooses whose map is shown, which, and how it is coloured. */
export class Controls {
  /** What is shown. */
  readonly element = make("div", "hgl-bar");
  /** How it is coloured. */
  readonly colours = make("div", "hgl-bar");
  readonly wanted: Wanted = {};
  private readonly subject;
  private readonly term = makeChoice("Term", []);
  private readonly part = makeChoice("Part", []);
  private readonly body = makeChoice("Body", []);
  private readonly range = makeChoice("Colours for", []);
  private readonly lift = make("input");
  private rangeWanted: Range = "between";

  constructor(scope: Scope, payload: DecodedAttention, changed: () => void) {
    this.subject = makeChoice(
      "Of",
      payload.subjects.map(({ name }, i) => [String(i), printable(name) || `subject ${i + 1}`]),
    );
    this.lift.type = "checkbox";
    const lift = make("label");
    lift.append(this.lift, "Lift small values");
    const { subject, term, part, body, range } = this;
    this.element.append(subject.label, term.label, part.label, body.label);
    this.colours.append(range.label, lift);
    // What is listed are the values themselves, in the order of the list.
    const follow = (choice: typeof term, take: (value: string) => void): void =>
      scope.on(choice.select, "change", () => {
        take(choice.select.value);
        changed();
      });
    follow(subject, () => undefined);
    follow(term, (value) => (this.wanted.term = value as DecodedMap["term"]));
    follow(part, (value) => (this.wanted.part = this.parts[Number(value)]!));
    follow(body, (value) => (this.wanted.body = Number(value)));
    follow(range, (value) => (this.rangeWanted = value as Range));
    scope.on(this.lift, "change", changed);
    keepOwnKeys(scope, [subject, term, part, body, range].map(({ select }): HTMLElement => select).concat(this.lift));
  }

  private parts: readonly string[] = [];

  get subjectIndex(): number {
    return Number(this.subject.select.value);
  }

  get lifted(): boolean {
    return this.lift.checked;
  }

  get colourRange(): Range {
    return this.range.select.value as Range;
  }

  /** Lists what can be chosen in place of the map shown. */
  follow(maps: readonly DecodedMap[], shown: DecodedMap): void {
    list(
      this.term,
      offered(maps, shown, "term").map((term) => [term, TERMS[term].name]),
      shown.term,
    );
    this.parts = offered(maps, shown, "part");
    list(
      this.part,
      this.parts.map((part, i) => [String(i), printable(part) || `part ${i + 1}`]),
      String(this.parts.indexOf(shown.part)),
    );
    const bodies = offered(maps, shown, "body").filter((body) => body !== null);
    list(
      this.body,
      bodies.map((body) => [String(body), `body ${body + 1}`]),
      String(shown.body),
    );
    this.body.label.hidden = bodies.length < 2;
    this.part.label.hidden = this.parts.length < 2;
    const ranges: readonly Range[] = ["gta", "ssf"].includes(shown.term)
      ? ["map", "blocks"]
      : ["between", "map", "blocks"];
    const range = ranges.includes(this.rangeWanted) ? this.rangeWanted : ranges[0]!;
    list(
      this.range,
      ranges.map((one) => [one, RANGE_WORDS[one]]),
      range,
    );
  }
}

/** Puts options into a list where they differ from what is there, and selects one. */
function list(
  { select }: { readonly select: HTMLSelectElement },
  options: readonly (readonly [value: string, words: string])[],
  value: string,
): void {
  const there = [...select.options];
  const same =
    there.length === options.length &&
    options.every(([value, words], i) => there[i]!.value === value && there[i]!.textContent === words);
  if (!same)
    select.replaceChildren(
      ...options.map(([value, words]) => {
        const option = make("option", "", words);
        option.value = value;
        return option;
      }),
    );
  select.value = value;
}
