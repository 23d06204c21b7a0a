import { HglError } from "../../../common/errors";

const FETCH_AGAIN = "fetch or make the file again";

/** What is wrong with bytes from elsewhere, and at which of them. `name` is the file and, inside an archive, the entry. */
export function badBytes(name: string, at: number, what: string, next = FETCH_AGAIN): HglError {
  return new HglError({ code: "data", where: `${name}, byte ${at}`, what, next });
}

/** The same for what has no place of its own: an archive without an entry, a shape that does not fit. */
export function badFile(name: string, what: string, next = FETCH_AGAIN): HglError {
  return new HglError({ code: "data", where: name, what, next });
}

/** Text from a file as it may stand in a sentence: short, without control characters. */
export function shown(text: string): string {
  const plain = text.replace(/[^\x20-\x7e\u00a0-\uffff]/g, "?");
  return JSON.stringify(plain.length > 80 ? `${plain.slice(0, 80)}…` : plain);
}
