import { allRows, constant, part, rowAs, rowsAs, type SqlPart, sql } from '../../../lib/db/sql'
import type { LastWrite } from '../core/decide'
import { type EntityType, entityTypes } from '../core/protocol'
import { DeviceRow, deviceStatement } from '../devices/device'
import { type RowVersion, SessionVersion, syncSources, versions } from '../entities/rows'

/** Ids in a request, by type. */
export type ReferencedIds = Record<EntityType, string[]> & {
  /** Ids of deletions without a type. */
  any: string[]
  projects: string[]
  goals: string[]
  /** True if the request contains a running session. */
  hasTimer: boolean
}

/** Stored rows and names referred to by a request. */
export type StoredFacts = {
  device: DeviceRow | null
  rows: Map<string, RowVersion>
  /** The device's last writes, by row. */
  writes: Map<string, LastWrite>
  /** Maps ids to their replacements: the target of a merge, null if deleted. */
  projects: Map<string, string | null>
  goals: Map<string, string | null>
  timer: SessionVersion | null
}

export const entityKey = (type: EntityType, id: string) => `${type} ${id}`

const among = (list: string[]) => part`IN (SELECT value FROM json_each(${JSON.stringify(list)}))`

/** SELECT of `RowVersion` rows. */
const versionsWhere = (db: D1Database, userId: string, type: EntityType, where: SqlPart) => {
  const { table, from, deletedAt, data, extra } = syncSources[type]
  return sql(db)`
      SELECT ${constant(`'${type}'`)} AS type, ${table}.id, ${table}.seq, ${table}.updated_at, ${deletedAt} AS deleted_at,
        ${data} AS data, ${extra} AS extra
      FROM ${from} WHERE ${table}.user_id = ${userId} AND ${where}`
}

const rowsOf = (db: D1Database, userId: string, type: EntityType, ids: string[]) =>
  rowsAs<RowVersion>(versions[type], versionsWhere(db, userId, type, part`${syncSources[type].table}.id ${among(ids)}`))

const isTimer = constant("status = 'active' AND source = 'timer' AND deleted_at IS NULL")

type Key = { type: EntityType; id: string }

const writesOf = (db: D1Database, userId: string, deviceId: string, keys: Key[]) =>
  allRows<Key & LastWrite>(sql(db)`
    SELECT type, id, updated_at AS writtenAt, digest, local_version AS localVersion, seq
    FROM sync_writes
    WHERE user_id = ${userId} AND device_id = ${deviceId}
      AND (type, id) IN (SELECT value ->> 'type', value ->> 'id' FROM json_each(${JSON.stringify(keys)}))`)

/** Maps ids to existing rows: to the target of a merge, or to null if deleted. */
const presentIds = async (db: D1Database, userId: string, table: 'projects' | 'goals', list: string[]) => {
  const successor = constant(table === 'projects' ? 'merged_into' : 'NULL')
  const rows = await allRows<{ id: string; present: string | null }>(sql(db)`
    WITH RECURSIVE heirs (id, present) AS (
      SELECT id, id FROM ${constant(table)} WHERE user_id = ${userId} AND id ${among(list)}
      UNION
      SELECT heirs.id, ${successor} FROM heirs JOIN ${constant(table)} AS own ON own.user_id = ${userId} AND own.id = present
      WHERE own.deleted_at IS NOT NULL AND ${successor} IS NOT NULL)
    SELECT heirs.id, max(iif(own.deleted_at IS NULL, present, NULL)) AS present
    FROM heirs JOIN ${constant(table)} AS own ON own.user_id = ${userId} AND own.id = present
    GROUP BY heirs.id`)
  return new Map(rows.map(({ id, present }) => [id, present]))
}

/** Reads everything that a request refers to. */
export const readStoredFacts = async (
  db: D1Database,
  userId: string,
  deviceId: string,
  named: ReferencedIds,
): Promise<StoredFacts> => {
  const idsOf = (type: EntityType) => [...named[type], ...named.any]
  const keys = entityTypes.flatMap((type) => idsOf(type).map((id) => ({ type, id })))
  const [device, rows, writes, projects, goals, timer] = await Promise.all([
    rowAs(DeviceRow, deviceStatement(db, userId, deviceId)),
    Promise.all(entityTypes.map((type) => rowsOf(db, userId, type, idsOf(type)))),
    writesOf(db, userId, deviceId, keys),
    presentIds(db, userId, 'projects', named.projects),
    presentIds(db, userId, 'goals', named.goals),
    named.hasTimer ? rowAs(SessionVersion, versionsWhere(db, userId, 'session', isTimer)) : null,
  ])
  return {
    device,
    rows: new Map(rows.flat().map((row) => [entityKey(row.type, row.id), row])),
    writes: new Map(writes.map(({ type, id, ...write }) => [entityKey(type, id), write])),
    projects,
    goals,
    timer,
  }
}
