import { checkEmbedding } from "../../common/payloads/embedding";
import { mountWhenPlainScript, rendererOf } from "../frame/renderer";
import { openView } from "./view";

const renderer = rendererOf({ name: "embedding", words: "embedding", check: checkEmbedding, open: openView });

export const { activate, mountAll, render } = renderer;
mountWhenPlainScript(renderer);
