/** Up to here the engine's own search is fast whatever the texts are. */
const SHORT_PIECE = 256;

/** Every position of `piece` in `text`, those that overlap too. In time of the lengths' sum for long pieces. */
export function findEverywhere(text: string, piece: string): number[] {
  return piece.length <= SHORT_PIECE ? bySearching(text, piece) : byPrefixes(text, piece);
}

function bySearching(text: string, piece: string): number[] {
  const positions: number[] = [];
  for (let at = text.indexOf(piece); at >= 0; at = text.indexOf(piece, at + 1)) positions.push(at);
  return positions;
}

/** Knuth, Morris and Pratt (1977): repetitive texts would take the engine's search the product of the lengths. */
function byPrefixes(text: string, piece: string): number[] {
  const borders = bordersOf(piece);
  const positions: number[] = [];
  let matched = 0;
  for (let at = 0; at < text.length; at++) {
    while (matched > 0 && text[at] !== piece[matched]) matched = borders[matched - 1] ?? 0;
    if (text[at] === piece[matched]) matched++;
    if (matched < piece.length) continue;
    positions.push(at - piece.length + 1);
    matched = borders[matched - 1] ?? 0;
  }
  return positions;
}

/** For each beginning of the piece the length of the longest proper beginning that it also ends with. */
function bordersOf(piece: string): Uint32Array {
  const borders = new Uint32Array(piece.length);
  for (let at = 1, length = 0; at < piece.length; at++) {
    while (length > 0 && piece[at] !== piece[length]) length = borders[length - 1] ?? 0;
    if (piece[at] === piece[length]) length++;
    borders[at] = length;
  }
  return borders;
}
