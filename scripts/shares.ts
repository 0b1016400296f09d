/**
 * Percent of all runs of property tests: 30 in `npm run test:all`, which leaves no test out and takes half an hour. 100 looks
 * for rare faults, for as long again.
 */
export const runs = process.env.RUNS ?? '3'

/** Chooses the values of property tests: the same ones each day, so that a failure is due to a change. */
export const seed = process.env.SEED ?? '20780'

/** True where no test is left out. */
export const isWhole = Number(runs) >= 30
