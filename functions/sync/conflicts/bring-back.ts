import { v7 as uuid } from 'uuid'
import type { User } from '../../lib/env'
import { commitPlanned } from '../../lib/retry'
import { type Outdates, orStale, sql } from '../../lib/sql'
import { changeWrites } from '../apply'
import { keyOf } from '../known'
import { titleOf } from '../reconcile'
import { conflictById } from './queries'
import type { Conflict } from './schema'
import { presentVersion, wantedVersion } from './wanted-version'

/** Keeps the version that a lost one replaces, settled: it can be brought back in turn. @param now epoch ms */
const keepReplaced = (db: D1Database, userId: string, conflict: Conflict, id: string, now: number) => {
  const { type, row_id, title, lost_by, kept_by } = conflict
  const present = presentVersion(conflict)
  const data = present && present.deletedAt === null ? JSON.stringify(present.data) : null
  return sql(db)`
    INSERT INTO sync_conflicts (user_id, id, type, row_id, reason, title, data, lost_by, kept_by, updated_at, created_at,
      settled_at)
    VALUES (${userId}, ${id}, ${type}, ${row_id}, 'edit', ${present ? titleOf(present) : title}, ${data}, ${kept_by},
      ${lost_by}, ${present?.updatedAt ?? now}, ${now}, ${now})`
}

/** Settles a conflict. @param now epoch ms */
export const settleConflict = (db: D1Database, userId: string, id: string, now: number) => [
  sql(db)`
    UPDATE sync_conflicts SET settled_at = coalesce(settled_at, ${now}) WHERE user_id = ${userId} AND id = ${id}`,
  orStale(db),
]

const outdatedBy = ({ type, present }: Conflict): Outdates[] => {
  if (type === 'card') return []
  return type === 'session' && present?.data?.end_time === null ? ['stats', 'timer'] : ['stats']
}

/** `replaced` is the conflict that keeps the version which was there; null where nothing had to change. */
type Done = { conflict: Conflict; replaced: string | null }

type BroughtBack = Done | { refused: string }

const noTimer = 'A timer can’t run again in the past. Edit the session instead.'

/**
 * Makes the lost version of a conflict the present one, keeps the one that it replaces, and settles the conflict, all in
 * one batch. Null for a conflict that is not there. @param now epoch ms @param also statements that go with the writes
 */
export const bringBack = (
  db: D1Database,
  user: Pick<User, 'id' | 'preferences'>,
  id: string,
  now: number,
  also: (done: Done) => D1PreparedStatement[] = () => [],
): Promise<BroughtBack | null> =>
  commitPlanned<BroughtBack | null>(db, user.id, [], async (head) => {
    const conflict = await conflictById(db, user.id, id)
    if (!conflict) return { result: null, writes: [] }
    if (conflict.reason === 'timer') return { result: { refused: noTimer }, writes: [] }
    if (conflict.refusal !== null) return { result: { refused: refusalText(conflict.refusal) }, writes: [] }
    const settled = { ...conflict, settled_at: conflict.settled_at ?? now }
    const settling = conflict.settled_at === null ? settleConflict(db, user.id, id, now) : []
    const wanted = wantedVersion(conflict, user.preferences, now)
    if (wanted === null) {
      const done = { conflict: settled, replaced: null }
      return { result: done, writes: settling.length > 0 ? [...settling, ...also(done)] : [] }
    }
    if ('reason' in wanted) return { result: { refused: refusalText(wanted.reason) }, writes: [] }
    const done = { conflict: settled, replaced: uuid() }
    const changes = new Map([[keyOf(wanted.type, wanted.id), { version: wanted, isEcho: true }]])
    const writes = [
      keepReplaced(db, user.id, conflict, done.replaced, now),
      ...settling,
      ...changeWrites(db, user.id, { changes }, head.seq + 1, now).statements,
      ...also(done),
    ]
    return { result: done, writes, outdates: outdatedBy(conflict) }
  })

const members: Record<string, string> = {
  content: 'Its document can’t be read',
  start_time: 'Its start is invalid',
  end_time: 'Its end is invalid',
  duration_seconds: 'Its length is invalid',
  time_zone: 'Its time zone is unknown',
}

/** A refusal of the sync in words for people. */
const refusalText = (reason: string) => {
  const [, member = '', rest = reason] = /^([a-z_]+): (.*)$/s.exec(reason) ?? []
  return `${members[member] ?? 'It is no longer valid'}: ${rest}.`.replace(/\.\.$/, '.')
}
