import * as z from "zod";
import type { DataConfig } from "../../common/config";
import type { Path } from "../yaml";
import { field, share, whole } from "./field";
import type { Rule } from "./rule";

const bounds = (most: number) => z.tuple([whole(0, most), whole(0, most)]).optional();

const jointMaskSchema = z.strictObject({
  share: field(share(0, 1).optional(), {
    meaning: "Share of the training clips in which joints are hidden.",
    source: "SkateFormer's NW-UCLA feeder",
    fallback: "`0.5`",
  }),
  joints: field(bounds(256), {
    meaning: "Fewest and most joints that are hidden; how many, and which, is drawn for each clip.",
    source: "SkateFormer's NW-UCLA feeder",
    fallback: "`[4, 12]`",
    allowed: "a list of two whole numbers from 0 to 256, the smaller first",
  }),
  frames: field(bounds(512), {
    meaning: "Fewest and most frames of the window in which they are; how many, and which, is drawn for each clip.",
    source: "SkateFormer's NW-UCLA feeder",
    fallback: "`[16, 32]`",
    allowed: "a list of two whole numbers from 0 to 512, the smaller first",
  }),
});

export const augmentSchema = z.strictObject({
  crop: field(
    z
      .tuple([share(0.05, 1), share(0.05, 1)])
      .nullable()
      .optional(),
    {
      meaning:
        "In training, each clip keeps a run of frames whose share is drawn between these two; `null` keeps all frames.",
      source: "CTR-GCN's feeder: p ~ U(0.5, 1)",
      fallback: "`[0.5, 1]`; `null` for NW-UCLA",
      allowed: "`null`, or a list of two numbers from 0.05 to 1, the smaller first",
    },
  ),
  testCrop: field(share(0.05, 1).optional(), {
    meaning: "Share of the frames kept at evaluation, from the middle of the clip.",
    source: "CTR-GCN's feeder",
    fallback: "`0.95`; `1` for NW-UCLA",
  }),
  rotation: field(share(0, 180).optional(), {
    meaning: "Largest random rotation of a training clip about each axis, in degrees.",
    source: "CTR-GCN: 0.3 rad on NTU RGB+D, 60 degrees on NW-UCLA",
    fallback: "`17`; `60` for NW-UCLA",
  }),
  mirror: field(share(0, 1).optional(), {
    meaning:
      "Share of training clips seen in a mirror: left and right joints change places and x changes its sign. For actions that may be done with either hand or foot.",
    source: "common practice with images and poses; no part of the field's NTU and NW-UCLA recipes",
    fallback: "`0`",
  }),
  minmax: field(z.boolean().optional(), {
    meaning: "Whether each axis is scaled to [-1, 1] over the clip.",
    source: "the field's NW-UCLA preparation",
    fallback: "`false`; `true` for NW-UCLA",
  }),
  resize: field(z.enum(["interpolate", "sample", "uniform"]).optional(), {
    meaning:
      "How a clip gets its window length: `interpolate` resizes bilinearly; `sample` draws sorted frames with repetition in training and takes them evenly spaced at test; `uniform` takes one frame of each of as many even parts as the window has frames, drawn in training and the middle one at test, and repeats a clip that is shorter. pyskl keeps all frames with it: `crop: null`, `testCrop: 1`.",
    source: "CTR-GCN's two feeders; pyskl's UniformSampleFrames, used by ProtoGCN",
    fallback: "`interpolate`; `sample` for NW-UCLA",
    choices: {
      interpolate: "Resizes the clip bilinearly.",
      sample: "Takes frames of the clip: drawn and sorted in training, evenly spaced at test.",
      uniform: "Takes one frame of each even part: drawn in training, the middle one at test.",
    },
  }),
  scale: field(
    z
      .tuple([share(0.1, 10), share(0.1, 10)])
      .nullable()
      .optional(),
    {
      meaning:
        "Each training clip is made larger or smaller by a factor drawn between these two. `minmax` cancels it, as it does in CTR-GCN's NW-UCLA feeder.",
      source: "CTR-GCN's NW-UCLA feeder: U(0.5, 1.5); pyskl's RandomScale draws one factor for each axis",
      fallback: "`null`",
      allowed: "`null`, or a list of two numbers from 0.1 to 10, the smaller first",
    },
  ),
  shift: field(share(0, 10).optional(), {
    meaning:
      "Largest random displacement of a training clip along each axis: in metres, or for places in a picture in half its width or height. Bones and differences do not see it, and `minmax` cancels it.",
    source:
      "ours, after the translation in ST-GCN's random_move; the random_shift of the field's feeders moves a clip within its padding, of which ours have none",
    fallback: "`0`",
  }),
  jointMask: field(jointMaskSchema.nullable().optional(), {
    meaning: "In a share of the training clips some joints are zero in some frames, in all bodies alike.",
    source: "SkateFormer's NW-UCLA feeder",
    fallback: "`null`",
    allowed: "`null`, or a map with `share`, `joints`, `frames`",
  }),
  axisMask: field(share(0, 1).optional(), {
    meaning: "Share of the training clips in which one of the axes, drawn for each clip, is zero.",
    source: "SkateFormer's NW-UCLA feeder: 0.5",
    fallback: "`0`",
  }),
});

/** What no recipe switches on. */
export const OFF = { mirror: 0, scale: null, shift: 0, jointMask: null, axisMask: 0 } as const;
/** What is hidden where a cell says no more than that joints are. */
const HIDDEN = { share: 0.5, joints: [4, 12], frames: [16, 32] } as const;

type AugmentKeys = z.output<typeof augmentSchema>;
type Augment = DataConfig["augment"];

/** What the cell says, and for the rest the recipe. */
export function completeAugment(cell: AugmentKeys, recipe: Augment): Augment {
  const { crop, scale, jointMask } = cell;
  return {
    crop: crop === undefined ? recipe.crop : crop,
    testCrop: cell.testCrop ?? recipe.testCrop,
    rotation: cell.rotation ?? recipe.rotation,
    mirror: cell.mirror ?? recipe.mirror,
    minmax: cell.minmax ?? recipe.minmax,
    resize: cell.resize ?? recipe.resize,
    scale: scale === undefined ? recipe.scale : scale,
    shift: cell.shift ?? recipe.shift,
    jointMask: jointMask
      ? {
          share: jointMask.share ?? HIDDEN.share,
          joints: jointMask.joints ?? HIDDEN.joints,
          frames: jointMask.frames ?? HIDDEN.frames,
        }
      : recipe.jointMask,
    axisMask: cell.axisMask ?? recipe.axisMask,
  };
}

/** What the keys of `augment` must satisfy together with `testClips`; `complete` is what follows from them. */
export function augmentRules(
  cell: { readonly augment?: AugmentKeys | undefined; readonly testClips: number },
  complete: Augment,
): Rule[] {
  const { crop, scale, shift, jointMask } = cell.augment ?? {};
  const cancelled = (key: string): Rule => ({
    path: ["augment", key],
    finding: { code: "no-effect", key: `augment.${key}`, because: "`minmax` cancels it" },
  });
  const alike = cell.testClips > 1 && complete.resize === "interpolate" && complete.testCrop === 1;
  return [
    ...inOrder(["augment", "crop"], crop),
    ...inOrder(["augment", "scale"], scale),
    ...inOrder(["augment", "jointMask", "joints"], jointMask?.joints),
    ...inOrder(["augment", "jointMask", "frames"], jointMask?.frames),
    ...(complete.minmax && scale ? [cancelled("scale")] : []),
    ...(complete.minmax && shift ? [cancelled("shift")] : []),
    ...(alike ? [{ path: ["testClips"], finding: ALIKE }] : []),
  ];
}

const ALIKE = {
  code: "no-effect",
  key: "testClips",
  because: "with `testCrop: 1` and `resize: interpolate` all views of a clip are the same",
} as const;

function inOrder(path: Path, bounds: readonly [number, number] | null | undefined): Rule[] {
  if (!bounds || bounds[0] <= bounds[1]) return [];
  return [{ path, finding: { code: "bounds-order", key: path.join("."), low: bounds[0], high: bounds[1] } }];
}
