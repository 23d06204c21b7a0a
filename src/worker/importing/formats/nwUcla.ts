import { basename, join } from "node:path";
import { HglError } from "../../../common/errors";
import { NW_UCLA_CLASSES, isNwUclaName, parseNwUclaClip, parseNwUclaName } from "../../../model/data/nwUcla/clip";
import type { Protocol } from "../../../model/data/protocol";
import { layoutNamed } from "../../../model/skeleton/layout";
import { listFiles, readWhole } from "../files";
import type { Format } from "../format";
import { pieces } from "./pieces";
import { refuseOtherLayout } from "./refuseOtherLayout";

const NESTED = "all_sqe";
/** The longest clip of the release has 201 frames and 0.2 MB. */
const MOST_BYTES = 64 * 2 ** 20;

/**
 * A folder of Northwestern-UCLA clips, one JSON file each, in the order of their names; the folder itself or its all_sqe. Protocol: views
 * 1 and 2 against view 3, or views 1 and 2 with a warning when view 3 is absent (lineage: CTR-GCN's feeder).
 */
export const nwUcla: Format = {
  name: "nw-ucla",
  words: "Northwestern-UCLA clips in JSON",
  recognises: (path, isFolder) => isFolder && folderOfClips(path) !== undefined,
  open(path, options) {
    const folder = folderOfClips(path);
    if (folder === undefined) {
      const next = `point to the folder that holds a01_s01_e00_v01.json or to the one above its ${NESTED}`;
      throw new HglError({ code: "data", where: path, what: "no Northwestern-UCLA clip is in this folder", next });
    }
    refuseOtherLayout(options, "ucla20", path);
    const files = listFiles(folder).filter((name) => name.endsWith(".json"));
    const clips = files.map((name) => parseNwUclaName(name, join(folder, name)));
    const { protocol, warnings } = protocolFor(new Set(clips.map(({ view }) => view)));
    return {
      facts: {
        name: "nw-ucla",
        layout: layoutNamed("ucla20"),
        coordinates: "xyz",
        classes: NW_UCLA_CLASSES,
        protocols: [protocol],
        source: "Northwestern-UCLA Multiview Action3D (Wang et al., CVPR 2014), JSON of the field's common release",
        warnings,
      },
      ...pieces(
        files,
        (name) => {
          const file = join(folder, name);
          return parseNwUclaClip(readWhole(file, MOST_BYTES), name, file);
        },
        (name) => basename(name, ".json"),
      ),
    };
  },
};

/** The folder that holds the clips: `folder` itself or its all_sqe; undefined when neither has a file aXX_sYY_eZZ_vWW.json. */
function folderOfClips(folder: string): string | undefined {
  return [folder, join(folder, NESTED)].find((candidate) => listFiles(candidate, "none").some(isNwUclaName));
}

function protocolFor(views: ReadonlySet<number>): {
  readonly protocol: Protocol;
  readonly warnings: readonly string[];
} {
  if (views.has(3)) {
    return {
      protocol: { name: "X-View", by: "view", train: [1, 2].filter((view) => views.has(view)), test: [3] },
      warnings: [],
    };
  }
  return {
    protocol: { name: "views 1 and 2", by: "view", train: [1], test: [2] },
    warnings: [
      "View 3, the field's test view, is absent: by default view 1 is trained on and view 2 tested, which is not the published protocol.",
    ],
  };
}
