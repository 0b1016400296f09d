/** Rows that are kept of one result. */
const keptRows = 1000
/** Rows that are kept in all: downloads read page after page. */
const allKeptRows = 5000

export const copied = (result: D1Result): D1Result => ({
  ...result,
  results: result.results.map((row) => Object.assign({}, row as object)),
})

/** Answers each read with a copy of its rows, also one that was asked for before. */
export const memory = () => {
  const kept = new Map<string, Promise<D1Result>>()
  let rows = 0

  const read = async (key: string, send: () => Promise<D1Result>): Promise<D1Result> => {
    const sent = kept.get(key) ?? send()
    if (!kept.has(key)) {
      kept.set(key, sent)
      const drop = () => kept.get(key) === sent && kept.delete(key)
      sent.then(({ results: { length } }) => {
        if (length > keptRows || rows + length > allKeptRows) drop()
        else rows += length
      }, drop)
    }
    return copied(await sent)
  }

  /** Keeps a read for those that ask for it later. */
  const keep = (key: string, result: Promise<D1Result>) => {
    // Who asks for it handles its failure.
    result.catch(() => kept.delete(key))
    kept.set(key, result)
  }

  const forget = () => {
    kept.clear()
    rows = 0
  }

  return { read, keep, find: (key: string) => kept.get(key), forget }
}
