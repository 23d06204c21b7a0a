/** What stands before `.hgl.md` in a notebook's name. */
export function stemOf(name: string): string {
  return name.replace(/\.hgl\.md$/i, "");
}

/** The first of STEM-2.hgl.md, STEM-3.hgl.md … that is not taken; with `first`, STEM-1 comes before them. */
export function freeName(stem: string, taken: ReadonlySet<string>, first = 2): string {
  // Some file systems hold a.hgl.md and A.hgl.md for one file.
  const lower = new Set([...taken].map((name) => name.toLowerCase()));
  for (let number = first; ; number++) {
    const name = `${stem}-${number}.hgl.md`;
    if (!lower.has(name.toLowerCase())) return name;
  }
}
