import { env } from 'cloudflare:workers'
import { type Client, type FormFields, rows } from '../../../test/support/client'
import { dump } from '../../../test/support/table-dump'

const tablesWithSeq = [
  ...['sessions', 'projects', 'plans', 'goals', 'learnings', 'feedback', 'meetings', 'people'],
  ...['tasks', 'cards', 'inactive_tags', 'removed_categories', 'organizations', 'reviews', 'skills'],
  ...['energy_checkins', 'views', 'reports'],
]

/** All that a person has, without the numbers of the change sequence and the former texts that wait for stale edits. */
export const state = async (client: Client) => {
  const queries = [
    'DELETE FROM ledger_edits WHERE user_id = ?',
    'DELETE FROM plan_texts WHERE user_id = ?',
    'UPDATE change_heads SET seq = 0, stats_seq = 0, written_on = NULL, rows_written = 0 WHERE user_id = ?',
    ...tablesWithSeq.map((table) => `UPDATE ${table} SET seq = 0 WHERE user_id = ?`),
  ]
  await env.DB.batch(queries.map((query) => env.DB.prepare(query).bind(client.userId)))
  return dump(client.userId)
}

/** Undoes the latest change of a person. */
export const undoLast = async (client: Client) => {
  const [row] = await rows<{ id: string }>('SELECT id FROM changes WHERE user_id = ? ORDER BY id DESC', client.userId)
  return client.post(`/changes/${row?.id}/undo`)
}

/** The message of a redirect, with its Undo. */
export const flashed = (answer: Response) => decodeURIComponent(answer.headers.get('Set-Cookie') ?? '')

/** Acts on selected rows of a list. */
export const actOn = (client: Client, path: string, act: string, ids: string | string[], values: FormFields = {}) =>
  client.post(`${path}/selected`, { ids, act, typed: act, ...values })
