/** A name in a folder. */
export interface FolderEntry {
  readonly name: string;
  readonly folder: boolean;
}

export interface PathName {
  readonly label: string;
  readonly folder: boolean;
  /** Orders the names as text: folders, data sets, everything else. */
  readonly sort: string;
}

const DATA_FILE = /\.(hgl-clips|npz|pkl|pickle|csv|bvh)$/i;

/** Whether a name can stand in YAML without quotes, also in brackets. */
export function isPlainName(name: string): boolean {
  return /^[^\s?:&*!|>'"%@`#-]/.test(name) && !/: |:$| #|[,[\]{}"\\]|\p{Cc}| $/u.test(name);
}

/** What of a folder a data cell may name or look into: folders and files that could be data, hidden ones left out. */
export function pathNames(entries: readonly FolderEntry[]): PathName[] {
  return entries
    .filter(({ name, folder }) => !name.startsWith(".") && isPlainName(name) && (folder || DATA_FILE.test(name)))
    .map(({ name, folder }) => ({
      label: folder ? `${name}/` : name,
      folder,
      sort: `${folder ? "0" : "1"}${name.toLowerCase()}`,
    }));
}

/** Where the folder that is typed lies: below the notebook's own, or where an absolute path says. */
export function folderPath(typed: string): { readonly absolute: boolean; readonly path: string } {
  if (/^[A-Za-z]:\//.test(typed)) return { absolute: true, path: `/${typed}` };
  return { absolute: typed.startsWith("/"), path: typed };
}
