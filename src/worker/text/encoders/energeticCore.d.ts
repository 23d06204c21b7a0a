/** The parts of the package that are used; its own types name packages that it carries inside and does not depend on. */
declare module "@energetic-ai/core" {
  export interface IOHandler {
    load?(): Promise<unknown>;
  }
  export interface GraphModel {
    dispose(): void;
  }
  export const io: { fileSystem(path: string): IOHandler };
  export function loadGraphModel(source: IOHandler): Promise<GraphModel>;
}
