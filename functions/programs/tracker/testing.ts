import { type Client, request } from '../../../test/support/client'
import { signInTracker } from '../../account/auth/programs/issue'
import { bindings } from '../../account/auth/programs/testing'
import { type EntityType, entityTypes, listNames, type SyncResult } from '../sync/core/protocol'

export type Row = Record<string, string | number | null>
type Delta = { action: 'create' | 'update' | 'delete'; id: string; data?: Row; updated_at: number }
export type Answer = Record<'plans' | 'sessions' | 'cards', Delta[]> & { deleted_ids: string[]; results: SyncResult[] }

const seconds = () => Math.floor(Date.now() / 1000)

export const planRow = (more: Row = {}): Row => ({
  ...{ title: 'Knots', created_at: 1_777_000_000, total_hours: 12.5, status: 'active', tags: '["rope"]' },
  content: '# Knots\n\n## Chunk 1: Bowline {#c1}\n**Duration**: 30 minutes\n',
  ...more,
})

export const cardRow = (more: Row = {}): Row => ({
  ...{ plan_id: null, chunk_id: null, question: 'Which knot?', answer: 'The bowline', tags: null, ease_factor: 2.5 },
  ...{ interval_days: 1, repetitions: 0, next_review: 1_777_000_123, last_review: null, created_at: 1_777_000_000 },
  ...more,
})

export const sessionRow = (more: Row = {}): Row => ({
  ...{ plan_id: null, chunk_id: null, start_time: 1_777_000_000, end_time: 1_777_001_501, duration_minutes: 25 },
  ...{ notes: null, artifacts: null, created_at: 1_777_001_501 },
  ...more,
})

/**
 * A device of the tracker's own client. It keeps rows and no position, sends what changed since its last answer, replaces
 * a row that is created, and changes one that is updated only where it has it.
 */
export const trackerOf = async ({ userId }: Client, deviceId?: string) => {
  const jwt = await signInTracker(bindings, userId, `${userId}@example.com`, 'a tracker', Date.now())
  const rows = new Map<string, Row>()
  const changed = new Map<string, Delta>()
  const headers = { Authorization: `Bearer ${jwt}`, ...(deviceId && { 'X-Device-ID': deviceId }) }
  const keyOf = (type: EntityType, id: string) => `${type} ${id}`
  const take = (type: EntityType, { action, id, data }: Delta) => {
    const key = keyOf(type, id)
    if (action === 'delete') rows.delete(key)
    else if (data && (action === 'create' || rows.has(key))) rows.set(key, data)
  }
  const listed = (type: EntityType) => {
    const found = [...changed].flatMap(([key, delta]) => (key.startsWith(`${type} `) ? [delta] : []))
    return found.length > 0 ? found : null
  }
  return {
    jwt,
    rows,
    get: (path: string) => request(path, { headers: { ...headers, Accept: 'application/json' } }, bindings),
    write: (type: EntityType, id: string, data: Row, updated_at = seconds()) => {
      const key = keyOf(type, id)
      const row = { ...rows.get(key), ...data, updated_at }
      changed.set(key, { action: rows.has(key) ? 'update' : 'create', id, data: row, updated_at })
      rows.set(key, row)
    },
    remove: (type: EntityType, id: string, updated_at = seconds()) => {
      if (rows.delete(keyOf(type, id))) changed.set(keyOf(type, id), { action: 'delete', id, updated_at })
    },
    /** Sends what changed. Where the answer is lost, it sends that again with its next request. */
    sync: async ({ isLost = false }: { isLost?: boolean } = {}): Promise<Answer> => {
      const body = { plans: listed('plan'), sessions: listed('session'), cards: listed('card'), deleted_ids: null }
      const init = { headers: { ...headers, 'Content-Type': 'application/json' }, body: JSON.stringify(body) }
      const response = await request('/sync', { method: 'POST', ...init }, bindings)
      if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`)
      const answer = await response.json<Answer>()
      if (isLost) return answer
      changed.clear()
      for (const type of entityTypes) for (const delta of answer[listNames[type]]) take(type, delta)
      return answer
    },
  }
}
