import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { openPyskl } from "../../../model/data/pyskl/openPyskl";
import { fileBytes } from "../fileBytes";
import type { Format } from "../format";

/** Where Kinetics' keypoints are unpacked to, beside the table of contents. */
const KEYPOINT_FOLDER = "kpfiles";

/** Annotation pickles of pyskl and mmaction2. */
export const pyskl: Format = {
  name: "pyskl",
  words: "annotation pickles of pyskl and mmaction2",
  recognises: (path, isFolder) => !isFolder && /\.(pkl|pickle)$/i.test(path),
  open(path, { layout }) {
    const folder = dirname(path);
    return openPyskl(fileBytes(path), {
      ...(layout && { layout }),
      beside(name) {
        const found = [join(folder, name), join(folder, KEYPOINT_FOLDER, name)].find((file) => existsSync(file));
        return found === undefined ? undefined : fileBytes(found);
      },
    });
  },
};
