import { layoutNamed } from "../../skeleton/layout";
import { ntuClasses, numberedClasses } from "../classNames";
import { badFile } from "../containers/badBytes";
import { openNpy } from "../containers/npy";
import type { NpyArray } from "../containers/npy";
import { openZip } from "../containers/zip";
import type { Zip } from "../containers/zip";
import { fileName, nameFromFile } from "../fileName";
import type { Protocol } from "../protocol";
import type { ByteSource, ClipSource, LeftOut, ReadClip } from "../source";
import { clipOfRow } from "./clipOfRow";
import { classCount, rowLabels } from "./labels";
import type { Labels } from "./labels";

const SIDES = ["train", "test"] as const;
const PIECE = 200;
/** Two bodies of 25 joints in space, as the lineage stacks them along one axis. */
const WIDTH = 150;
const MOST_FRAMES = 100_000;

interface Side {
  readonly side: (typeof SIDES)[number];
  readonly entry: string;
  readonly clips: NpyArray;
  readonly labels: Labels;
}

/**
 * Opens an .npz of NTU RGB+D as CTR-GCN's preparation writes it (seq_transformation.py): x_train and x_test [N, T, 150], of which 150 is
 * (2 bodies, 25 joints, 3), zero after a clip's last frame; y_train and y_test one-hot [N, classes] or whole numbers [N]. Clips are called
 * train_0 and so on, as its feeder calls them; who performed them and where the file does not say. Throws HglError "data".
 */
export function openCtrGcn(source: ByteSource): ClipSource {
  const zip = openZip(source);
  const sides = SIDES.map((side) => openSide(zip, side));
  const classes = classCount(sides.map(({ labels }) => labels));
  const pieces = sides.flatMap((side) => {
    const count = Math.ceil(side.clips.shape[0]! / PIECE);
    return Array.from({ length: count }, (_, piece) => ({ side, from: piece * PIECE, last: piece === count - 1 }));
  });
  if (pieces.length === 0) throw badFile(source.name, "the file holds no clip");
  const file = fileName(source.name);
  return {
    facts: {
      name: classes === 120 ? "ntu120" : classes === 60 ? "ntu60" : nameFromFile(source.name, /\.npz$/i),
      layout: layoutNamed("ntu25"),
      coordinates: "xyz",
      classes: ntuClasses(classes) ?? numberedClasses(classes),
      protocols: [protocolOf(file, sides)],
      source: "NTU RGB+D skeletons in the form of CTR-GCN's preparation",
      warnings: [
        "The file does not say who performed a clip, nor from which camera: only its own division into training and test can be used.",
        "A second body that repeats the first in every frame is taken for one body.",
      ],
    },
    pieces: pieces.length,
    read: (piece) => readPiece(zip, pieces[piece]!),
  };
}

function openSide(zip: Zip, side: Side["side"]): Side {
  const entry = `x_${side}.npy`;
  const clips = openNpy(zip.bytes(entry));
  const [count = 0, frames = 0, width] = clips.shape;
  const fail = (what: string, next?: string): never => {
    throw badFile(clips.name, what, next);
  };
  if (clips.shape.length !== 3) fail(`the shape (${clips.shape.join(", ")}) is not clips, frames and coordinates`);
  if (width !== WIDTH) {
    const next = "name a file of NTU RGB+D, whose frames are 2 bodies of 25 joints of 3 numbers";
    fail(`a frame has ${width} numbers instead of ${WIDTH}`, next);
  }
  if (frames > MOST_FRAMES) fail(`${frames} frames are over the limit of ${MOST_FRAMES}`);
  if (clips.dtype.kind !== "float") fail("the coordinates are no floating-point numbers");
  const labelEntry = `y_${side}.npy`;
  zip.check(labelEntry);
  const labels = rowLabels(openNpy(zip.bytes(labelEntry)));
  if (labels.ofRow.length !== count) fail(`${count} clips have ${labels.ofRow.length} labels`);
  return { side, entry, clips, labels };
}

/** The division that the file's name tells: NTU60_CS, NTU60_CV, NTU120_CSub, NTU120_CSet. */
function protocolOf(file: string, sides: readonly Side[]): Protocol {
  const word = /(?:^|[_-])(csub|cset|cs|cv|xsub|xview|xset)(?:[_.-]|$)/i.exec(file)?.[1]?.toLowerCase() ?? "";
  const names: Readonly<Record<string, string>> = {
    cs: "X-Sub",
    csub: "X-Sub",
    xsub: "X-Sub",
    cv: "X-View",
    xview: "X-View",
    cset: "X-Set",
    xset: "X-Set",
  };
  const [train, test] = sides.map(({ side, clips }) =>
    Array.from({ length: clips.shape[0]! }, (_, row) => idOf(side, row)),
  );
  return { name: names[word] ?? "file", by: "clip", train: train!, test: test! };
}

function idOf(side: Side["side"], row: number): string {
  return `${side}_${row}`;
}

interface Piece {
  readonly side: Side;
  readonly from: number;
  readonly last: boolean;
}

function* readPiece(
  zip: Zip,
  { side: { side, entry, clips, labels }, from, last }: Piece,
): Generator<ReadClip | LeftOut> {
  const to = Math.min(from + PIECE, clips.shape[0]!);
  for (let row = from; row < to; row++) {
    yield clipOfRow(idOf(side, row), labels.ofRow[row]!, clips.rows(row, row + 1), clips.name);
  }
  // Stored clips are read where they lie; the checksum over all of them is due once.
  if (last && !zip.isDeflated(entry)) zip.check(entry);
}
