import type { Context, MiddlewareHandler } from 'hono'
import type { App } from '../env'
import { described } from '../log'

/** Continues work after the response. Logs its failure, with the id of the request. */
export const waitUntil = (c: Context, work: Promise<unknown>) =>
  c.executionCtx.waitUntil(
    work.catch((error: Error) =>
      console.error(JSON.stringify({ level: 'error', later: described(error), request_id: c.get('requestId') })),
    ),
  )

/** Begins work that takes long once the response is on its way, which it would keep waiting. */
export const afterResponse = (c: Context, work: () => Promise<unknown>) => waitUntil(c, scheduler.wait(50).then(work))

/** Does work after the first response of a person's day. */
export const daily =
  (work: (c: Context<App>) => Promise<unknown>): MiddlewareHandler<App> =>
  async (c, next) => {
    await next()
    if (c.var.isFirstOfDay) afterResponse(c, () => work(c))
  }

/** Items that are worked on at a stretch: some milliseconds. */
const stretch = 400

/** Works through many items in order, and lets the requests of others be answered in between. */
export const eachWithPauses = async <T>(items: T[], work: (item: T) => void) => {
  for (const [index, item] of items.entries()) {
    if (index > 0 && index % stretch === 0) await scheduler.wait(0)
    work(item)
  }
}

/** Bytes that are worked on at a stretch. */
const bytesAtOnce = 512 * 1024

/** Returns a function to await after each piece of bytes: it lets the requests of others be answered now and then. */
export const bytePauses = () => {
  let bytes = 0
  return async (piece: Uint8Array) => {
    bytes += piece.byteLength
    if (bytes < bytesAtOnce) return
    bytes = 0
    await scheduler.wait(0)
  }
}
