/** How the points of one class look, in a view and in a figure alike. */
export interface ClassMark {
  /** Which of the seven categorical colours. */
  readonly colour: number;
  readonly shape: MarkShape;
  /** 0: the colour as it is, 1: towards the text's, 2: towards the ground's. */
  readonly tone: 0 | 1 | 2;
}

export const MARK_SHAPES = ["circle", "square", "diamond", "cross", "x"] as const;
export type MarkShape = (typeof MARK_SHAPES)[number];

const COLOURS = 7;

/** Neighbouring classes differ in colour and shape, and 105 classes in something; none relies on its colour alone. */
export function classMark(label: number): ClassMark {
  const tone = Math.floor(label / (COLOURS * MARK_SHAPES.length)) % 3;
  return { colour: label % COLOURS, shape: MARK_SHAPES[label % MARK_SHAPES.length]!, tone: tone as 0 | 1 | 2 };
}

/** Outlines of the shapes in the square from (-1, -1) to (1, 1), of like area; the circle's is an arc. */
export const MARK_PATHS: Readonly<Record<MarkShape, string>> = {
  circle: "M0.85,0A0.85,0.85,0,1,1,-0.85,0A0.85,0.85,0,1,1,0.85,0Z",
  square: "M-0.75,-0.75H0.75V0.75H-0.75Z",
  diamond: "M0,-1.05L1.05,0L0,1.05L-1.05,0Z",
  cross: "M-0.33,-1H0.33V-0.33H1V0.33H0.33V1H-0.33V0.33H-1V-0.33H-0.33Z",
  x: "M-0.94,-0.47L-0.47,-0.94L0,-0.47L0.47,-0.94L0.94,-0.47L0.47,0L0.94,0.47L0.47,0.94L0,0.47L-0.47,0.94L-0.94,0.47L-0.47,0Z",
};
