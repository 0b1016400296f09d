import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { App } from '../env'
import { headOf } from '../sql'
import { todayOf } from '../today'

const names = (header: string, etag: string) => header.split(',').some((one) => one.trim().replace(/^W\//, '') === etag)

/**
 * Gives an answer its version, and answers 304 to who has it already. The version is read before the answer is made: one
 * that is newer than its version is only asked for again.
 */
export const versionedBy = <E extends App = App>(versionOf: (c: Context<E>) => string | Promise<string>) =>
  createMiddleware<E>(async (c, next) => {
    const etag = `"${await versionOf(c)}"`
    const known = c.req.header('If-None-Match') ?? ''
    if (names(known, etag)) return c.body(null, 304, { ETag: etag })
    await next()
    if (c.res.status !== 200) return
    if (known.trim() === '*') {
      // Whatever there is will do; whether there is anything is known only now.
      c.res = undefined
      c.res = new Response(null, { status: 304, headers: { ETag: etag } })
    } else c.header('ETag', etag)
  })

/** The same by the user's change sequence and their present date. */
export const versioned = versionedBy(async (c) => {
  const { seq, epoch } = await headOf(c.env.DB, c.var.user.id)
  return `${epoch}.${seq}.${todayOf(c)}`
})
