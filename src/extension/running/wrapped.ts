/** Characters of a line that fits a notebook beside a side bar. */
const WIDTH = 100;

/** A text in lines of at most `width` characters, broken at blanks; a longer word stands alone. */
export function wrapped(text: string, width = WIDTH): readonly string[] {
  return text.split("\n").flatMap((paragraph) => {
    const lines: string[] = [];
    let line = "";
    for (const word of paragraph.split(" ")) {
      if (line !== "" && line.length + 1 + word.length > width) {
        lines.push(line);
        line = word;
      } else line = line === "" ? word : `${line} ${word}`;
    }
    return [...lines, line];
  });
}
