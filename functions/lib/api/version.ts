import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { prefetchResponse } from '../db/reads'
import { conflict, retry, retryEdit } from '../db/retry'
import { guardSeq, readVersions } from '../db/sql'
import { type App, todayOf } from '../env'
import { type Problem, ProblemError } from '../http/problem'

/** Opaque tags of an `If-None-Match`, weak and strong ones alike (RFC 9110, 13.1.2). `*` is not a tag. */
const etagsOf = (header: string) => [...header.matchAll(/"([^"]*)"/g)].map(([, tag = '']) => tag)

/** Finds the tag with a version. The tag may begin with the version of a row. */
const knownTag = (header: string, version: string) =>
  etagsOf(header).find((tag) => tag.replace(/^\d+-/, '') === version)

/**
 * Adds an ETag, and responds 304 if the client already has that version. The version is read before the response is
 * made, so a newer response is merely fetched again. If the handler set an ETag (the row's version), the new ETag
 * begins with it, so that `If-Match` can use it.
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
      // `*` matches any version of an existing row. Only the handler knows whether the row exists.
      c.res = undefined
      c.res = new Response(null, { status: 304, headers: { ETag: etag } })
    } else c.header('ETag', etag)
  })

const versionOf = <E extends App>(c: Context<E>) => {
  const { seq, epoch } = c.var.head
  return `${epoch}.${seq}.${todayOf(c)}`
}

export const versioned = versionedBy(versionOf)

/** ETag of a row's version. `versioned` appends the version of all other data in the response. */
export const rowTag = (version: number) => `"${version}"`

/** ETags in `If-Match`; null without the header, or for `*`. Weak ETags match nothing (RFC 9110, 13.1.1). */
const tagsOf = <E extends App>(c: Context<E>) => {
  const header = c.req.header('If-Match')
  return header === undefined || header.trim() === '*' ? null : header.split(',').map((tag) => tag.trim())
}

export const hasIfMatch = <E extends App>(c: Context<E>) => tagsOf(c) !== null

const mismatch = (current?: object): Problem => ({
  status: 412,
  code: 'precondition_failed',
  title: 'It has changed since you read it',
  detail: `It is no longer at the version in If-Match. Nothing was changed.${current ? ' `current` is the current state.' : ''}`,
  ...(current && { more: { current } }),
})

/** Problem for a write to a stale version: 412 if `If-Match` named it, else 409. @param current the current row */
export const staleProblem = <E extends App>(c: Context<E>, current: object): Problem =>
  hasIfMatch(c)
    ? mismatch(current)
    : {
        status: 409,
        code: 'stale',
        title: 'It has changed since you read it',
        detail:
          'It was changed after the version in your request. Nothing was changed. `current` is the current state.',
        more: { current },
      }

/** @param find reads the ETag, if `If-Match` needs it @throws ProblemError 412 if `If-Match` has only other ETags */
export const requireTag = async <E extends App>(c: Context<E>, find: () => Promise<string>) => {
  const tags = tagsOf(c)
  if (tags && !tags.includes(await find())) throw new ProblemError(mismatch())
}

type Versioned = { seq: number }
type Json<Row> = (row: Row) => object | Promise<object>

/** The row version at the start of an ETag; NaN if it has another form. */
const versionIn = (tag: string) => Number(/^"(\d+)(?:-[^"]*)?"$/.exec(tag)?.[1] ?? Number.NaN)

/**
 * Returns the version in `If-Match` that a write must find; undefined without the header, and for `*`.
 * @param find reads the row, if there is an `If-Match`. A null row matches nothing
 * @param isKept true for an earlier version that the write can be merged with
 * @throws ProblemError 412 if `If-Match` has only other versions of the row
 */
export const matchedVersion = async <E extends App, Row extends Versioned>(
  c: Context<E>,
  find: () => Row | null | Promise<Row | null>,
  json: Json<Row>,
  isKept?: (version: number) => Promise<boolean>,
) => {
  if (c.req.header('If-Match') === undefined) return undefined
  const row = await find()
  if (row === null) throw new ProblemError(mismatch())
  const tags = tagsOf(c)
  if (tags === null) return undefined
  if (tags.some((tag) => tag === rowTag(row.seq) || tag.startsWith(`"${row.seq}-`))) return row.seq
  const earlier = versionIn(tags.length === 1 ? (tags[0] ?? '') : '')
  if (earlier < row.seq && (await isKept?.(earlier))) return earlier
  throw new ProblemError(mismatch({ ...(await json(row)) }))
}

/** @throws ProblemError 409 or 412 if the row has another version than `seq` */
export const requireVersion = async <E extends App, Row extends Versioned>(
  c: Context<E>,
  seq: number | undefined,
  row: Row,
  json: Json<Row>,
) => {
  if (seq !== undefined && seq !== row.seq) throw new ProblemError(staleProblem(c, await json(row)))
}

type Edit<Row> = {
  row: Row
  /** The version named in the request. If undefined, the latest version is overwritten. */
  seq: number | undefined
  /** Reads the row again. Also runs in the batch of the write, for the response. */
  again: () => Promise<Row | null>
  /** Writes the edit of that version. False if the row, or a row that it refers to, has changed. */
  write: (row: Row) => Promise<boolean>
  json: Json<Row>
}

/** Attempts on an unchanged row before a referenced row counts as gone. The first may fail because siblings moved. */
const maxFailures = 10

/**
 * Edits a row at the version that the request names, else at the latest. False if the row is gone.
 * @throws ProblemError 409 or 412 with the current row, if the named version is stale or the write keeps failing
 */
export const editVersion = async <E extends App, Row extends Versioned>(c: Context<E>, edit: Edit<Row>) => {
  let { seq } = edit.row
  let failures = 0
  prefetchResponse(c.env.DB, edit.again)
  const done = await retryEdit<Row, true>(edit.row, edit.again, async (present) => {
    if (present.seq !== seq) failures = 0
    seq = present.seq
    await requireVersion(c, edit.seq, present, edit.json)
    if (failures === maxFailures) throw new ProblemError(staleProblem(c, await edit.json(present)))
    failures += 1
    return (await edit.write(present)) || conflict
  })
  return done !== null
}

type Deletion<Row> = {
  find: () => Promise<Row | null>
  json: Json<Row>
  /** Deletes the row in one batch with the guards. False if nothing was written. */
  write: (guards: D1PreparedStatement[]) => Promise<boolean>
}

/**
 * Deletes a row at the version in `If-Match`, or any version without the header. False if the row is gone.
 * @throws ProblemError 412
 */
export const deleteVersion = async <E extends App, Row extends Versioned>(
  c: Context<E>,
  { find, json, write }: Deletion<Row>,
) => {
  if (!hasIfMatch(c)) return write([])
  const { DB } = c.env
  const userId = c.var.user.id
  return retry(async () => {
    const head = await readVersions(DB, userId)
    const row = await find()
    if (!row) return false
    await matchedVersion(c, () => row, json)
    return (await write([guardSeq(DB, userId, head.seq)])) || conflict
  })
}
