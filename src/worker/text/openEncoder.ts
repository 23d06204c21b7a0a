import type { EncoderConfig } from "../../common/config";
import { embeddedEncoder } from "./encoders/embedded";
import type { TextEncoder } from "./textEncoder";

/** The encoder that a text cell names. */
export function openEncoder(config: EncoderConfig): TextEncoder {
  switch (config.kind) {
    case "embedded":
      return embeddedEncoder();
    default:
      throw new Error(`the encoder ${config.kind} is still to be connected`);
  }
}
