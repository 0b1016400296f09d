import { env } from 'cloudflare:workers'

const percent = Number(env.RUNS)

/** True in `npm run test:all`, which leaves nothing out. */
export const isWhole = percent >= 100

/** Runs of the dearest properties where something is left out: a fault that needs more of them waits for the night. */
const most = 200

/** The runs of a property out of `count`: `RUNS` percent of them, at least one, and at most 200 where that is not all. */
export const runs = (count: number) => {
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
