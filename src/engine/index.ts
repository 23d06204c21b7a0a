export * from "./kernels";
export { record } from "./trace/record";
export { CompiledProgram, type Arrays, type SessionOptions } from "./session";
export type { Program } from "./trace/program";
export { lower, type LowerOptions } from "./lower";
export { fold } from "./fold";
