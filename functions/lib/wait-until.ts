import type { Context } from 'hono'

/** Lets work go on after the answer. Its failure is logged and reaches nobody. */
export const waitUntil = (c: Context, work: Promise<unknown>) =>
  c.executionCtx.waitUntil(
    work.catch((error: Error) => console.error(JSON.stringify({ level: 'error', later: error.name }))),
  )
