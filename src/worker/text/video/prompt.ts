/** Frames that a model is shown of a clip unless the cell says otherwise. */
export const DEFAULT_FRAMES = 16;

/**
 * What a model is asked unless the cell says otherwise. The paper's prompt is unknown; this one asks for what a skeleton can show, and not for the
 * action's name, since text that names it would let training read off the label (a choice of ours).
 */
export const DEFAULT_PROMPT = `These are frames of one short video clip, in the order of time.
Describe the movement in two or three plain English sentences: which parts of the body move, how, and in which order; how many people there are and how \
they move in relation to each other; and which objects they hold or touch.
Do not describe the background, the clothing or what anybody looks like. Do not name the action or activity, and do not guess at its purpose.
Answer with these sentences only.`;
