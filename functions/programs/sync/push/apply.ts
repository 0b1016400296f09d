import { type PutCard, putCards, putWaiting } from '../../../learning/cards/queries'
import { readPlan } from '../../../learning/plans/markdown/read'
import { isOneOfPlans, type PutPlan, putPlans, savePlanTexts } from '../../../learning/plans/put'
import { setExcluded } from '../../../lib/db/conditions'
import { part, sql } from '../../../lib/db/sql'
import { insertRows } from '../../../lib/resource/row-writes'
import { type PutSession, putSessions } from '../../../time/sessions/writes'
import type { CardVersion, PlanVersion, RowVersion, SessionVersion } from '../entities/rows'
import type { Reconciliation } from './reconcile'

/** Maximum rows and characters of a version, so that it fits into one page of the feed. */
const versionRows = 250
const versionCharacters = 500_000

const putPlan = ({ id, data, extra, updatedAt, deletedAt }: PlanVersion): PutPlan => {
  const plan = readPlan(data.content)
  if ('errors' in plan) throw new Error('a plan that was read before is unreadable')
  return { id, plan, links: extra, created_at: data.created_at, updated_at: updatedAt, deleted_at: deletedAt }
}

const putSession = ({ id, data, extra, updatedAt, deletedAt }: SessionVersion): PutSession => {
  const { start_time: started_at, end_time: ended_at, duration_minutes: _, ...rest } = data
  const { source, day_start_minute } = extra
  return { id, ...rest, source, day_start_minute, started_at, ended_at, updated_at: updatedAt, deleted_at: deletedAt }
}

const putCard = ({ id, data, updatedAt, deletedAt }: CardVersion): PutCard => {
  const { last_review: last_reviewed_at, ...rest } = data
  return { id, ...rest, last_reviewed_at, updated_at: updatedAt, deleted_at: deletedAt }
}

/** Rows of one version, by type. */
type Group = { plans: PutPlan[]; sessions: PutSession[]; cards: CardVersion[]; keys: string[] }

/** Sort key for writes: plans before rows that refer to them, and a running timer after the timer that it ends. */
const orderOf = ({ type, data, deletedAt }: RowVersion) => {
  if (type === 'session') return data.end_time === null && deletedAt === null ? 2 : 1
  return type === 'plan' ? 0 : 3
}

/** Groups rows into versions. */
const groupsOf = (changes: [key: string, version: RowVersion][]): Group[] => {
  const groups: Group[] = []
  let [rows, characters] = [versionRows, 0]
  for (const [key, version] of changes.toSorted(([, a], [, b]) => orderOf(a) - orderOf(b))) {
    const size = JSON.stringify(version.data).length
    if (rows >= versionRows || characters + size > versionCharacters) {
      groups.push({ plans: [], sessions: [], cards: [], keys: [] })
      ;[rows, characters] = [0, 0]
    }
    const group = groups.at(-1)
    group?.keys.push(key)
    if (version.type === 'plan') group?.plans.push(putPlan(version))
    else if (version.type === 'session') group?.sessions.push(putSession(version))
    else group?.cards.push(version)
    rows += 1
    characters += size
  }
  return groups
}

const writesOf = (db: D1Database, userId: string, { plans, sessions, cards }: Group, now: number) => {
  const waiting = cards.flatMap(({ id, data }) => (data.plan_id === null ? [] : [{ id, ...data }]))
  const stopped = cards.filter(({ extra }) => extra.is_waiting === 1).map(({ id }) => id)
  return [
    ...(plans.length > 0
      ? savePlanTexts(
          db,
          isOneOfPlans(
            userId,
            plans.map(({ id }) => id),
          ),
        )
      : []),
    ...putPlans(db, userId, plans),
    ...putSessions(db, userId, sessions, now),
    ...putCards(db, userId, cards.map(putCard)),
    ...putWaiting(
      db,
      userId,
      waiting.map(({ id, plan_id, chunk_id }) => ({ id, plan_id, chunk_id })),
      stopped,
    ),
  ]
}

const nextVersion = (db: D1Database, userId: string) =>
  sql(db)`UPDATE change_heads SET seq = seq + 1 WHERE user_id = ${userId}`

/** Statements that write changed rows, under versions from `seq` on; and these versions. @param now epoch ms */
export const changeWrites = (
  db: D1Database,
  userId: string,
  { changes }: Pick<Reconciliation, 'changes'>,
  seq: number,
  now: number,
) => {
  const groups = groupsOf([...changes].map(([key, { version }]) => [key, version]))
  const versions = new Map(groups.flatMap(({ keys }, index) => keys.map((key) => [key, seq + index] as const)))
  const statements = groups.flatMap((group, index) => [
    ...(index > 0 ? [nextVersion(db, userId)] : []),
    ...writesOf(db, userId, group, now),
  ])
  return { statements, versions, last: seq + Math.max(groups.length - 1, 0) }
}

/** Stores the device's last writes. Their version is null if the stored row differs from the device's. */
export const recordDeviceWrites = (
  db: D1Database,
  userId: string,
  deviceId: string,
  { writes }: Pick<Reconciliation, 'writes'>,
  versions: Map<string, number>,
) => {
  const rows = [...writes].map(([key, { writtenAt, digest, localVersion, seq, isOwn }]) => {
    const [type, id] = key.split(' ')
    const version = isOwn ? (versions.get(key) ?? seq) : null
    return { type, id, updated_at: writtenAt, digest, local_version: localVersion, seq: version }
  })
  const noted = setExcluded(['updated_at', 'digest', 'local_version', 'seq'])
  const after = part`ON CONFLICT (user_id, device_id, type, id) DO UPDATE SET ${noted}`
  return insertRows(db, 'sync_writes', userId, rows, { device_id: deviceId }, after)
}
