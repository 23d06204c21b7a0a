import { checkAttention } from "../../common/payloads/attention";
import { mountWhenPlainScript, rendererOf } from "../frame/renderer";
import { openView } from "./view";

const renderer = rendererOf({ name: "attention", words: "attention view", check: checkAttention, open: openView });

export const { activate, mountAll, render } = renderer;
mountWhenPlainScript(renderer);
