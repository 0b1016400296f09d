/** Bytes of a piece that is sent at once. */
const pieceCharacters = 64 * 1024

/** Rows of a page that is read while the one before it is sent: some 20 MB with the longest notes there can be. */
export const rowsAPage = 500

/**
 * Pages of a list, `first` included, until one has fewer than `limit` rows.
 * @param next reads the page after a row
 */
export async function* pagesFrom<Row>(first: Row[], next: (last: Row) => Promise<Row[]>, limit = rowsAPage) {
  let page = first
  while (true) {
    yield page
    const last = page.at(-1)
    if (!last || page.length < limit) return
    page = await next(last)
  }
}

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
