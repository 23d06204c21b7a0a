import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { diskError } from "../diskError";
import type { Format } from "../format";
import { FILE_NAME, NESTED, nwUclaFacts, parseNwUclaClip } from "../nwUcla";
import { HglError } from "../../../common/errors";

const PIECE = 256;
export const nwUcla: Format = {
  name: "nw-ucla",
  words: "a folder of NW-UCLA JSON",
  recognises: (path, isFolder) => isFolder && findFolder(path) !== undefined,
  open(path) {
    const folder = findFolder(path);
    if (folder === undefined) {
      const next = `point to the folder that holds a01_s01_e00_v01.json or to the one above its ${NESTED}`;
      throw new HglError({ code: "data", where: path, what: "no Northwestern-UCLA clip is in this folder", next });
    }
    const names = readdirSync(folder)
      .filter((name) => name.endsWith(".json"))
      .sort();
    return {
      facts: nwUclaFacts(new Set(names.map((name) => Number(FILE_NAME.exec(name)?.[4])))),
      pieces: Math.ceil(names.length / PIECE),
      *read(piece) {
        for (const name of names.slice(piece * PIECE, (piece + 1) * PIECE)) {
          const file = join(folder, name);
          try {
            yield parseNwUclaClip(readFileSync(file, "utf8"), file);
          } catch (error) {
            if (error instanceof HglError) yield { id: name, leftOut: { error } };
            else throw diskError(error, file);
          }
        }
      },
    };
  },
};

function findFolder(folder: string): string | undefined {
  return [folder, join(folder, NESTED)].find((one) => {
    try {
      return readdirSync(one).some((name) => FILE_NAME.test(name));
    } catch {
      return false;
    }
  });
}
