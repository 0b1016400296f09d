import type { Context } from 'hono'

export const markdownType = 'text/markdown; charset=utf-8'

/** Responds with a file to download. The name must be plain ASCII. */
export const fileDownload = (
  c: Context,
  { name, type }: { name: string; type: string },
  body: string | ReadableStream | ArrayBuffer,
) =>
  c.body(body, 200, {
    'Content-Type': type,
    'Content-Disposition': `attachment; filename="${name}"`,
  })

/** Responds with a CSV file to download. The name must be plain ASCII. */
export const csvDownload = (c: Context, name: string, text: string | ReadableStream) =>
  fileDownload(c, { name, type: 'text/csv; charset=utf-8' }, text)

/** Concatenates pieces; a single one is returned as it is. @param length total bytes */
export const concatenate = (pieces: Uint8Array[], length: number) => {
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

/** Minimum bytes of a piece. The first piece may be smaller, so that a download begins early. */
const pieceBytes = 64 * 1024

/** Rows of a page. A page is read while the previous one is sent: at most about 20 MB, if all notes are very long. */
export const rowsPerPage = 500

/**
 * Yields the pages of a list, starting with `first`, until a page has fewer than `limit` rows.
 * @param next reads the page after a row
 */
export async function* pagesFrom<Row>(first: Row[], next: (last: Row) => Promise<Row[]>, limit = rowsPerPage) {
  let page = first
  while (true) {
    yield page
    const last = page.at(-1)
    if (!last || page.length < limit) return
    page = await next(last)
  }
}

/** Streams strings or bytes piece by piece. The next piece is made when the previous one is being sent. */
export const toStream = (
  parts: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
): ReadableStream<Uint8Array> => {
  const encoder = new TextEncoder()
  let isCancelled = false
  const source = (async function* () {
    let piece: Uint8Array[] = []
    let length = 0
    let isFirst = true
    for await (const part of parts) {
      if (isCancelled) return
      const bytes = typeof part === 'string' ? encoder.encode(part) : part
      piece.push(bytes)
      length += bytes.length
      if (length === 0 || (length < pieceBytes && !isFirst)) continue
      yield concatenate(piece, length)
      isFirst = false
      piece = []
      length = 0
    }
    if (length > 0) yield concatenate(piece, length)
  })()
  return new ReadableStream({
    pull: async (controller) => {
      const { value, done } = await source.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    cancel: async () => {
      isCancelled = true
      await source.return()
    },
  })
}
