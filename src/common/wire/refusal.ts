import { HglError, type ErrorCode } from "../errors";
import type { RefusedData } from "./worker";

/** What a refusal carries over the wire, in either direction. */
export function refusedData({ facts: { code, what, where, next } }: HglError): RefusedData {
  return { code, what, ...(where ? { where } : {}), ...(next ? { next } : {}) };
}

/** The error that a refusal was made of. */
export function refusedError({ code, what, where, next }: RefusedData): HglError {
  const facts = { code: code as ErrorCode, what };
  return new HglError({ ...facts, ...(where === undefined ? {} : { where }), ...(next === undefined ? {} : { next }) });
}
