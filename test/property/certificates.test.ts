import assert from "node:assert/strict";
import { before, test } from "node:test";
import fc from "fast-check";
import { certify, readCertificate, readCertifiedFile } from "../../src/figures/files/certificate";
import { CONTAINERS, FILE_FORMATS, formatOf, type FileFormat } from "../../src/figures/files/container";
import { framesToGif } from "../../src/figures/files/gif";
import { svgToPdf } from "../../src/figures/files/pdf";
import { svgToPng } from "../../src/figures/files/png";
import { certificateText, parseCertificate, type Certificate } from "../../src/figures/provenance";
import { sha256 } from "../../src/worker/store/runFolder";
import { tools } from "../unit/figures/files/tools";

const SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><path d="M0 0L9 9" stroke="#000"/><text x="3" y="15" font-size="8">ö</text></svg>';
const plain = {} as Record<FileFormat, Uint8Array>;

before(async () => {
  plain.svg = new TextEncoder().encode(SVG);
  plain.pdf = await svgToPdf(SVG, tools.fonts, { title: "t" });
  plain.png = await svgToPng(SVG, tools, { dpi: 96 });
  const rgba = Uint8Array.from({ length: 64 }, (_, i) => (i % 4 === 3 ? 255 : i));
  plain.gif = await framesToGif({
    count: 2,
    framesPerSecond: 10,
    frame: () => Promise.resolve({ width: 4, height: 4, rgba }),
  });
});

const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom("</hgl:provenance></metadata>", "%%EOF\n", "]]>", "\ud800", "&#38;"),
);
const hash = fc.option(text);
const certificates: fc.Arbitrary<Omit<Certificate, "content">> = fc.record({
  version: text,
  notebook: text,
  notebookId: hash,
  cell: text,
  cellHash: hash,
  figure: text,
  // Only what JSON keeps: it has no negative zero.
  options: fc
    .dictionary(text, fc.jsonValue())
    .map((value) => JSON.parse(JSON.stringify(value)) as Record<string, unknown>),
  runs: fc.array(fc.record({ runId: text, seed: fc.integer(), configHash: hash, dataHash: hash }), { maxLength: 4 }),
});
const formats = fc.constantFrom(...FILE_FORMATS);

test("a file gives back the certificate that was put in, and itself as it was before", () => {
  fc.assert(
    fc.property(formats, certificates, (format, certificate) => {
      const bytes = certify(plain[format], certificate, sha256);
      const read = readCertifiedFile(bytes, sha256)!;
      assert.equal(formatOf(bytes), format);
      assert.equal(
        certificateText(read.certificate),
        certificateText({ ...certificate, content: sha256(plain[format]) }),
      );
      assert.deepEqual(Buffer.from(read.plain), Buffer.from(plain[format]));
      assert.equal(read.untouched, true);
      assert.deepEqual(readCertificate(bytes), read.certificate);
    }),
    { numRuns: 300 },
  );
});

test("a changed name of a field that says nothing is seen, though the certificate reads the same", () => {
  const certificate = parseCertificate('{"version":"1","notebook":"n","cell":"c","figure":"f","runs":[]}')!;
  const text = new TextDecoder().decode(certify(plain.svg, certificate, sha256));
  assert.ok(text.includes("cellHash"));
  const read = readCertifiedFile(new TextEncoder().encode(text.replace("cellHash", "cellHasi")), sha256);
  assert.equal(read?.untouched, false);
});

test("any byte that is changed, added or left out is seen, or the certificate is gone", () => {
  const certificate = parseCertificate('{"version":"1","notebook":"n","cell":"c","figure":"f","runs":[]}')!;
  const changes = fc.record({
    format: formats,
    at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    by: fc.integer({ min: 1, max: 255 }),
    how: fc.constantFrom("change", "add", "drop"),
  });
  fc.assert(
    fc.property(changes, ({ format, at, by, how }) => {
      const bytes = certify(plain[format], certificate, sha256);
      const i = Math.floor(at * bytes.length);
      const [head, tail] = [bytes.subarray(0, i), bytes.subarray(how === "add" ? i : i + 1)];
      const middle = how === "drop" ? [] : [how === "add" ? by : bytes[i]! ^ by];
      const changed = Uint8Array.from([...head, ...middle, ...tail]);
      const read = readCertifiedFile(changed, sha256);
      if (read?.untouched !== true) return;
      // What stands in the certificate itself is its own witness only.
      assert.deepEqual(Buffer.from(read.plain), Buffer.from(plain[format]), `${format} ${how} at ${i}`);
      assert.notEqual(
        certificateText(read.certificate),
        certificateText({ ...certificate, content: sha256(plain[format]) }),
      );
    }),
    { numRuns: 1500 },
  );
});

test("no file makes a reader throw or hang, be it noise, cut off or put together wrongly", () => {
  const certificate = parseCertificate('{"version":"1","notebook":"n","cell":"c","figure":"f","runs":[]}')!;
  const whole = (format: FileFormat) => certify(plain[format], certificate, sha256);
  const hostile = fc.oneof(
    fc.uint8Array({ maxLength: 600 }),
    fc
      .tuple(formats, fc.uint8Array({ maxLength: 400 }))
      .map(([format, noise]) => Uint8Array.from([...plain[format].subarray(0, 14), ...noise])),
    fc.tuple(formats, fc.nat()).map(([format, n]) => whole(format).subarray(0, n % (whole(format).length + 1))),
    fc.tuple(formats, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 40 })).map(([format, pokes]) => {
      const bytes = whole(format).slice();
      for (const [at, value] of pokes) bytes[at % bytes.length] = value;
      return bytes;
    }),
    fc
      .tuple(formats, formats, fc.nat(), fc.nat())
      .map(([a, b, i, j]) =>
        Uint8Array.from([...whole(a).subarray(0, i % whole(a).length), ...whole(b).subarray(j % whole(b).length)]),
      ),
  );
  fc.assert(
    fc.property(hostile, (bytes) => {
      const certificate = readCertificate(bytes);
      assert.ok(certificate === null || typeof certificate.cell === "string");
      for (const format of FILE_FORMATS) CONTAINERS[format].take(bytes);
      readCertifiedFile(bytes, sha256);
    }),
    { numRuns: 3000 },
  );
});

test("long repetitions are read in time that grows with them alone", () => {
  const long = (piece: string, times: number) => new TextEncoder().encode(piece.repeat(times));
  const opened = '<hgl:provenance xmlns:hgl="urn:hocslm:provenance:1">';
  for (const bytes of [
    long(`<svg ${"<!--".repeat(10)}`, 50_000),
    long(" ", 2_000_000),
    new TextEncoder().encode(`<svg>${`<metadata>${opened}`.repeat(40_000)}`),
    new TextEncoder().encode(`%PDF-${opened.repeat(40_000)}`),
    new TextEncoder().encode(`%PDF-${"%%EO".repeat(500_000)}`),
    new TextEncoder().encode(`%PDF-${opened}${"[".repeat(500_000)}</hgl:provenance>`),
    Uint8Array.from([...plain.gif.subarray(0, 13), ...new Uint8Array(2_000_000).fill(0x21)]),
    Uint8Array.from([...plain.png.subarray(0, 8), ...new Uint8Array(2_000_000)]),
  ])
    assert.equal(readCertificate(bytes), null);
});

test("what earlier versions wrote is read, and what is no certificate is not", () => {
  const old = {
    version: "0.1.0",
    notebook: "n",
    cell: "c",
    figure: "f",
    runs: [{ runId: "r", seed: 1, configHash: null, dataHash: "d" }],
  };
  const missing = { notebookId: null, cellHash: null, options: {}, content: null };
  assert.deepEqual(parseCertificate(JSON.stringify(old)), { ...old, ...missing });
  const wrong = [
    { ...old, runs: [1] },
    { ...old, cell: 1 },
    { ...old, options: [] },
    { ...old, content: 1 },
    [],
    null,
    "x",
  ];
  for (const value of wrong) assert.equal(parseCertificate(JSON.stringify(value)), null);
  assert.equal(parseCertificate(JSON.stringify({ ...old, notebook: "x".repeat(2 ** 20) })), null);
});
