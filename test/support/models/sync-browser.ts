import { type History, note, type RowName } from '../../../cli/sync/testing/history'
import type { BrowserAction } from '../../../cli/sync/testing/world'
import { type Client, rows } from '../client'

/** A row as the browser shows it. */
type Seen = { token: string; is_deleted: 0 | 1 }

const queries = {
  plan: 'SELECT title AS token, deleted_at IS NOT NULL AS is_deleted FROM plans WHERE user_id = ? AND id = ?',
  session: 'SELECT title AS token, deleted_at IS NOT NULL AS is_deleted FROM sessions WHERE user_id = ? AND id = ?',
  card: 'SELECT question AS token, deleted_at IS NOT NULL AS is_deleted FROM cards WHERE user_id = ? AND id = ?',
}

const seenOf = async ({ userId }: Client, { type, id }: RowName) => {
  const [row] = await rows<Seen>(queries[type], userId, id)
  return row ?? null
}

const paths = { plan: '/plans', session: '/sessions', card: '/cards' }

const isDone = (response: Response) => response.ok || response.status === 303

/** Id of the created row, or null after a refusal. */
const createdId = async (response: Response) => (response.ok ? (await response.json<{ id: string }>()).id : null)

const create = async (client: Client, { type, id }: RowName, token: string) => {
  if (type === 'plan') return createdId(await client.json('POST', '/api/v1/plans', { id, title: token }))
  if (type === 'card') return createdId(await client.json('POST', '/api/v1/cards', { question: token, answer: 'Yes' }))
  const times = { started_at: '2026-03-01T09:00:00Z', ended_at: '2026-03-01T09:30:00Z' }
  return createdId(await client.json('POST', '/api/v1/sessions', { title: token, ...times }))
}

const editPlan = (client: Client, id: string, token: string) =>
  client.json('PUT', `/api/v1/plans/${id}/markdown`, `---\nid: ${id}\ntitle: ${token}\n---\n\nEdited.\n`, {
    'Content-Type': 'text/markdown',
  })

const edit = async (client: Client, { type, id }: RowName, token: string) => {
  if (type === 'plan') return isDone(await editPlan(client, id, token))
  const members = type === 'card' ? { question: token } : { title: token }
  return isDone(await client.json('PATCH', `/api/v1${paths[type]}/${id}`, members))
}

/** Stops the timer that runs, or starts one; returns the id of a new one. */
const toggleTimer = async (client: Client, token: string) => {
  if (isDone(await client.json('POST', '/api/v1/timer/stop', {}))) return null
  return createdId(await client.json('POST', '/api/v1/timer/start', { title: token }))
}

/** Makes the oldest version of a row in the inbox the present one; returns its token, null for a deletion. */
const bringBack = async (client: Client, { type, id }: RowName) => {
  const [lost] = await rows<{ id: string; token: string | null }>(
    `SELECT id, trim(coalesce(data ->> 'question', data ->> 'title')) AS token
     FROM sync_conflicts WHERE user_id = ? AND type = ? AND row_id = ? AND settled_at IS NULL ORDER BY id LIMIT 1`,
    client.userId,
    type,
    id,
  )
  const isBack = lost && isDone(await client.post(`/settings/devices/conflicts/${lost.id}/restore`))
  return isBack ? lost : undefined
}

/** Tokens of the deletions of rows that are deleted. */
export type Deletions = Map<string, string>

export const rowKey = ({ type, id }: RowName) => `${type} ${id}`

/** Writes as a person does in the browser, and notes it where the application takes it. */
export const browse = async (
  client: Client,
  history: History,
  deletions: Deletions,
  action: BrowserAction,
  row: RowName,
  token: string,
) => {
  const seen = await seenOf(client, row)
  const isThere = seen !== null && seen.is_deleted === 0
  const saw = isThere ? seen.token : (deletions.get(rowKey(row)) ?? null)
  const noteWrite = (id: string, version: string, isDeletion = false) => {
    const view = id === row.id ? { saw, isOnNothing: !isThere } : { saw: null, isOnNothing: true }
    note(history, { type: row.type, id, author: 'browser', token: version, isDeletion, ...view }, null)
  }
  if (action === 'timer') {
    const id = await toggleTimer(client, token)
    if (id)
      note(
        history,
        { type: 'session', id, author: 'browser', token, saw: null, isOnNothing: true, isDeletion: false },
        null,
      )
  } else if (action === 'review') {
    if (isThere && row.type === 'card') await client.json('POST', `/api/v1/cards/${row.id}/reviews`, { rating: 3 })
  } else if (action === 'bring_back') {
    const back = await bringBack(client, row)
    if (!back || (back.token === null && !isThere)) return
    noteWrite(row.id, back.token ?? `deletion ${token}`, back.token === null)
    if (back.token === null) deletions.set(rowKey(row), `deletion ${token}`)
    else deletions.delete(rowKey(row))
  } else if (action === 'restore') {
    if (!seen || isThere || !isDone(await client.post(`${paths[row.type]}/${row.id}/restore`))) return
    noteWrite(row.id, seen.token)
    deletions.delete(rowKey(row))
  } else if (action === 'delete') {
    if (!isThere || !isDone(await client.json('DELETE', `/api/v1${paths[row.type]}/${row.id}`))) return
    noteWrite(row.id, `deletion ${token}`, true)
    deletions.set(rowKey(row), `deletion ${token}`)
  } else if (isThere) {
    if (await edit(client, row, token)) noteWrite(row.id, token)
  } else if (!seen) {
    const id = await create(client, row, token)
    if (id) noteWrite(id, token)
  }
}
