import { v7 as uuid } from 'uuid'
import { dropImages, readImages, restoreRows, withImages } from '../../changes/images'
import { ownLimits } from '../../changes/tables'
import { recoverableSince } from '../../lib/db/recoverable'
import { commitPlanned } from '../../lib/db/retry'
import { allRows, newSeq, sql } from '../../lib/db/sql'
import { personHead, type User } from '../../lib/env'
import { ProblemError } from '../../lib/http/problem'
import { dayOf } from '../../lib/time/days'
import { appStatus, readRulesOfApp } from '../app-rules/queries'
import { limitText, type TimeLimit } from '../app-rules/schema'
import { appOfScope } from '../app-rules/time-limit'
import { type RulesHead, readEarned } from '../app-rules/unlock-condition'
import { allowedSeconds } from '../whitelists/limited'
import type { ExtensionRow } from './schema'

type Person = Pick<User, 'id' | 'preferences'>

/** Maximum number of limits of categories, since each report adds up the use of all. */
const scopesLimit = 50

const full = new ProblemError({
  status: 422,
  code: 'full',
  title: 'Limit reached',
  detail: `You can limit ${scopesLimit} categories. Remove a limit first.`,
})

const noLimit = new ProblemError({
  status: 409,
  code: 'no_limit',
  title: 'No limit holds',
  detail: 'There is no limit today.',
})

const fixedLimit = new ProblemError({
  status: 403,
  code: 'locked',
  title: 'This limit can’t be extended',
  detail: 'Its rule forbids it.',
})

const writeLimit = (db: D1Database, userId: string, scope: string, limit: string | null, now: number) =>
  limit === null
    ? sql(db)`DELETE FROM app_limits WHERE user_id = ${userId} AND scope = ${scope}`
    : sql(db)`
        INSERT INTO app_limits (user_id, scope, time_limit, seq, created_at, updated_at)
        VALUES (${userId}, ${scope}, ${limit}, ${newSeq(userId)}, ${now}, ${now})
        ON CONFLICT (user_id, scope) DO UPDATE
        SET time_limit = excluded.time_limit, seq = excluded.seq, updated_at = excluded.updated_at`

/**
 * Sets or, with null, removes the limit of a category or of all apps. `changeId` is for the Undo; null if nothing
 * changed.
 * @param now epoch ms
 * @param check runs before each plan and may throw
 * @throws ProblemError above the number of limits
 */
export const setScopeLimit = (
  db: D1Database,
  { id }: Person,
  scope: string,
  limit: TimeLimit | null,
  now: number,
  check: () => Promise<void> = async () => {},
) =>
  commitPlanned<{ changeId: string | null }>(db, id, ['whitelist'], async () => {
    await check()
    const before = await sql(db)`
      SELECT count(*) AS count, max(iif(scope = ${scope}, time_limit, NULL)) AS time_limit
      FROM app_limits WHERE user_id = ${id}`.first<{ count: number; time_limit: string | null }>()
    const [was, is] = [before?.time_limit ?? null, limitText(limit ?? undefined)]
    if (was === is) return { result: { changeId: null } }
    if (was === null && (before?.count ?? 0) >= scopesLimit) throw full
    const changeId = uuid()
    const writes = [writeLimit(db, id, scope, is, now)]
    return {
      result: { changeId },
      writes: withImages(db, { userId: id, changeId }, [{ table: ownLimits, keys: [scope] }], writes, now),
    }
  })

/** Undoes a change of such a limit. `edited`: it has changed since. @param now epoch ms */
export const undoScopeLimit = (db: D1Database, { id }: Person, changeId: string, now: number) =>
  commitPlanned<'undone' | 'edited' | 'gone'>(db, id, ['whitelist'], async () => {
    const of = { userId: id, changeId }
    const [[image], present] = await Promise.all([
      readImages(db, of, ownLimits, recoverableSince(now)),
      allRows<{ scope: string; time_limit: string }>(sql(db)`
        SELECT scope, time_limit FROM app_limits WHERE user_id = ${id}`),
    ])
    if (!image) return { result: 'gone' }
    const left: { time_limit: string } | null = JSON.parse(image.is)
    if (left?.time_limit !== present.find(({ scope }) => scope === image.key)?.time_limit) return { result: 'edited' }
    return { result: 'undone', writes: [...restoreRows(db, of, ownLimits), dropImages(db, of)] }
  })

/** An app, whose limit with the least left is extended; or the scope of a limit, with the head of the sign-in. */
type Extended =
  | { package_name: string; scope?: undefined }
  | { scope: string; head: RulesHead; package_name?: undefined }

const limitOf = async (db: D1Database, { id, preferences }: Person, of: Extended, isFirst: boolean, today: string) => {
  const [rules, head] = await Promise.all([
    of.package_name === undefined ? null : readRulesOfApp(db, id, of.package_name),
    isFirst && of.scope !== undefined ? of.head : personHead(db, id),
  ])
  const earned = readEarned(head, preferences, today)
  if (rules) return appStatus(rules, { preferences }, earned).limit
  return earned.limits.find(({ scope, holds }) => scope === of.scope && holds) ?? null
}

/**
 * Extends a limit in its current day or week. Use beyond the limit is forgiven, so that all of `seconds` is free.
 * @param now epoch ms
 * @param claim statements of the answer
 * @throws ProblemError if no limit holds, or if it forbids extensions
 */
export const extendLimit = (
  db: D1Database,
  person: Person,
  of: Extended,
  added: Pick<ExtensionRow, 'seconds' | 'reason'>,
  now: number,
  claim: (row: ExtensionRow) => D1PreparedStatement[] = () => [],
) => {
  let isFirst = true
  return commitPlanned<ExtensionRow>(db, person.id, ['whitelist'], async () => {
    const date = dayOf(now, person.preferences)
    const use = await limitOf(db, person, of, isFirst, date)
    isFirst = false
    if (!use) throw noLimit
    if (!use.limit.extensions) throw fixedLimit
    const over_seconds = Math.max(0, use.used_seconds - allowedSeconds(use))
    const package_name = of.package_name ?? appOfScope(use.scope) ?? ''
    const row = {
      id: uuid(),
      scope: use.scope,
      package_name,
      date,
      seconds: added.seconds,
      over_seconds,
      reason: added.reason,
      seq: 0,
      created_at: now,
    }
    const insert = sql(db)`
      INSERT INTO limit_extensions
        (user_id, id, scope, package_name, date, seconds, over_seconds, reason, seq, created_at)
      VALUES (${person.id}, ${row.id}, ${row.scope}, ${package_name}, ${date}, ${row.seconds}, ${over_seconds},
        ${row.reason}, ${newSeq(person.id)}, ${now})`
    return { result: row, writes: [insert, ...claim(row)] }
  })
}
