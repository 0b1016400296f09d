import type { Context, MiddlewareHandler } from 'hono'
import type { App } from '../env'
import { errorFacts } from '../log'

/** Continues work after the response. Logs a failure with the id of the request. */
export const waitUntil = (c: Context, work: Promise<unknown>) =>
  c.executionCtx.waitUntil(
    work.catch((error: Error) =>
      console.error(JSON.stringify({ level: 'error', later: errorFacts(error), request_id: c.get('requestId') })),
    ),
  )

/** Starts long work only after the response has been sent, so that it does not delay the response. */
export const afterResponse = (c: Context, work: () => Promise<unknown>) => waitUntil(c, scheduler.wait(50).then(work))

/** Middleware that runs daily work, after the response to the person's first request in 24 hours. */
export const onceADay =
  (work: (c: Context<App>) => Promise<unknown>): MiddlewareHandler<App> =>
  async (c, next) => {
    await next()
    if (c.var.isFirstOfDay) afterResponse(c, () => work(c))
  }

/** Number of items processed without a pause, which takes some milliseconds. */
const stretch = 400

/** Processes items in order, with pauses in which other requests are handled. */
export const eachWithPauses = async <T>(items: T[], work: (item: T) => void) => {
  for (const [index, item] of items.entries()) {
    if (index > 0 && index % stretch === 0) await scheduler.wait(0)
    work(item)
  }
}

/** Number of bytes processed without a pause. */
const bytesAtOnce = 512 * 1024

/** Returns a function to await after each piece of bytes. Now and then it lets other requests run. */
export const bytePauses = () => {
  let bytes = 0
  return async (piece: Uint8Array) => {
    bytes += piece.byteLength
    if (bytes < bytesAtOnce) return
    bytes = 0
    await scheduler.wait(0)
  }
}
