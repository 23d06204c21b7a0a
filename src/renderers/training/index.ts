import { checkTraining } from "../../common/payloads/training";
import { mountWhenPlainScript, rendererOf } from "../frame/renderer";
import { openView } from "./view";

const renderer = rendererOf({ name: "training", words: "training", check: checkTraining, open: openView });

export const { activate, mountAll, render } = renderer;
mountWhenPlainScript(renderer);
