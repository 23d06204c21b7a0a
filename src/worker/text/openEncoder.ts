import type { EncoderConfig } from "../../common/config";
import { cachedEncoder } from "./cachedEncoder";
import { embeddedEncoder } from "./encoders/embedded";
import { onnxFolderEncoder } from "./encoders/onnxFolder";
import { endpointEncoder } from "./endpoints/endpointEncoder";
import type { ModelAccess } from "./modelAccess";
import type { TextEncoder } from "./textEncoder";

type EndpointAccess = Pick<ModelAccess, "keyFor" | "onWait">;

/**
 * The encoder that a text cell names, which encodes no text twice.
 *
 * @param folder the notebook's `.hgl/text`
 * @throws HglError "data" for a folder that holds no text encoder, "network" for an address that is none
 */
export async function openEncoder(config: EncoderConfig, folder: string, access: EndpointAccess): Promise<TextEncoder> {
  return cachedEncoder(await encoderOf(config, access), folder);
}

async function encoderOf(config: EncoderConfig, { keyFor, onWait }: EndpointAccess): Promise<TextEncoder> {
  switch (config.kind) {
    case "embedded":
      return embeddedEncoder();
    case "onnx":
      return await onnxFolderEncoder(config.folder, config.pooling);
    case "openai":
    case "ollama":
      return endpointEncoder({
        url: config.url,
        model: config.model,
        api: config.kind,
        key: keyFor,
        ...(onWait ? { onWait } : {}),
      });
  }
}
