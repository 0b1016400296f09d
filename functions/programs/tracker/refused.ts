import { constant, sql } from '../../lib/db/sql'
import { insertRows } from '../../lib/resource/row-writes'
import { sha256Hex } from '../../lib/secrets'
import { cleanLine, firstCharacters } from '../../lib/text/text'
import type { SyncResult } from '../sync/core/protocol'
import { instantSchema } from '../sync/entities/values'
import { entityKey } from '../sync/push/known'
import type { SentDelta } from './rows'

const titleLength = 200

/** Title for the person of a row that could not be read. */
const titleOf = ({ type, id, data }: SentDelta) => {
  const written = [data?.get('title'), data?.get('question'), data?.get('notes'), id].find(
    (value) => typeof value === 'string' && cleanLine(value) !== '',
  )
  return firstCharacters(cleanLine(String(written ?? `A ${type}`)), titleLength)
}

/** Maximum characters of a member that are kept in a conflict. */
const keptCharacters = 400_000

const contentOf = (data: Map<string, unknown>) =>
  JSON.stringify(
    Object.fromEntries(
      [...data].map(([name, value]) => [
        name,
        typeof value === 'string' ? firstCharacters(value, keptCharacters) : value,
      ]),
    ),
  )

/** Why a row was neither stored nor put into a conflict; null otherwise. A device's clock may have been set back. */
const refusalOf = ({ status, reason }: SyncResult) => {
  if (status === 'rejected') return reason ?? ''
  return status === 'superseded' && reason === undefined ? 'updated_at: The same device sent a later version' : null
}

/**
 * Stores refused rows with their content in the inbox. A repeated row is stored once, because its id is derived from
 * its content. @param now epoch ms
 */
export const storeRefusals = async (
  db: D1Database,
  userId: string,
  deviceId: string,
  sent: SentDelta[],
  results: SyncResult[],
  now: number,
) => {
  const refusals = new Map(
    results.flatMap((result) => {
      const refusal = refusalOf(result)
      return refusal === null || result.type === 'review' ? [] : [[entityKey(result.type, result.id), refusal]]
    }),
  )
  const rows = sent.flatMap((one) => {
    const { type, data, updated_at } = one
    const row_id = typeof one.id === 'string' ? one.id.slice(0, 100) : ''
    const refusal = refusals.get(entityKey(type, row_id))
    if (refusal === undefined || !data) return []
    const updatedAt = instantSchema.safeParse(updated_at).data ?? now
    return [{ type, row_id, refusal, title: titleOf(one), data: contentOf(data), updated_at: updatedAt }]
  })
  const kept = await Promise.all(
    rows.map(async (row) => ({
      ...row,
      id: `refused-${(await sha256Hex(`${deviceId} ${JSON.stringify(row)}`)).slice(0, 32)}`,
    })),
  )
  const besides = { reason: 'edit', lost_by: deviceId, kept_by: null, created_at: now }
  return insertRows(db, 'sync_conflicts', userId, kept, besides, constant('ON CONFLICT (user_id, id) DO NOTHING'))
}

/** Resolves refusals of rows that have been stored since. @param now epoch ms */
export const resolveRefusals = (db: D1Database, userId: string, results: SyncResult[], now: number) => {
  const stored = results.flatMap(({ type, id, status }) =>
    status === 'applied' ? [entityKey(type as 'plan', id)] : [],
  )
  return stored.length === 0
    ? []
    : [
        sql(db)`
          UPDATE sync_conflicts SET settled_at = ${now}
          WHERE user_id = ${userId} AND settled_at IS NULL AND refusal IS NOT NULL
            AND type || ' ' || row_id IN (SELECT value FROM json_each(${JSON.stringify(stored)}))`,
      ]
}
