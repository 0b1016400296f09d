import { z } from 'zod'
import { constant, parseAll, part, type SqlPart, sql } from '../../../lib/db/sql'
import { type Delta, type EntityType, responseDeltaLimit, responseSizeLimit, type SyncAnswer } from '../core/protocol'
import { cardJson, joinWaiting, planJson, sessionDeletedAt, sessionJson, storedData } from '../entities/rows'

/** Fraction of a version for each row, because a version may have more rows than fit into a response. */
const fraction = 2 ** -20

/** Position in a person's changes: everything up to version `seq`, except its last `left` rows. */
export type Position = { seq: number; left: number }

/** Parses a `remote_version`. Counts rows from the version's end: rows may leave a version but never join it. */
export const parsePosition = (remoteVersion: number): Position => {
  const seq = Math.ceil(remoteVersion)
  return { seq, left: Math.round((seq - remoteVersion) / fraction) }
}

export const toRemoteVersion = ({ seq, left }: Position) => seq - left * fraction

export type FeedOptions = {
  position: Position
  /** Device whose own changes are left out; null to send everything. */
  deviceId: string | null
  /** Last version to send. */
  upTo: number
}

const tables: [type: EntityType | 'tombstone', table: string, size: string][] = [
  ['card', 'cards', 'octet_length(question) + octet_length(answer) + 300'],
  ['plan', 'plans', 'octet_length(content) + 300'],
  ['session', 'sessions', 'octet_length(notes) + octet_length(artifacts) + 600'],
  ['tombstone', 'sync_tombstones', '100'],
]

/** SELECT of the keys of changed rows, for each table, ordered by version. */
const keysOf = (userId: string, { position, upTo }: FeedOptions) => {
  const { seq, left } = position
  const where = left > 0 ? part`seq = ${seq}` : part`seq > ${seq} AND seq <= ${upTo}`
  return tables.map(([type, table, size]) => {
    const columns = constant(type === 'tombstone' ? `type, id, seq` : `'${type}' AS type, id, seq`)
    return part`
      SELECT * FROM (
        SELECT ${columns}, ${constant(size)} AS size
        FROM ${constant(table)}
        WHERE user_id = ${userId} AND ${where}
        ORDER BY seq ${left > 0 ? constant('') : part`LIMIT ${responseDeltaLimit + 1}`})`
  })
}

const together = (parts: SqlPart[]) =>
  parts.reduce(
    (all, one) => part`${all}
      UNION ALL ${one}`,
  )

/**
 * SELECT of changes after a position. A row that does not fit into the response comes without its data, which shows
 * that there is more.
 */
export const changesSelect = (db: D1Database, userId: string, options: FeedOptions) => {
  const { position, deviceId } = options
  const isLeft = position.left > 0 ? part`WHERE rest <= ${position.left}` : constant('')
  const isOwn =
    deviceId === null
      ? constant('NULL')
      : part`(
        SELECT 1 FROM sync_writes AS own
        WHERE own.user_id = ${userId} AND own.device_id = ${deviceId} AND own.type = page.type AND own.id = page.id
          AND own.seq = page.seq)`
  return sql(db)`
    WITH
    changed AS (${together(keysOf(userId, options))}),
    ranked AS (
      SELECT type, id, seq, size, ${constant(position.left > 0 ? 'row_number() OVER (ORDER BY type DESC, id DESC)' : '0')} AS rest
      FROM changed),
    page AS (
      SELECT type, id, seq, row_number() OVER (ORDER BY seq, type, id) AS place,
        sum(size) OVER (ORDER BY seq, type, id) AS bytes
      FROM ranked ${isLeft}
      ORDER BY seq, type, id
      LIMIT ${responseDeltaLimit + 1}),
    sent AS (
      SELECT type, id, seq, ${isOwn} AS is_own, place = 1 OR (place <= ${responseDeltaLimit} AND bytes <= ${responseSizeLimit}) AS fits
      FROM page)
    SELECT sent.type, sent.id, sent.seq,
      coalesce(plans.updated_at, sessions.updated_at, cards.updated_at) AS updated_at,
      coalesce(plans.deleted_at, ${sessionDeletedAt}, cards.deleted_at, gone.deleted_at) AS deleted_at,
      iif(plans.id IS NOT NULL, ${planJson}, iif(sessions.id IS NOT NULL, ${sessionJson},
        iif(cards.id IS NOT NULL, ${cardJson}, NULL))) AS data,
      iif(sent.is_own, 'own', iif(sent.fits, 'sent', 'more')) AS extra
    FROM sent
    LEFT JOIN plans ON sent.type = 'plan' AND sent.fits AND sent.is_own IS NULL
      AND plans.user_id = ${userId} AND plans.id = sent.id
    LEFT JOIN sessions ON sent.type = 'session' AND sent.fits AND sent.is_own IS NULL
      AND sessions.user_id = ${userId} AND sessions.id = sent.id
    LEFT JOIN cards ON sent.type = 'card' AND sent.fits AND sent.is_own IS NULL
      AND cards.user_id = ${userId} AND cards.id = sent.id
    ${joinWaiting}
    LEFT JOIN sync_tombstones AS gone ON sent.fits AND sent.is_own IS NULL AND gone.user_id = ${userId}
      AND gone.type = sent.type AND gone.id = sent.id`
}

const FeedRow = z.object({
  type: z.enum(['plan', 'session', 'card']),
  id: z.string(),
  seq: z.int(),
  updated_at: z.int().nullable(),
  deleted_at: z.int().nullable(),
  data: z.string().nullable(),
  extra: z.enum(['own', 'sent', 'more']),
})
type FeedRow = z.output<typeof FeedRow>

type Sent = Pick<SyncAnswer, 'plans' | 'sessions' | 'cards'>

export type Feed = Sent & {
  /** Latest version among the rows; 0 without rows. */
  last: number
  /** Position of the last row sent; null if all rows were sent. */
  until: Position | null
  /** Set if only a part of a version fits. The remaining rows must be counted. */
  cutAt: { seq: number; type: EntityType; id: string } | null
}

export const noFeed: Feed = { plans: [], sessions: [], cards: [], last: 0, until: null, cutAt: null }

const add = (sent: Sent, { type, id, updated_at, deleted_at, data }: FeedRow) => {
  if (data === null || deleted_at !== null) {
    const delta = { action: 'delete' as const, id, updated_at: updated_at ?? deleted_at ?? 0 }
    sent[`${type}s`].push(delta)
    return
  }
  const head: Delta<never> = { action: 'update', id, updated_at: updated_at ?? 0 }
  const json: unknown = JSON.parse(data)
  if (type === 'plan') sent.plans.push({ ...head, data: storedData.plan.parse(json) })
  else if (type === 'session') sent.sessions.push({ ...head, data: storedData.session.parse(json) })
  else sent.cards.push({ ...head, data: storedData.card.parse(json) })
}

/** Parses the rows of a feed statement. Versions are sent as a whole, unless a single one is too large. */
export const readFeed = (results: unknown[], { position }: FeedOptions): Feed => {
  const rows = parseAll(FeedRow, results)
  const firstLeft = rows.findIndex(({ extra }) => extra === 'more')
  const sent: Feed = { plans: [], sessions: [], cards: [], last: 0, until: null, cutAt: null }
  const cut = rows[firstLeft]
  const fitting = cut ? rows.slice(0, firstLeft) : rows
  const whole = cut ? fitting.filter(({ seq }) => seq < cut.seq) : fitting
  const page = whole.length > 0 ? whole : fitting
  sent.last = page.at(-1)?.seq ?? 0
  for (const row of page) if (row.extra === 'sent') add(sent, row)
  const last = page.at(-1)
  if (!cut) return { ...sent, until: position.left > 0 ? { seq: position.seq, left: 0 } : null }
  if (!last) return sent
  if (whole.length > 0) return { ...sent, until: { seq: last.seq, left: 0 } }
  return { ...sent, cutAt: { seq: last.seq, type: last.type, id: last.id } }
}

/** Counts the rows of a version after a certain row. */
export const countRemainingRows = async (
  db: D1Database,
  userId: string,
  { seq, type, id }: NonNullable<Feed['cutAt']>,
) => {
  const counts = tables.map(([name, table]) => {
    const own = name === 'tombstone' ? constant('type') : part`${name}`
    return part`
      SELECT count(*) AS count FROM ${constant(table)}
      WHERE user_id = ${userId} AND seq = ${seq} AND (${own}, id) > (${type}, ${id})`
  })
  return (await sql(db)`SELECT sum(count) AS count FROM (${together(counts)})`.first<number>('count')) ?? 0
}
