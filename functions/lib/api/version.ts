import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { conflict, retry } from '../db/retry'
import { type App, todayOf } from '../env'
import { type Problem, ProblemError } from '../http/problem'

/** Opaque tags of an `If-None-Match`, which compares weak and strong ones alike (RFC 9110, 13.1.2). `*` is none. */
const etagsOf = (header: string) => [...header.matchAll(/"([^"]*)"/g)].map(([, tag = '']) => tag)

/** Finds the tag that names a version, alone or behind that of a row. */
const knownTag = (header: string, version: string) =>
  etagsOf(header).find((tag) => tag.replace(/^\d+-/, '') === version)

/**
 * Adds an ETag, and answers 304 to a request that has it already. The version is read before the response is made: a
 * response newer than its version is merely fetched again. The tag of a row that the handler set comes first in it,
 * for `If-Match`.
 */
export const versionedBy = <E extends App = App>(versionOf: (c: Context<E>) => string | Promise<string>) =>
  createMiddleware<E>(async (c, next) => {
    const version = await versionOf(c)
    const header = c.req.header('If-None-Match') ?? ''
    const known = knownTag(header, version)
    if (known !== undefined) return c.body(null, 304, { ETag: `"${known}"` })
    await next()
    if (c.res.status !== 200) return
    const row = c.res.headers.get('ETag')?.slice(1, -1)
    const etag = row === undefined ? `"${version}"` : `"${row}-${version}"`
    if (header.trim() === '*') {
      // `*` matches any version, but only of a row that exists, which is known only now.
      c.res = undefined
      c.res = new Response(null, { status: 304, headers: { ETag: etag } })
    } else c.header('ETag', etag)
  })

const versionOf = <E extends App>(c: Context<E>) => {
  const { seq, epoch } = c.var.head
  return `${epoch}.${seq}.${todayOf(c)}`
}

export const versioned = versionedBy(versionOf)

/** The problem of a write to an old version. @param current the row as it is now */
export const staleProblem = (current: object): Problem => ({
  status: 409,
  code: 'stale',
  title: 'It was changed in the meantime',
  detail: 'It was changed after the version in your request. Nothing was changed. `current` is the current state.',
  more: { current },
})

type Edit<Row> = {
  row: Row
  /** The version that the request names; without one the latest is overwritten. */
  seq: number | undefined
  again: () => Promise<Row | null>
  /** Writes the edit of that version of the row. False when the row, or what the edit refers to, has changed. */
  write: (row: Row) => Promise<boolean>
  json: (row: Row) => object | Promise<object>
}

/** Failed writes of an unchanged row after which what the edit refers to must be gone; its siblings may have moved before. */
const maxFailures = 10

/**
 * Edits a row at the version that the request names, else at the latest. False when the row is gone.
 * @throws ProblemError 409 with the present row, when the named version is stale or the write keeps failing
 */
export const editVersion = <Row extends { seq: number }>(edit: Edit<Row>): Promise<boolean> => {
  let present: Row | null = edit.row
  let failures = 0
  return retry(async () => {
    const { seq } = present ?? edit.row
    if (failures > 0) present = await edit.again()
    if (!present) return false
    if (present.seq !== seq) failures = 0
    const isStale = edit.seq !== undefined && edit.seq !== present.seq
    if (isStale || failures === maxFailures) throw new ProblemError(staleProblem(await edit.json(present)))
    if (await edit.write(present)) return true
    failures += 1
    return conflict
  })
}
