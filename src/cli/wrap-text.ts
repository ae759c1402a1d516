/** Text in lines of at most `width` characters, broken between words, else within a long one; later lines are indented. */
export function wrapped(text: string, width: number, indent: string): string[] {
  const lines: string[] = [];
  let line = /^ */.exec(text)?.[0] ?? '';
  let isEmpty = true;
  const startNext = () => {
    lines.push(line);
    line = indent;
    isEmpty = true;
  };
  for (const word of text.trim().split(/ +/)) {
    if (!isEmpty && line.length + 1 + word.length > width) startNext();
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
    while (line.length > Math.max(width, indent.length + 8)) {
      const rest = line.slice(width);
      line = line.slice(0, width);
      startNext();
      line += rest;
      isEmpty = false;
    }
  }
  return [...lines, line];
}

/** On one line: a name or message of the project must not look like a line of ours. */
export function oneLine(text: string, most = 300): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}
