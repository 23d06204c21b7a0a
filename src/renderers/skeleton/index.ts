import { checkSkeleton } from "../../common/payloads/skeleton";
import { mountWhenPlainScript, rendererOf } from "../frame/renderer";
import { openView } from "./view";

const renderer = rendererOf({ name: "skeleton", words: "skeleton view", check: checkSkeleton, open: openView });

export const { activate, mountAll, render } = renderer;
mountWhenPlainScript(renderer);
