import { allRows, constant, part, rowAs, rowsAs, sql } from '../lib/sql'
import type { LastWrite } from './core/decide'
import { type EntityType, entityTypes } from './core/protocol'
import { DeviceRow, deviceStatement } from './device'
import { CardVersion, PlanVersion, type RowVersion, SessionVersion } from './rows'
import {
  cardExtra,
  cardJson,
  planExtra,
  planJson,
  sessionDeletedAt,
  sessionExtra,
  sessionJson,
  withWaiting,
} from './wire'

/** Ids that a request names. */
export type Named = Record<EntityType, string[]> & {
  /** Ids of deletions that say no type. */
  any: string[]
  projects: string[]
  goals: string[]
  /** True where a session of the request runs. */
  hasTimer: boolean
}

/** Rows and names that a request is about, as they are stored. */
export type Known = {
  device: DeviceRow | null
  rows: Map<string, RowVersion>
  /** Last writes of the device. */
  writes: Map<string, LastWrite>
  /** Own ids to what stands for them now: a project that was merged for the one it went into, null for a deleted one. */
  projects: Map<string, string | null>
  goals: Map<string, string | null>
  timer: SessionVersion | null
}

export const keyOf = (type: EntityType, id: string) => `${type} ${id}`

const among = (list: string[]) => part`IN (SELECT value FROM json_each(${JSON.stringify(list)}))`

const plansOf = (db: D1Database, userId: string, list: string[]) =>
  rowsAs(
    PlanVersion,
    sql(db)`
      SELECT 'plan' AS type, id, seq, updated_at, deleted_at, ${planJson} AS data, ${planExtra} AS extra
      FROM plans WHERE user_id = ${userId} AND id ${among(list)}`,
  )

const sessionColumns = constant(`'session' AS type, id, seq, updated_at, ${sessionDeletedAt.text} AS deleted_at,
        ${sessionJson.text} AS data, ${sessionExtra.text} AS extra`)

const sessionsOf = (db: D1Database, userId: string, list: string[]) =>
  rowsAs(
    SessionVersion,
    sql(db)`SELECT ${sessionColumns} FROM sessions WHERE user_id = ${userId} AND id ${among(list)}`,
  )

const timerOf = (db: D1Database, userId: string) =>
  rowAs(
    SessionVersion,
    sql(db)`
      SELECT ${sessionColumns} FROM sessions
      WHERE user_id = ${userId} AND status = 'active' AND source = 'timer' AND deleted_at IS NULL`,
  )

const cardsOf = (db: D1Database, userId: string, list: string[]) =>
  rowsAs(
    CardVersion,
    sql(db)`
      SELECT 'card' AS type, cards.id, cards.seq, cards.updated_at, cards.deleted_at, ${cardJson} AS data,
        ${cardExtra} AS extra
      FROM cards ${withWaiting} WHERE cards.user_id = ${userId} AND cards.id ${among(list)}`,
  )

type Key = { type: EntityType; id: string }

const writesOf = (db: D1Database, userId: string, deviceId: string, keys: Key[]) =>
  allRows<Key & LastWrite>(sql(db)`
    SELECT type, id, updated_at AS writtenAt, digest, local_version AS localVersion, seq
    FROM sync_writes
    WHERE user_id = ${userId} AND device_id = ${deviceId}
      AND (type, id) IN (SELECT value ->> 'type', value ->> 'id' FROM json_each(${JSON.stringify(keys)}))`)

/** Rows with these ids, each with the id that stands for it now. */
const presentIds = async (db: D1Database, userId: string, table: 'projects' | 'goals', list: string[]) => {
  const successor = constant(table === 'projects' ? 'merged_into' : 'NULL')
  const rows = await allRows<{ id: string; present: string | null }>(sql(db)`
    SELECT id, iif(deleted_at IS NULL, id, ${successor}) AS present
    FROM ${constant(table)} WHERE user_id = ${userId} AND id ${among(list)}`)
  return new Map(rows.map(({ id, present }) => [id, present]))
}

/** Reads all that a request names. */
export const readKnown = async (db: D1Database, userId: string, deviceId: string, named: Named): Promise<Known> => {
  const idsOf = (type: EntityType) => [...named[type], ...named.any]
  const keys = entityTypes.flatMap((type) => idsOf(type).map((id) => ({ type, id })))
  const [device, plans, sessions, cards, writes, projects, goals, timer] = await Promise.all([
    rowAs(DeviceRow, deviceStatement(db, userId, deviceId)),
    plansOf(db, userId, idsOf('plan')),
    sessionsOf(db, userId, idsOf('session')),
    cardsOf(db, userId, idsOf('card')),
    writesOf(db, userId, deviceId, keys),
    presentIds(db, userId, 'projects', named.projects),
    presentIds(db, userId, 'goals', named.goals),
    named.hasTimer ? timerOf(db, userId) : null,
  ])
  return {
    device,
    rows: new Map([...plans, ...sessions, ...cards].map((row) => [keyOf(row.type, row.id), row])),
    writes: new Map(writes.map(({ type, id, ...write }) => [keyOf(type, id), write])),
    projects,
    goals,
    timer,
  }
}
