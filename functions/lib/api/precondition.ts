import type { Context } from 'hono'
import type { App } from '../env'
import { type Problem, ProblemError } from '../problem'
import { conflict, retry } from '../retry'
import { asPlannedAt, headOf } from '../sql'

/** ETag of a row by its version. `versioned` appends the version of everything else that the answer shows. */
export const rowTag = (version: number) => `"${version}"`

/** The problem of a write that names another version in `If-Match`. @param current the row as it is now */
export const mismatch = (current?: object): Problem => ({
  status: 412,
  code: 'precondition_failed',
  title: 'It was changed in the meantime',
  detail: `It is no longer at the version in If-Match. Nothing was changed.${current ? ' `current` is the current state.' : ''}`,
  ...(current && { more: { current } }),
})

/** ETags of `If-Match`; null without it, or for any version (`*`). Weak ones match nothing (RFC 9110, 13.1.1). */
const tagsOf = <E extends App>(c: Context<E>) => {
  const header = c.req.header('If-Match')
  return header === undefined || header.trim() === '*' ? null : header.split(',').map((tag) => tag.trim())
}

/** True also for `*`, which matches any row that exists. */
export const namesVersion = <E extends App>(c: Context<E>) => c.req.header('If-Match') !== undefined

export const hasIfMatch = <E extends App>(c: Context<E>) => tagsOf(c) !== null

/** @throws ProblemError 412 when `If-Match` names other ETags only */
export const requireTag = <E extends App>(c: Context<E>, tag: string) => {
  if (tagsOf(c)?.includes(tag) === false) throw new ProblemError(mismatch())
}

/**
 * Returns the version of a row that a write must find: the one in `If-Match`, undefined without it.
 * @param row null for none, which no `If-Match` matches
 * @throws ProblemError 412 when `If-Match` names other versions of the row only
 */
export const matchedVersion = async <E extends App, Row>(
  c: Context<E>,
  row: Row | null,
  versionOf: (row: Row) => number,
  json: (row: Row) => object | Promise<object>,
) => {
  const tags = tagsOf(c)
  if (row === null && namesVersion(c)) throw new ProblemError(mismatch())
  if (row === null || tags === null) return undefined
  const version = versionOf(row)
  if (tags.some((tag) => tag === rowTag(version) || tag.startsWith(`"${version}-`))) return version
  throw new ProblemError(mismatch({ ...(await json(row)) }))
}

type Deletion<Row> = {
  find: () => Promise<Row | null>
  json: (row: Row) => object | Promise<object>
  /** Deletes the row together with the guards. False when nothing was written. */
  write: (guards: D1PreparedStatement[]) => Promise<boolean>
}

/**
 * Deletes a row at the version in `If-Match`, if there is one. False when the row is gone.
 * @throws ProblemError 412
 */
export const deleteVersion = async <E extends App, Row extends { seq: number }>(
  c: Context<E>,
  { find, json, write }: Deletion<Row>,
) => {
  if (!hasIfMatch(c)) return write([])
  const { DB } = c.env
  const userId = c.var.user.id
  return retry(async () => {
    const head = await headOf(DB, userId)
    const row = await find()
    if (!row) return false
    await matchedVersion(c, row, ({ seq }) => seq, json)
    return (await write([asPlannedAt(DB, userId, head.seq)])) || conflict
  })
}
