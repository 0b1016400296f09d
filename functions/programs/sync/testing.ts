import { type Client, rows } from '../../../test/support/client'
import type { SyncAnswer, SyncRequest } from './core/protocol'

/** A device of a person, that sends what it is told and keeps where it stands. */
export const deviceOf = (client: Client, id = 'laptop') => {
  let version = 0
  let written = 0
  const send = async (body: SyncRequest = {}, query = '') => {
    written += 1
    const state = { device_id: id, last_sync: 0, local_version: written, remote_version: version, ...body.state }
    return client.json('POST', `/api/v1/sync${query}`, { ...body, state })
  }
  return {
    id,
    send,
    /** Sends a request and goes on from its answer. */
    sync: async (body: SyncRequest = {}, query = ''): Promise<SyncAnswer> => {
      const answer = await send(body, query)
      if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`)
      const read = await answer.json<SyncAnswer>()
      version = read.state.remote_version
      return read
    },
    get version() {
      return version
    },
    set version(to: number) {
      version = to
    },
  }
}

export const sessionData = (more: object = {}) => ({
  plan_id: null,
  chunk_id: null,
  start_time: Date.parse('2026-05-04T09:00:00Z'),
  end_time: Date.parse('2026-05-04T10:00:00Z'),
  duration_minutes: 60,
  notes: '',
  artifacts: [],
  created_at: Date.parse('2026-05-04T10:00:00Z'),
  title: 'Reading',
  duration_seconds: 3600,
  time_zone: 'Etc/UTC',
  project_id: null,
  goal_id: null,
  ...more,
})

/** A delta that adds a row. */
export const create = (id: string, data: object, updated_at: number) => ({
  action: 'create' as const,
  id,
  data,
  updated_at,
})

/** A document of a plan. */
export const planText = (id: string, title = 'Knots', chunk = 'not-started') =>
  `---\nid: ${id}\ntitle: ${title}\n---\n\n## Chunk 1: Bowline {#c1}\n**Duration**: 30 minutes\n**Status**: ${chunk}\n`

/** Open conflicts of a person, the first first. */
export const inboxOf = async (userId: string) =>
  (await rows('SELECT * FROM sync_conflicts WHERE user_id = ? AND settled_at IS NULL ORDER BY id', userId)).map(
    ({ data, ...row }) => ({ ...row, data: data === null ? null : JSON.parse(String(data)) }),
  )
