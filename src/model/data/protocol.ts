/** A division of a data set into training and test clips, as a publication defines it. */
export type Protocol = {
  /** As the field writes it: "X-Sub", "X-View", "X-Set". */
  readonly name: string;
} & (
  | {
      /** Which of a clip's numbers decides. */
      readonly by: "subject" | "view" | "setup";
      /** An empty side holds every number that is not on the other. */
      readonly train: readonly number[];
      readonly test: readonly number[];
    }
  | {
      /** The source lists its clips; both sides are ids. */
      readonly by: "clip";
      readonly train: readonly string[];
      readonly test: readonly string[];
    }
);
