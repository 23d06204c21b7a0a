import type { TextEncoder } from "../textEncoder";
import { threadEncoder } from "./encoderThread";

/** The network and the version of the package that carries its weights. */
const NAME = "use-lite-en 0.2.0";

/**
 * The encoder inside the product: Universal Sentence Encoder Lite for English, a sentence vector of 512 and no token features, with its weights on
 * the disk and never a network. It brings a tensor library of its own, which would take the place of the engine's, so it lives in a thread. A text of
 * which it knows no word piece (empty, or no English) is refused as HglError "data".
 */
export function embeddedEncoder(): TextEncoder {
  return threadEncoder(NAME, "embeddedThread");
}
