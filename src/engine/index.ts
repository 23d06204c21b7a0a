export * from "./kernels";
export { keptValues } from "./trace/kept";
export { record } from "./trace/record";
export { inScope } from "./trace/scope";
export { CompiledProgram, type Arrays, type SessionOptions } from "./session";
export type { Program } from "./trace/program";
export { lower, type LowerOptions } from "./lower";
export { fold } from "./fold";
export { externalFiles } from "./onnx/external";
