import { bases } from "./inflection";

/**
 * Words too general to give a class away: function words, numbers of people and hands, directions, what stands for "somebody"
 * and "something", and the parts of a body that a skeleton has. Without these no movement can be described at all, and every
 * class is described with them. What a skeleton lacks (hair, teeth, an ear), all verbs and all named objects do give it away.
 */
const GENERAL = new Set(
  `a an the this that these those some any each every other another its his her hers their him them he she they it
  and or nor but not no with without from to toward towards into onto in on off out of over under up upward upwards down
  downward downwards forward forwards backward backwards sideways side sides left right front inside outside apart together
  around round across along about above below behind before after again against at by for as than then through while during
  near next between is are be been being was were has have had having can may who whom whose which
  one ones two both single someone somebody something anything thing things object objects stuff person persons people
  body bodies head heads neck necks shoulder shoulders arm arms elbow elbows forearm forearms wrist wrists hand hands
  palm palms fist fists finger fingers thumb thumbs chest trunk torso back spine waist hip hips leg legs thigh thighs
  knee knees shin shins ankle ankles foot feet heel heels toe toes`.split(/\s+/),
);

const ARTICLES = new Set(["a", "an", "the"]);

/** A remark on the name and no part of it. */
const BRACKETED = /[([][^)\]]*[)\]]?/g;

/** Only a longer word counts within a compound: "hat" must not be found in "that", nor "read" in "spread". */
const LEAST_IN_COMPOUND = 5;
const LEAST_BESIDE = 3;

/**
 * The words of an English `description` that name its class, as they stand there in small letters, each once. A word does so
 * when it is a form of a telling word of `className` ("threw" of "throw"), or a compound with one ("toothbrush" of "brushing
 * teeth"); so does the name itself, even where each of its words is general ("thumb up"). The rule knows spelling, not
 * meaning: synonyms ("sip" for "drink") pass it, and a chance likeness ("counter" for "counting") does not.
 */
export function leakedWords(className: string, description: string): string[] {
  const variants = nameVariants(className);
  const telling = new Set(variants.flatMap((variant) => [...tellingBases(variant)]));
  const said = wordsOf(description);
  const leaked = said.filter((word) => !GENERAL.has(word) && isTold(word, telling));
  const spoken = nameVariants(className.replace(BRACKETED, " ")).filter((words) => words.every((w) => GENERAL.has(w)));
  const phrases = spoken.flatMap((words) => quoted(words, said));
  return [...new Set([...leaked, ...phrases])];
}

/** A name's alternatives ("hat/cap", "headache (touch head)"), each a list of words without articles. */
function nameVariants(className: string): string[][] {
  return className.split(/[/,;()[\]]/).map((part) => wordsOf(part).filter((word) => !ARTICLES.has(word)));
}

function tellingBases(words: readonly string[]): Set<string> {
  const telling = words.filter((word) => !GENERAL.has(word));
  const inside = telling.flatMap(besideGeneral);
  const joined = words.slice(1).flatMap((word, at) => {
    const pair = [words[at]!, word];
    return pair.every((each) => GENERAL.has(each)) ? [] : [pair.join("")];
  });
  return new Set([...telling, ...inside, ...joined].flatMap((word) => [...bases(word)]));
}

/** "handshaking" tells "shaking", "headache" tells "ache". */
function besideGeneral(word: string): string[] {
  const starts = [4, 5, 6, 7, 8].filter((length) => word.length - length >= 4 && GENERAL.has(word.slice(0, length)));
  return starts.map((length) => word.slice(length));
}

function isTold(word: string, telling: ReadonlySet<string>): boolean {
  return [...bases(word)].some((base) => telling.has(base) || [...telling].some((part) => isCompound(base, part)));
}

function isCompound(word: string, part: string): boolean {
  if (part.length < LEAST_IN_COMPOUND || word.length - part.length < LEAST_BESIDE) return false;
  return word.startsWith(part) || word.endsWith(part);
}

/** `phrase` where it is said word after word, in any inflection; nothing for a phrase of one word. */
function quoted(phrase: readonly string[], said: readonly string[]): string[] {
  if (phrase.length < 2) return [];
  const heard = said.filter((word) => !ARTICLES.has(word));
  const starts = heard.flatMap((_, at) => (phrase.every((word, i) => sharesBase(word, heard[at + i])) ? [at] : []));
  return starts.map((at) => heard.slice(at, at + phrase.length).join(" "));
}

function sharesBase(word: string, other: string | undefined): boolean {
  if (other === undefined) return false;
  const known = bases(word);
  return [...bases(other)].some((base) => known.has(base));
}

/** Small letters without accents; hyphens part words, "person's" is "person" and "don't" one word. */
function wordsOf(text: string): string[] {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/’/g, "'").toLowerCase();
  const words = plain.match(/[\p{L}\p{N}']+/gu) ?? [];
  return words.map((word) => word.replace(/'s$/, "").replaceAll("'", "")).filter((word) => word !== "");
}
