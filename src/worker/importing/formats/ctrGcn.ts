import { openCtrGcn } from "../../../model/data/ctrGcn/openCtrGcn";
import { HglError } from "../../../common/errors";
import { fileBytes } from "../fileBytes";
import type { Format } from "../format";

/** NumPy archives of NTU RGB+D as CTR-GCN's preparation writes them. */
export const ctrGcn: Format = {
  name: "ctr-gcn",
  words: "CTR-GCN's .npz of NTU RGB+D",
  recognises: (path, isFolder) => !isFolder && /\.npz$/i.test(path),
  open(path, { layout }) {
    const source = openCtrGcn(fileBytes(path));
    if (layout && layout.name !== source.facts.layout.name) {
      throw new HglError({
        code: "data",
        where: path,
        what: `files of this kind have the skeleton layout ${source.facts.layout.name}, not ${layout.name}`,
        next: "leave the layout out",
      });
    }
    return source;
  },
};
