import { checkFigure } from "../../common/payloads/figure";
import { mountWhenPlainScript, rendererOf } from "../frame/renderer";
import { openView } from "./view";

const renderer = rendererOf({ name: "figure", words: "figure", check: checkFigure, open: openView });

export const { activate, mountAll, render } = renderer;
mountWhenPlainScript(renderer);
