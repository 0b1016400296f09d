/** Rows that a step should write. Others wait while it does: each of their round trips for about 50 ms. */
export let stepRows = 4_000

/** Estimated rows up to which a write is done at once, without a job. */
export let batchRows = 20_000

/** Sets both limits. Tests lower them, so that a few sessions take many steps. */
export const limitRows = (step = 4_000, batch = 20_000) => {
  stepRows = step
  batchRows = batch
}

/** Takes items from the front, at least one, until their rows reach `limit`. */
export const takeBatch = <T>(items: T[], rowsOf: (item: T) => number, limit = stepRows) => {
  let rows = 0
  const end = items.findIndex((item, index) => {
    rows += rowsOf(item)
    return index > 0 && rows > limit
  })
  return end === -1 ? items : items.slice(0, end)
}

/** Splits items into batches of at most `stepRows` rows, or of one item. */
export const batchesOf = <T>(items: T[], rowsOf: (item: T) => number) => {
  const batches: T[][] = []
  let rows = 0
  for (const item of items) {
    const added = rowsOf(item)
    if (batches.length === 0 || rows + added > stepRows) {
      batches.push([])
      rows = 0
    }
    batches.at(-1)?.push(item)
    rows += added
  }
  return batches
}
