import { env } from 'cloudflare:workers'

const percent = Number(env.RUNS)

/** True in `npm run test:all`, which leaves no test out. */
export const isWhole = percent >= 30

/**
 * The runs of a property out of `count`: `RUNS` percent of them, at least one. In `npm test` they are at most
 * `most`, fewer where one run is dear: a fault that needs more of them waits for the night.
 */
export const runs = (count: number, most = 200) => {
  const some = Math.max(1, Math.round((count * percent) / 100))
  return isWhole ? some : Math.min(most, some)
}

/**
 * One of `parts` parts of a walk's values, and at least one value; all of them in `npm run test:all`.
 *
 * @param turn chooses the part: the index of the place where they are tried, so that all places together try all
 */
export const share = <T>(items: readonly T[], parts = 7, turn = 0) => {
  const count = Math.max(1, Math.min(parts, items.length))
  return isWhole ? [...items] : items.filter((_, index) => index % count === turn % count)
}
