/** `trips` are the round trips to the database that waited for one another. */
export type Cost = { statements: number; trips: number; rowsRead: number; rowsWritten: number; milliseconds: number }

export const noCost = (): Cost => ({ statements: 0, trips: 0, rowsRead: 0, rowsWritten: 0, milliseconds: 0 })

/** Does work that is one round trip, and adds what it takes to `cost`. */
export const spent = async (cost: Cost, work: () => Promise<D1Result[]>) => {
  const start = performance.now()
  const trip = cost.trips + 1
  try {
    const results = await work()
    for (const { meta } of results) {
      cost.statements += 1
      cost.rowsRead += meta.rows_read
      cost.rowsWritten += meta.rows_written
    }
    return results
  } finally {
    cost.trips = Math.max(cost.trips, trip)
    cost.milliseconds += performance.now() - start
  }
}
