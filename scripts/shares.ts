/** Percent of all runs of property tests, and of what walks try: 100 in `npm run test:all`. */
export const runs = process.env.RUNS ?? '5'

/** Days since 1970: each day, tests that walk over everything take another part of it (test/runs.ts). */
export const seed = process.env.SEED ?? String(Math.floor(Date.now() / 86_400_000))

/** True where nothing is left out. */
export const isWhole = Number(runs) >= 100
