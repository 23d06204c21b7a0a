/** What stands where a picture of the prose would. @param why a clause */
export function absentPicture(words: string, source: string, why: string): string {
  const shown = source.length > 120 ? `${source.slice(0, 119)}…` : source;
  return `[Picture ${words ? `“${words}”, ` : ""}${shown}: not carried, because ${why}.]`;
}
