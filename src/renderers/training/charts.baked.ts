import { compile } from "vega-lite";
import { chartSpec } from "./spec";

/** The charts as vega draws them. The build runs this module and puts its values in its place, so that no compiler is shipped. */
export const loss = compile(chartSpec("loss")).spec;
export const accuracy = compile(chartSpec("accuracy")).spec;
