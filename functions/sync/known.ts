import { z } from 'zod'
import { allRows, constant, part, type SqlPart, sql } from '../lib/sql'
import type { LastWrite } from './core/decide'
import type { EntityType } from './core/protocol'
import { countJson, DeviceRow, deviceJson } from './device'
import { CardVersion, PlanVersion, type RowVersion, SessionVersion } from './rows'
import { cardJson, planJson, sessionDeletedAt, sessionJson, withWaiting } from './wire'

/** Ids that a request names. */
export type Named = Record<EntityType, string[]> & {
  /** Ids of deletions that say no type. */
  any: string[]
  projects: string[]
  goals: string[]
  /** True where a session of the request runs. */
  hasTimer: boolean
  /** True where the device may be new. */
  mayBeNew: boolean
}

/** Rows and names that a request is about, as they are stored. */
export type Known = {
  device: DeviceRow | null
  /** Read where the device may be new; else 0. */
  deviceCount: number
  rows: Map<string, RowVersion>
  /** Last writes of the device. */
  writes: Map<string, LastWrite>
  /** Own ids to what stands for them now: a project that was merged for the one it went into, null for a deleted one. */
  projects: Map<string, string | null>
  goals: Map<string, string | null>
  timer: SessionVersion | null
}

export const keyOf = (type: EntityType, id: string) => `${type} ${id}`

type Columns = { type: string; id: string; seq: number; updated_at: number; deleted_at: number | null }
type Read = Columns & { data: string; extra: string }

const among = (list: string[]) => part`IN (SELECT value FROM json_each(${JSON.stringify(list)}))`

const ofPlans = (userId: string, list: string[]) => part`
  SELECT 'plan' AS type, plans.id, plans.seq, plans.updated_at, plans.deleted_at, ${planJson} AS data,
    json_object('goal_id', plans.goal_id, 'project_id', plans.project_id, 'scheduler', plans.scheduler) AS extra
  FROM plans WHERE user_id = ${userId} AND id ${among(list)}`

const sessionColumns = (type: string) =>
  constant(`'${type}' AS type, sessions.id, sessions.seq, sessions.updated_at, ${sessionDeletedAt.text} AS deleted_at,
    ${sessionJson.text} AS data,
    json_object('day_start_minute', sessions.day_start_minute, 'tags', json(sessions.tags), 'source', sessions.source) AS extra`)

const ofSessions = (userId: string, list: string[]) => part`
  SELECT ${sessionColumns('session')}
  FROM sessions WHERE user_id = ${userId} AND id ${among(list)}`

const ofTimer = (userId: string) => part`
  SELECT ${sessionColumns('timer')}
  FROM sessions
  WHERE user_id = ${userId} AND status = 'active' AND source = 'timer' AND deleted_at IS NULL`

const ofCards = (userId: string, list: string[]) => part`
  SELECT 'card' AS type, cards.id, cards.seq, cards.updated_at, cards.deleted_at, ${cardJson} AS data,
    json_object('is_waiting', waiting.plan_id IS NOT NULL) AS extra
  FROM cards ${withWaiting} WHERE cards.user_id = ${userId} AND cards.id ${among(list)}`

const ofWrites = (userId: string, deviceId: string, type: EntityType, list: string[]) => part`
  SELECT 'write' AS type, sync_writes.type || ' ' || sync_writes.id AS id, coalesce(seq, -1) AS seq, updated_at, NULL,
    digest, local_version
  FROM sync_writes
  WHERE user_id = ${userId} AND device_id = ${deviceId} AND sync_writes.type = ${type}
    AND sync_writes.id ${among(list)}`

const ofProjects = (userId: string, list: string[]) => part`
  SELECT 'project' AS type, projects.id, seq, updated_at, deleted_at, coalesce(merged_into, ''), NULL
  FROM projects WHERE user_id = ${userId} AND id ${among(list)}`

const ofGoals = (userId: string, list: string[]) => part`
  SELECT 'goal' AS type, goals.id, seq, updated_at, deleted_at, NULL, NULL
  FROM goals WHERE user_id = ${userId} AND id ${among(list)}`

/** D1 takes up to five SELECTs in one, more of them nested. */
const mostTogether = 5

const together = (parts: SqlPart[]) =>
  parts.reduce(
    (all, one) => part`${all}
  UNION ALL ${one}`,
  )

const unionOf = (parts: SqlPart[]): SqlPart => {
  if (parts.length <= mostTogether) return together(parts)
  const groups = Array.from({ length: Math.ceil(parts.length / mostTogether) }, (_, index) =>
    together(parts.slice(index * mostTogether, (index + 1) * mostTogether)),
  )
  return unionOf(groups.map((group) => part`SELECT * FROM (${group})`))
}

const Merged = z.string().transform((id) => id || null)

/** Sorts a row into what is known. */
const add = (known: Known, row: Read) => {
  const { type, id, seq, updated_at, deleted_at, data, extra } = row
  if (type === 'device') known.device = DeviceRow.parse(JSON.parse(data))
  else if (type === 'devices') known.deviceCount = seq
  else if (type === 'plan') known.rows.set(keyOf('plan', id), PlanVersion.parse(row))
  else if (type === 'session') known.rows.set(keyOf('session', id), SessionVersion.parse(row))
  else if (type === 'card') known.rows.set(keyOf('card', id), CardVersion.parse(row))
  else if (type === 'timer') known.timer = SessionVersion.parse({ ...row, type: 'session' })
  else if (type === 'project') known.projects.set(id, deleted_at === null ? id : Merged.parse(data))
  else if (type === 'goal') known.goals.set(id, deleted_at === null ? id : null)
  else {
    const write = { writtenAt: updated_at, digest: data, localVersion: Number(extra), seq: seq < 0 ? null : seq }
    known.writes.set(id, write)
  }
}

/** Reads all that a request names with one statement. */
export const readKnown = async (db: D1Database, userId: string, deviceId: string, named: Named): Promise<Known> => {
  const { any } = named
  const of = { plan: [...named.plan, ...any], session: [...named.session, ...any], card: [...named.card, ...any] }
  const types = (['plan', 'session', 'card'] as const).filter((type) => of[type].length > 0)
  const parts = [
    deviceJson(userId, deviceId),
    ...(of.plan.length > 0 ? [ofPlans(userId, of.plan)] : []),
    ...(of.session.length > 0 ? [ofSessions(userId, of.session)] : []),
    ...(of.card.length > 0 ? [ofCards(userId, of.card)] : []),
    ...types.map((type) => ofWrites(userId, deviceId, type, of[type])),
    ...(named.projects.length > 0 ? [ofProjects(userId, named.projects)] : []),
    ...(named.goals.length > 0 ? [ofGoals(userId, named.goals)] : []),
    ...(named.hasTimer ? [ofTimer(userId)] : []),
    ...(named.mayBeNew ? [countJson(userId)] : []),
  ]
  const rows = await allRows<Read>(sql(db)`${unionOf(parts)}`)
  const known: Known = {
    device: null,
    deviceCount: 0,
    rows: new Map(),
    writes: new Map(),
    projects: new Map(),
    goals: new Map(),
    timer: null,
  }
  for (const row of rows) add(known, row)
  return known
}
