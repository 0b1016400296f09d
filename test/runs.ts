import { env } from 'cloudflare:workers'

/** The runs of a property out of `count`: `RUNS` percent of them, and at least one (README.md). */
export const runs = (count: number) => Math.max(1, Math.round((count * Number(env.RUNS)) / 100))
