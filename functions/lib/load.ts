import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { onBatch, remember } from './cost'
import type { App } from './env'

/** Context of a handler behind `loads('goal', …)`, with the row in `c.var.goal`. */
export type Loaded<Name extends string, Row> = App & { Variables: Record<Name, Row> }

/**
 * Starts reads that the handlers behind it will ask for, so that they travel with the first ones: `metered` remembers
 * them.
 */
export const early = <E extends App = App>(...reads: ((c: Context<E>) => Promise<unknown>)[]) =>
  createMiddleware<E>(async (c, next) => {
    remember(c.env.DB, () => reads.map((read) => read(c)))
    await next()
  })

/**
 * Sends reads that need no more than the person's id together with the sign-in. Stands before `requireUser`; the reads
 * are remembered for the handlers behind it. They must be asked for at once, not after another read.
 * @param plan takes what it needs from the request, and returns what starts the reads
 */
export const besideSignIn = (plan: (c: Context<App>) => (userId: string) => Promise<unknown>[]) =>
  createMiddleware<App>(async (c, next) => {
    const others = c.var.beside ?? (() => [])
    const reads = plan(c)
    c.set('beside', (userId) => [...others(userId), ...reads(userId)])
    await next()
  })

/** Loads the row of the path's id. Answers 404 when it does not exist, is deleted or is somebody else's. */
export const loads = <Name extends string, Row>(
  name: Name,
  find: (c: Context<App>, id: string) => Promise<Row | null>,
  parameter = 'id',
) =>
  createMiddleware<Loaded<Name, Row>>(async (c, next) => {
    const row = await find(c as unknown as Context<App>, c.req.param(parameter) ?? '')
    if (row === null) return c.notFound()
    c.set(name as never, row as never)
    await next()
  })

/**
 * Prepares an answer to a write together with it: `read` starts with each batch that is sent from now on, so that its
 * reads are the last statements of the batch. Call the result once the write is done.
 */
export const withWrite = <E extends App, T>(c: Context<E>, read: () => Promise<T>): (() => Promise<T>) => {
  let prepared: Promise<T> | undefined
  const end = onBatch(c.env.DB, () => {
    prepared = read()
    // A write that failed has another answer.
    prepared.catch(() => undefined)
  })
  return () => {
    end()
    return prepared ?? read()
  }
}

/** Like `withWrite`, for reads that an answer asks for by itself: they are remembered. */
export const earlyWithWrite = <E extends App>(c: Context<E>, reads: () => Promise<unknown>[]) =>
  onBatch(c.env.DB, () => remember(c.env.DB, reads))
