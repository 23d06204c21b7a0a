import { readTableClip } from "../../src/model/data/csv/clip";
import { listClips, numberClips } from "../../src/model/data/csv/clips";
import { findColumns } from "../../src/model/data/csv/columns";
import { memoryBytes } from "../../src/model/data/containers/memoryBytes";
import { readDialect } from "../../src/model/data/csv/table";
import { parseLabelList } from "../../src/model/data/labelList";
import { Extent } from "../../src/model/data/picture";
import { layoutNamed } from "../../src/model/skeleton/layout";
import { fuzzReader } from "./mutations";

const layout = layoutNamed("openpose18");
const number = (seed: number): string => (Math.sin(seed) * 2).toFixed(4);

function long(delimiter: string, newline: string): Uint8Array {
  const rows = [["clip", "label", "frame", "joint", "body", "x", "y", "score", "subject", "split"]];
  for (const [at, clip] of ["a", "b é", '"c, ""d"""'].entries())
    for (let frame = 0; frame < 3; frame++)
      for (const joint of layout.joints)
        rows.push([clip, at > 0 ? "walk" : "sit", `${frame}`, joint, "1", number(at + frame), number(frame), "0.5", `s${at}`, at > 1 ? "test" : "train"]); // prettier-ignore
  return Buffer.from(rows.map((row) => row.join(delimiter)).join(newline));
}

function wide(): Uint8Array {
  const axes = layout.joints.flatMap((joint) => [`${joint}_x`, `${joint}_y`, `${joint}_z`]);
  const rows = [["clip", "class", "time", ...axes]];
  for (let frame = 0; frame < 6; frame++) {
    rows.push([`clip${frame >> 1}`, "kick", `${frame / 30}`, ...axes.map((_, i) => number(frame + i))]);
  }
  return Buffer.from(rows.map((row) => row.join(",")).join("\n"));
}

fuzzReader("a long table", [long(",", "\n"), long(";", "\r\n"), wide()], (bytes) => {
  const source = memoryBytes("table.csv", bytes);
  const dialect = readDialect(source);
  const columns = findColumns(dialect.headings, {}, layout, source.name);
  const clips = listClips(source, dialect, columns, () => {});
  numberClips(clips, source.name);
  for (const clip of clips) readTableClip(source, dialect, columns, layout, clip, new Extent().picture().picture);
});

const LABELS = "clip,label,subject,view,setup,split,image\na/one,sit,1,2,3,train,640x480\ntwo,walk,,,,test,\n";

fuzzReader("a list of labels", [Buffer.from(LABELS)], (bytes) => {
  numberClips(
    parseLabelList(bytes, "labels.csv").map((label) => ({ ...label, id: label.clip })),
    "labels.csv",
  );
});
