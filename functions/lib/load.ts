import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { App } from './env'
import { declare } from './reads'

/** Context of a handler behind `loads('goal', …)`, with the row in `c.var.goal`. */
export type Loaded<Name extends string, Row> = App & { Variables: Record<Name, Row> }

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

type Declared<E extends App> = (c: Context<E>, userId: string, id: string) => Promise<unknown>

/**
 * Declares reads of the handlers behind it. Those that stand in front of `requireUser` travel with the sign-in: they
 * begin when the person is named, and know no more of them than the id. The other id is that of the path.
 */
export const declares = <E extends App = App>(...reads: Declared<E>[]) =>
  createMiddleware<E>(async (c, next) => {
    // Behind the sign-in the parameters of this path are not at hand.
    const { id = '' }: { id?: string } = c.req.param()
    const start = (userId: string) => declare(...reads.map((read) => read(c, userId, id)))
    const { user, named } = c.var
    if (user) start(user.id)
    else
      c.set('named', (userId: string) => {
        named?.(userId)
        start(userId)
      })
    await next()
  })
