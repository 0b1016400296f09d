import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { App } from './env'

/** A handler's context behind `finds('goal', …)`: `c.var.goal` is there. */
export type Loaded<Name extends string, Row> = App & { Variables: Record<Name, Row> }

/**
 * Loads what the path names by its id, for the handlers behind it. Not there, deleted or somebody else's: 404, all the
 * same.
 */
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
