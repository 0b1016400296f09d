import type { EntityType, Review } from '../../functions/programs/sync/core/protocol'
import {
  type DeviceState,
  type DeviceStore,
  newState,
  type PendingWrite,
  type RejectedWrite,
  type ServerRow,
} from '../sync/store'
import type { Database } from './database'

type StateRow = Omit<DeviceState, 'is_full'> & { is_full: 0 | 1 }
type Stored<Members extends { data: unknown }> = Omit<Members, 'data'> & { data: string | null }
type StoredReview = Omit<Review, 'duration_ms'> & { duration_ms: number | null }

const read = <Members extends { data: unknown }>(stored: Stored<Members>): Members => {
  const row: Members = JSON.parse(stored.data === null ? 'null' : `{"data":${stored.data}}`) ?? { data: null }
  return { ...stored, ...row }
}

const written = (data: object | null) => (data === null ? null : JSON.stringify(data))

const stateOf = (db: Database): DeviceState | null => {
  const row = db.get<StateRow>(
    'SELECT device_id, last_sync, local_version, remote_version, resync, is_full, answers FROM device',
  )
  return row ? { ...row, is_full: row.is_full === 1 } : null
}

const saveState = (db: Database, state: DeviceState) =>
  db.run(
    `INSERT INTO device (only_row, device_id, last_sync, local_version, remote_version, resync, is_full, answers)
     VALUES (1, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET device_id = excluded.device_id, last_sync = excluded.last_sync,
       local_version = excluded.local_version, remote_version = excluded.remote_version,
       resync = excluded.resync, is_full = excluded.is_full, answers = excluded.answers`,
    ...[state.device_id, state.last_sync, state.local_version, state.remote_version, state.resync],
    ...[state.is_full ? 1 : 0, state.answers],
  )

/** Reads the sync state of this device. The first call creates the device's id. */
const ownState = (db: Database) =>
  stateOf(db) ??
  db.transaction(() => {
    const state = stateOf(db) ?? newState(`cli-${crypto.randomUUID()}`)
    saveState(db, state)
    return state
  })

const rowsIn = (db: Database): Pick<DeviceStore, 'row' | 'saveRow' | 'rows' | 'emptyRowsBefore'> => ({
  row: <Type extends EntityType>(type: Type, id: string) => {
    const row = db.get<Stored<ServerRow<Type>>>(
      'SELECT id, data, updated_at, written_at, confirmed FROM rows WHERE type = ? AND id = ?',
      type,
      id,
    )
    return row ? read<ServerRow<Type>>(row) : null
  },
  saveRow: (type, { id, data, updated_at, written_at, confirmed }) => {
    db.run(
      `INSERT INTO rows (type, id, data, updated_at, written_at, confirmed) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET data = excluded.data, updated_at = excluded.updated_at,
         written_at = excluded.written_at, confirmed = excluded.confirmed`,
      ...[type, id, written(data), updated_at, written_at, confirmed],
    )
  },
  *rows<Type extends EntityType>(type: Type) {
    const sql =
      'SELECT id, data, updated_at, written_at, confirmed FROM rows WHERE type = ? AND data IS NOT NULL ORDER BY id'
    for (const row of db.each<Stored<ServerRow<Type>>>(sql, type)) yield read<ServerRow<Type>>(row)
  },
  emptyRowsBefore: (resync) => {
    db.run('UPDATE rows SET data = NULL WHERE confirmed < ? AND data IS NOT NULL', resync)
  },
})

const pendingIn = (
  db: Database,
): Pick<DeviceStore, 'pendingOf' | 'savePending' | 'removePending' | 'pending' | 'pendingCount'> => ({
  pendingOf: <Type extends EntityType>(type: Type, id: string) => {
    const row = db.get<Stored<PendingWrite<Type>>>(
      'SELECT id, action, data, updated_at, base FROM pending WHERE type = ? AND id = ?',
      type,
      id,
    )
    return row ? read<PendingWrite<Type>>(row) : null
  },
  savePending: (type, { id, action, data, updated_at, base }) => {
    db.run(
      `INSERT INTO pending (type, id, action, data, updated_at, base) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (type, id) DO UPDATE SET action = excluded.action, data = excluded.data,
         updated_at = excluded.updated_at, base = excluded.base`,
      ...[type, id, action, written(data), updated_at, base],
    )
  },
  removePending: (type, id) => {
    db.run('DELETE FROM pending WHERE type = ? AND id = ?', type, id)
  },
  pending: <Type extends EntityType>(type: Type, limit: number) =>
    db
      .all<Stored<PendingWrite<Type>>>(
        'SELECT id, action, data, updated_at, base FROM pending WHERE type = ? ORDER BY position LIMIT ?',
        type,
        limit,
      )
      .map((row) => read<PendingWrite<Type>>(row)),
  pendingCount: () =>
    db.get<{ count: number }>('SELECT (SELECT count(*) FROM pending) + (SELECT count(*) FROM reviews) AS count')
      ?.count ?? 0,
})

const reviewsIn = (db: Database): Pick<DeviceStore, 'saveReview' | 'removeReview' | 'reviews'> => ({
  saveReview: ({ id, card_id, rating, reviewed_at, duration_ms }) => {
    db.run(
      `INSERT INTO reviews (id, card_id, rating, reviewed_at, duration_ms) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET card_id = excluded.card_id, rating = excluded.rating,
         reviewed_at = excluded.reviewed_at, duration_ms = excluded.duration_ms`,
      ...[id, card_id, rating, reviewed_at, duration_ms ?? null],
    )
  },
  removeReview: (id) => {
    db.run('DELETE FROM reviews WHERE id = ?', id)
  },
  reviews: (limit) =>
    db
      .all<StoredReview>(
        'SELECT id, card_id, rating, reviewed_at, duration_ms FROM reviews ORDER BY position LIMIT ?',
        limit,
      )
      .map(({ duration_ms, ...review }) => ({ ...review, ...(duration_ms !== null && { duration_ms }) })),
})

const rejectedIn = (
  db: Database,
): Pick<DeviceStore, 'saveRejected' | 'removeRejected' | 'rejectedOf' | 'rejected'> => ({
  saveRejected: ({ type, id, reason, updated_at, data }) => {
    db.run(
      `INSERT INTO rejected (type, id, reason, updated_at, data) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET reason = excluded.reason, updated_at = excluded.updated_at, data = excluded.data`,
      ...[type, id, reason, updated_at, written(data)],
    )
  },
  removeRejected: (type, id) => {
    db.run('DELETE FROM rejected WHERE type = ? AND id = ?', type, id)
  },
  rejectedOf: (type, id) => {
    const sql = 'SELECT type, id, reason, updated_at, data FROM rejected WHERE type = ? AND id = ?'
    const row = db.get<Stored<RejectedWrite>>(sql, type, id)
    return row ? read<RejectedWrite>(row) : null
  },
  rejected: () =>
    db
      .all<Stored<RejectedWrite>>('SELECT type, id, reason, updated_at, data FROM rejected ORDER BY type, id')
      .map((row) => read<RejectedWrite>(row)),
})

/** Implements the storage of the sync core in SQLite. */
export const deviceStore = (db: Database): DeviceStore => ({
  transaction: db.transaction,
  state: () => ownState(db),
  saveState: (state) => {
    saveState(db, state)
  },
  ...rowsIn(db),
  ...pendingIn(db),
  ...reviewsIn(db),
  ...rejectedIn(db),
})
