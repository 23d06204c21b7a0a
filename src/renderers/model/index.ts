import { checkModel } from "../../common/payloads/model";
import { mountWhenPlainScript, rendererOf } from "../frame/renderer";
import { openView } from "./view";

const renderer = rendererOf({ name: "model", words: "network", check: checkModel, open: openView });

export const { activate, mountAll, render } = renderer;
mountWhenPlainScript(renderer);
