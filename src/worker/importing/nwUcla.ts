import { checkDataset } from "../../model/data/dataset";
import type { Clip, Dataset } from "../../model/data/dataset";
import { folderOfClips, nwUclaFormat } from "./formats/nwUcla";

/** The folder that holds the clips: `folder` itself or its all_sqe; undefined when neither has a file aXX_sYY_eZZ_vWW.json. */
export function findNwUclaFolder(folder: string): Promise<string | undefined> {
  return Promise.resolve().then(() => folderOfClips(folder));
}

/** Reads a folder of Northwestern-UCLA clips whole. Throws HglError "data" naming file and frame for anything that is not such a clip. */
export async function readNwUcla(source: string, onShare?: (share: number) => void): Promise<Dataset> {
  const { facts, pieces, read } = nwUclaFormat.open(source, {});
  const [protocol] = facts.protocols;
  if (protocol?.by !== "view") throw new Error("NW-UCLA is divided by views");
  const clips: Clip[] = [];
  const values: Float32Array[] = [];
  let offset = 0;
  for (let piece = 0; piece < pieces; piece++) {
    for (const item of read(piece)) {
      if ("leftOut" in item) throw "error" in item.leftOut ? item.leftOut.error : new Error(item.leftOut.rule);
      const { id, label, subject, view, frames } = item;
      clips.push({ id, label, subject, view, frames, offset });
      values.push(item.values);
      offset += item.values.length;
    }
    onShare?.((piece + 1) / pieces);
    // Whoever watches the share may look at it before the next piece.
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { name, layout, classes, source: origin, warnings } = facts;
  const dataset: Dataset = {
    name,
    ...(origin === undefined ? {} : { source: origin }),
    layout,
    classes,
    clips,
    values: joinValues(values, offset),
    bodies: 1,
    defaultSplit: { by: "view", train: protocol.train, test: protocol.test },
    ...(warnings === undefined ? {} : { warnings }),
  };
  checkDataset(dataset);
  return dataset;
}

function joinValues(parts: readonly Float32Array[], length: number): Float32Array {
  const values = new Float32Array(length);
  let at = 0;
  for (const part of parts) {
    values.set(part, at);
    at += part.length;
  }
  return values;
}
