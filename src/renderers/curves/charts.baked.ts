import { compile } from "vega-lite";
import { curvesSpec } from "./spec";

/** The chart as vega draws it. The build runs this module and puts its values in its place, so that no compiler is shipped. */
export const linear = compile(curvesSpec(false)).spec;
export const log = compile(curvesSpec(true)).spec;
