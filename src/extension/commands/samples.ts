import type { Translate } from "../translate";

/** A notebook of media/notebooks. */
export interface Sample {
  readonly file: string;
  readonly title: string;
  readonly detail: string;
  /** A codicon. */
  readonly icon: string;
}

/** In the order in which one would read them. */
export function samples(t: Translate): readonly Sample[] {
  return [
    {
      file: "first-run.hgl.md",
      title: t("A first run"),
      detail: t("Ten exercises told apart by a small network: data, model, three seeds, confusion matrix, skeletons."),
      icon: "rocket",
    },
    {
      file: "streams.hgl.md",
      title: t("Joints or bones"),
      detail: t("Two trainings that differ in what the network sees: joints against bones."),
      icon: "git-compare",
    },
    {
      file: "topology.hgl.md",
      title: t("What a learned topology brings"),
      detail: t("Two trainings that differ in the graph: one that is kept fixed against one that learns."),
      icon: "type-hierarchy",
    },
    {
      file: "ablation.hgl.md",
      title: t("What each module brings"),
      detail: t(
        "One cell takes the modules away one at a time, and its table says which differences are more than chance.",
      ),
      icon: "symbol-array",
    },
    {
      file: "words.hgl.md",
      title: t("What words bring"),
      detail: t("Two trainings, with and without descriptions of the movements; tested on skeletons alone."),
      icon: "comment-discussion",
    },
  ];
}
