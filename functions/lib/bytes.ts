/** Pieces of bytes as one; a single piece as it is. @param length bytes of all */
export const joined = (pieces: Uint8Array[], length: number) => {
  const [first] = pieces
  if (pieces.length === 1 && first) return first
  const whole = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}
