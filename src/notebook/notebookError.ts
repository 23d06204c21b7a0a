import { HglError } from "../common/errors";
import type { Finding } from "./findings";
import { wordingOf } from "./wording";

/** A notebook's text cannot be read: the HglError (code "notebook") that also carries its finding and place as data. */
export class NotebookError extends HglError {
  constructor(
    readonly finding: Finding,
    /** 1-based. */
    readonly line: number,
    readonly offset: number,
    readonly length: number,
  ) {
    super({ code: "notebook", where: `line ${line}`, ...wordingOf(finding) });
  }
}
