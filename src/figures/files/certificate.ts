import { certificateText, parseCertificate } from "../provenance";
import type { Certificate } from "../provenance";
import { equalBytes } from "./bytes";
import { CONTAINERS, formatOf } from "./container";
import type { FileFormat } from "./container";

/** SHA-256 in hex digits; the caller's, since this room has no platform. */
export type Sha256 = (bytes: Uint8Array) => string;

/** A figure's file as it was read. */
export interface CertifiedFile {
  readonly bytes: Uint8Array;
  readonly format: FileFormat;
  readonly certificate: Certificate;
  /** The file without its certificate. */
  readonly plain: Uint8Array;
  /** Whether every byte is as it was made; null where the certificate, being of an earlier version, does not say. */
  readonly untouched: boolean | null;
}

/** The file with its birth certificate in it, which also says what the file was without. @throws RangeError for bytes of no known format */
export function certify(plain: Uint8Array, certificate: Omit<Certificate, "content">, sha256: Sha256): Uint8Array {
  const format = formatOf(plain);
  if (!format) throw new RangeError("this is no figure");
  return CONTAINERS[format].put(plain, certificateText({ ...certificate, content: sha256(plain) }));
}

/** The certificate of an SVG, PDF, PNG or GIF file; null where there is none or it is damaged. Never throws, whatever the bytes. */
export function readCertificate(bytes: Uint8Array): Certificate | null {
  const format = formatOf(bytes);
  const taken = format && CONTAINERS[format].take(bytes);
  return taken && parseCertificate(taken.text);
}

/** The same with all that `hgl figure verify` asks of the file itself. */
export function readCertifiedFile(bytes: Uint8Array, sha256: Sha256): CertifiedFile | null {
  const format = formatOf(bytes);
  const taken = format && CONTAINERS[format].take(bytes);
  const certificate = taken && parseCertificate(taken.text);
  if (!certificate) return null;
  const { plain } = taken;
  const untouched =
    certificate.content === null
      ? null
      : certificate.content === sha256(plain) && equalBytes(bytes, again(format, plain, certificateText(certificate)));
  return { bytes, format, certificate, plain, untouched };
}

/** What the file would be if nothing but its certificate, as it is written here, had been added to the drawing. */
function again(format: FileFormat, plain: Uint8Array, text: string): Uint8Array {
  try {
    return CONTAINERS[format].put(plain, text);
  } catch {
    return new Uint8Array(0);
  }
}
