import { HglError } from "../../common/errors";

/** What an encoder throws when it was asked to stop. */
export function encodingStopped(): HglError {
  return new HglError({ code: "interrupted", what: "encoding texts was stopped" });
}
