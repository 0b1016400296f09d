import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { App } from '../env'
import { headOf } from '../sql'
import { todayOf } from '../today'

const includesTag = (header: string, etag: string) =>
  header.split(',').some((one) => one.trim().replace(/^W\//, '') === etag)

/**
 * Adds an ETag, and answers 304 to a request that has it already. The version is read before the response is made: a
 * response newer than its version is merely fetched again.
 */
export const versionedBy = <E extends App = App>(versionOf: (c: Context<E>) => string | Promise<string>) =>
  createMiddleware<E>(async (c, next) => {
    const etag = `"${await versionOf(c)}"`
    const known = c.req.header('If-None-Match') ?? ''
    if (includesTag(known, etag)) return c.body(null, 304, { ETag: etag })
    await next()
    if (c.res.status !== 200) return
    if (known.trim() === '*') {
      // `*` matches any version, but only of a row that exists, which is known only now.
      c.res = undefined
      c.res = new Response(null, { status: 304, headers: { ETag: etag } })
    } else c.header('ETag', etag)
  })

export const versioned = versionedBy(async (c) => {
  const { seq, epoch } = await headOf(c.env.DB, c.var.user.id)
  return `${epoch}.${seq}.${todayOf(c)}`
})
