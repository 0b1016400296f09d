/** Percent of all runs of property tests: 100 in `npm run test:all`, which leaves nothing out. */
export const runs = process.env.RUNS ?? '3'

/** Chooses the values of property tests: the same ones each day, so that a failure is due to a change. */
export const seed = process.env.SEED ?? '20780'

/** True where nothing is left out. */
export const isWhole = Number(runs) >= 100
