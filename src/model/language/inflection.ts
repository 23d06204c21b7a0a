/**
 * What an English word may be an inflection of, without a dictionary: the spelling rules of plurals, of -s, -ing, -ed, -er and
 * of a few derived nouns and adverbs, and a list of verbs that obey none. A rule that fits may give a base that is no word
 * ("during": "dure"); such a base does no harm, for two words count as one only where they share a base.
 */

/** Base, then the forms that no rule leads back to it. */
const IRREGULAR = `
  beat beaten | bend bent | bind bound | bite bit bitten | blow blew blown | break broke broken | bring brought | build built |
  buy bought | catch caught | choose chose chosen | cling clung | come came | creep crept | deal dealt | dig dug |
  do did done does doing | draw drew drawn | drink drank drunk drunken | drive drove driven | eat ate eaten | fall fell fallen |
  feed fed | feel felt | fight fought | find found | fling flung | fly flew flown | freeze froze frozen | get got gotten |
  give gave given | go went gone goes going | grind ground | grow grew grown | hang hung | hear heard | hide hid hidden |
  hold held | keep kept | kneel knelt | lead led | lean leant | leap leapt | leave left | lend lent | lie lay lain lying |
  light lit | lose lost | make made | meet met | pay paid | ride rode ridden | ring rang rung | rise rose risen | run ran |
  say said | see saw seen | seek sought | sell sold | send sent | shake shook shaken | shoot shot | show shown |
  shrink shrank shrunk | sing sang sung | sink sank sunk | sit sat | sleep slept | slide slid | sling slung | speak spoke spoken |
  spin span spun | spring sprang sprung | stand stood | steal stole stolen | stick stuck | strike struck | string strung |
  sweep swept | swim swam swum | swing swung | take took taken | teach taught | tear tore torn | tell told | think thought |
  throw threw thrown | tie tying | tread trod trodden | wake woke woken | wear wore worn | weep wept | wind wound | wring wrung |
  write wrote written |
  tooth teeth | foot feet | knife knives | half halves | leaf leaves | shelf shelves | scarf scarves | man men | woman women |
  person people | child children |
  abduct abduction | extend extension extensor | flex flexion flexor | rotate rotation rotator |
  nausea nauseous nauseated | phone telephone smartphone cellphone | photo photograph photographer | quiet quite
`;

const FAMILY = new Map(
  IRREGULAR.split("|").flatMap((entry) => {
    const [base = "", ...forms] = entry.trim().split(" ");
    return forms.map((form) => [form, base] as const);
  }),
);

const SHORTEST_BASE = 3;

/**
 * Every base that `word` (in small letters) can be a form of, itself among them: "stopped" gives stopped, stopp and stop,
 * "waving" gives waving and wave but never "wav", for a short vowel would have doubled the v.
 */
export function bases(word: string): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [word];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.has(next) || (next.length < SHORTEST_BASE && next !== word)) continue;
    found.add(next);
    open.push(...oneStepBack(next));
  }
  return found;
}

function oneStepBack(word: string): string[] {
  const back: string[] = [];
  const irregular = FAMILY.get(word);
  if (irregular !== undefined) back.push(irregular);
  const y = /^(.+)(?:ies|ied|ier|ily)$/.exec(word)?.[1];
  if (y !== undefined) back.push(`${y}y`);
  const sibilant = /^(.*(?:s|x|z|ch|sh|o))es$/.exec(word)?.[1];
  if (sibilant !== undefined) back.push(sibilant);
  const plural = /^(.*[^siu])s$/.exec(word)?.[1];
  if (plural !== undefined) back.push(plural);
  const verb = /^(.*[aeiouy].*)(?:ing|ed|er)$/.exec(word)?.[1];
  if (verb !== undefined) back.push(...beforeVowel(verb));
  const noun = /^(.*[aeiou].*[st])ion$/.exec(word)?.[1];
  if (noun !== undefined) back.push(noun, `${noun}e`);
  const derived = /^(.{4,})(?:ly|ment)$/.exec(word)?.[1];
  if (derived !== undefined) back.push(derived);
  return back;
}

/** What may stand before -ing, -ed and -er: with its doubled consonant halved, with the silent e put back, or as it is. */
function beforeVowel(rest: string): string[] {
  if (/([^aeiou])\1$/.test(rest)) return [rest, rest.slice(0, -1)];
  const wouldHaveDoubled = /^[^aeiou]*[aeiouy][^aeiouwxy]$/.test(rest);
  return wouldHaveDoubled ? [`${rest}e`] : [rest, `${rest}e`];
}
