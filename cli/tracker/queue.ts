import { createHash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { entityMembers } from '../../functions/programs/sync/core/protocol'
import type { Store } from '../store/open'
import { visibleRow } from '../sync/visible-row'
import { queueWrite } from '../sync/write'
import type { FoundData, FoundRow } from './found'

export type QueueCounts = { queued: number; unchanged: number; newer: number }

/** Digest of a row's editable members, independent of their order. */
const digestOf = ({ type, data }: Pick<FoundRow, 'type' | 'data'>) => {
  const members = new Map<string, unknown>(Object.entries(data))
  const values = entityMembers[type].filter((member) => member !== 'created_at').map((member) => members.get(member))
  return createHash('sha256').update(JSON.stringify(values)).digest('base64')
}

const importedDigest = ({ db }: Store, { type, id }: FoundRow) =>
  db.get<{ digest: string }>('SELECT digest FROM imported WHERE type = ? AND id = ?', type, id)?.digest

const remember = ({ db }: Store, { type, id }: FoundRow, digest: string) =>
  db.run(
    'INSERT INTO imported (type, id, digest) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET digest = excluded.digest',
    type,
    id,
    digest,
  )

/** Queues a row, unless an earlier import queued it or this device has a newer version. */
const place = (store: Store, row: FoundRow): keyof QueueCounts => {
  const { device } = store
  const digest = digestOf(row)
  const before = importedDigest(store, row)
  if (before === digest) return 'unchanged'
  remember(store, row, digest)
  const shown = visibleRow(device, row.type, row.id)
  if (shown && digestOf({ type: row.type, data: shown }) === digest) return 'unchanged'
  const known = Math.max(
    device.row(row.type, row.id)?.updated_at ?? 0,
    device.pendingOf(row.type, row.id)?.updated_at ?? 0,
  )
  // On the first import, a row already on this device stays if it is at least as new.
  if (before === undefined && known >= row.updated_at) return 'newer'
  queueWrite(device, row.type, row.id, row.data, row.updated_at)
  return 'queued'
}

const batchRows = 200

/** Queues each row once. After an interruption the next run continues. */
export const queueFound = async (
  store: Store,
  { plans, sessions, cards }: FoundData,
  onProgress: (done: number, total: number) => void,
  signal: AbortSignal,
): Promise<QueueCounts> => {
  const rows: FoundRow[] = [...plans, ...sessions, ...cards]
  const counts: QueueCounts = { queued: 0, unchanged: 0, newer: 0 }
  for (let at = 0; at < rows.length && !signal.aborted; at += batchRows) {
    const batch = rows.slice(at, at + batchRows)
    store.db.transaction(() => {
      for (const row of batch) counts[place(store, row)] += 1
    })
    onProgress(at + batch.length, rows.length)
    await nextTurn()
  }
  return counts
}
