import { homedir } from "node:os";
import { dirname } from "node:path";
import type { CellOutput } from "../../common/wire/worker";

/**
 * An output without the folders of this machine: what lies in the notebook's is told relative to it, and the user's own is `~`. Whoever is
 * given an export learns nothing of the disk that it comes from.
 */
export function withoutOwnFolders(output: CellOutput, notebookPath: string): CellOutput {
  const replaced = [
    [dirname(notebookPath), "."],
    [homedir(), "~"],
  ] as const;
  return Object.fromEntries(
    Object.entries(output).map(([type, text]) => [
      type,
      replaced.reduce((told, [folder, short]) => {
        if (folder.length <= 1) return told;
        // As JSON writes it, a Windows path has every backslash twice.
        const written = JSON.stringify(folder).slice(1, -1);
        return told.replaceAll(written, short).replaceAll(folder, short);
      }, text),
    ]),
  );
}
