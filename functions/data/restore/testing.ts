import { env } from 'cloudflare:workers'
import { expect } from 'vitest'
import { type Client, rows } from '../../../test/support/client'
import { runStep } from '../../lib/jobs/run'
import { jobKindsOf } from '../jobs/kinds'
import { beginRestore } from './begin'
import { jsonSource, previewRestore } from './preview'
import type { Mode } from './steps'

export const bytesOf = (text: string) => new Blob([text]).stream() as ReadableStream<Uint8Array>

/** The id that a person has now: a restore gives them another. */
export const idOf = async ({ cookie: _, userId }: Client) => {
  const [row] = await rows<{ id: string }>('SELECT id FROM users WHERE email = ?', `${userId}@example.com`)
  return row?.id ?? ''
}

export const exportOf = async (client: Client): Promise<Record<string, Record<string, unknown>[]>> =>
  (await client.get('/api/v1/export')).json()

/** Tables that are not part of the state: sign-ins, what runs, and what a restore leaves out. */
const apart = [
  ...[
    'web_sessions',
    'passkeys',
    'oidc_subjects',
    'program_sessions',
    'api_tokens',
    'idempotency_keys',
    'jobs',
    'job_parts',
    'ledger_edits',
  ],
  ...['changes', 'change_parts', 'visits', 'plan_texts', 'change_heads', 'backups'],
  ...['sync_devices', 'sync_writes', 'sync_tombstones', 'sync_conflicts', 'sync_waiting', 'calendars', 'feeds'],
  ...['push_subscriptions', 'reminder_deliveries', 'reminder_runs'],
]

const sorted = (value: unknown): unknown =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(
        Object.entries(value)
          .sort()
          .map(([name, member]) => [name, sorted(member)]),
      )
    : value

/** Sums are JSON whose members stand in the order in which rows came. */
const inOrder = (row: string) =>
  JSON.parse(`[${row}]`).map((value: unknown) => {
    if (typeof value !== 'string' || !value.startsWith('{')) return value
    try {
      return JSON.stringify(sorted(JSON.parse(value)))
    } catch {
      return value
    }
  })

/** Everything that a person has, without their id, the change sequence and numbers that the database gives. */
export const stateOf = async (userId: string) => {
  const columns = await rows<{ name: string; columns: string }>(
    `SELECT tables.name, group_concat('json_quote("' || columns.name || '")', " || ',' || ") AS columns
     FROM sqlite_master AS tables JOIN pragma_table_info(tables.name) AS columns
     WHERE tables.type = 'table' AND tables.sql LIKE '%user_id%' AND tables.name NOT LIKE 'search_index%'
       AND columns.name NOT IN ('user_id', 'seq', 'number')
     GROUP BY tables.name ORDER BY tables.name`,
  )
  const lines: string[] = []
  for (const { name, columns: list } of columns.filter((one) => !apart.includes(one.name) && one.name !== 'users')) {
    const found = await rows<{ row: string }>(
      `SELECT ${list} AS row FROM "${name}" WHERE user_id = ? ORDER BY 1`,
      userId,
    )
    lines.push(...found.map(({ row }) => `${name} ${JSON.stringify(inOrder(row))}`))
  }
  const [user] = await rows('SELECT username, preferences, latest_day, next_planned_at FROM users WHERE id = ?', userId)
  const [head] = await rows<{ earned: string | null }>('SELECT earned FROM change_heads WHERE user_id = ?', userId)
  return [...lines.sort(), JSON.stringify(user), JSON.stringify(sorted(JSON.parse(head?.earned ?? 'null')))]
}

export const begin = async (userId: string, document: object | string, mode: Mode) => {
  const data = bytesOf(typeof document === 'string' ? document : JSON.stringify(document))
  const preview = await previewRestore(env, userId, jsonSource('daymark.json', data), Date.now())
  const { job } = await beginRestore(env, userId, preview, mode)
  return { preview, job }
}

/** Restores a document as a whole. */
export const restore = async (client: Client, document: object | string, mode: Mode) => {
  const userId = await idOf(client)
  const { preview, job } = await begin(userId, document, mode)
  let count = 0
  for (;;) {
    const done = await runStep(env.DB, userId, job.id, jobKindsOf(env))
    count += 1
    if (!done || done.finished_at !== null) break
  }
  expect(await idOf(client)).not.toBe(userId)
  return { preview, job, steps: count }
}
