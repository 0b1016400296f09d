import type { Context } from 'hono'

/** Continues work after the response. Logs its failure. */
export const waitUntil = (c: Context, work: Promise<unknown>) =>
  c.executionCtx.waitUntil(
    work.catch((error: Error) => console.error(JSON.stringify({ level: 'error', later: error.name }))),
  )
