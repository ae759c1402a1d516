const GROUP = /^[ \t]*\+ Exception Group Traceback \(most recent call last\):$/m;
/** `  | `, `  +-+---------------- 1 ----------------`, `    +---------------- 2 ----------------`: what draws the tree. */
const RAIL = /^[ \t]*(?:\|[ \t])*(?:[ \t]*)[|+](?:-\+)?[- ]?/;

/** Python draws the exceptions of a group as a tree: without its lines they read like any other traceback. */
export function withoutGroupRails(trace: string): string {
  if (!GROUP.test(trace)) return trace;
  return trace
    .split('\n')
    .map((line) => (/^[ \t]+[|+]/.test(line) ? bare(line) : line))
    .join('\n');
}

function bare(line: string): string {
  const rest = line.replace(RAIL, '');
  return rest.replace(/^-{10,} ?(\d+|\.{3}) ?-{10,}$/, '[$1]').replace(/^-{20,}$/, '');
}
