import { compile } from "vega-lite";
import { chartSpec } from "./spec";

/** The charts as vega draws them. The build runs this module and puts its values in its place, so that no compiler is shipped. */
export const loss = compile(chartSpec("loss")).spec;
export const accuracy = compile(chartSpec("accuracy")).spec;
export const lr = compile(chartSpec("lr")).spec;
export const gradNorm = compile(chartSpec("gradNorm")).spec;
export const clipsPerSecond = compile(chartSpec("clipsPerSecond")).spec;
export const lossLog = compile(chartSpec("loss", true)).spec;
export const lrLog = compile(chartSpec("lr", true)).spec;
export const gradNormLog = compile(chartSpec("gradNorm", true)).spec;
