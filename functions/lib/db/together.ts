/** Awaits reads that run in parallel, and returns their results by name. */
export const awaitAll = async <Results extends object>(
  reads: {
    [Name in keyof Results]: Results[Name] | Promise<Results[Name]>
  },
): Promise<Results> => {
  const names = Object.keys(reads)
  const results = await Promise.all(Object.values(reads))
  return Object.assign({}, ...names.map((name, index) => ({ [name]: results[index] })))
}
