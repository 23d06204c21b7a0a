/** The last part of a path on any system. */
export function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1)!;
}

/** A data set's name from its file's: without the ending, and never empty. */
export function nameFromFile(path: string, ending: RegExp): string {
  const name = fileName(path);
  return name.replace(ending, "") || name || "data";
}
