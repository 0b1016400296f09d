/** Bytes of a piece that is sent at once. */
const pieceCharacters = 64 * 1024

/** Streams texts, a piece at a time, each made when the one before it is on its way. */
export const streamed = (texts: Iterable<string> | AsyncIterable<string>): ReadableStream<Uint8Array> => {
  const encoder = new TextEncoder()
  let isCancelled = false
  const source = (async function* () {
    let piece = ''
    for await (const text of texts) {
      if (isCancelled) return
      piece += text
      if (piece.length < pieceCharacters) continue
      yield piece
      piece = ''
    }
    if (piece !== '') yield piece
  })()
  return new ReadableStream({
    pull: async (controller) => {
      const { value, done } = await source.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    cancel: async () => {
      isCancelled = true
      await source.return()
    },
  })
}
