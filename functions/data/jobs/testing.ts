import { env } from 'cloudflare:workers'
import { expect } from 'vitest'
import { seededRandom } from '../../../scripts/history/random'
import { type Client, rows } from '../../../test/support/client'
import { dump } from '../../../test/support/table-dump'
import { meterDatabase, noCost } from '../../lib/db/reads'
import { runStep } from '../../lib/jobs/run'
import { jobKind } from './kinds'

/** The id of a person's unfinished job. */
export const runningJob = async ({ userId }: Client) =>
  (await rows<{ id: string }>('SELECT id FROM jobs WHERE user_id = ? AND finished_at IS NULL', userId))[0]?.id

/** Does the steps of a person's unfinished job, if there is one, until it is finished. */
export const finishJob = async (client: Client) => {
  const id = await runningJob(client)
  while (id !== undefined && (await runningJob(client)) === id) {
    expect((await client.post(`/jobs/${id}/step`, {}, { part: true })).status).toBeLessThan(300)
  }
  return id
}

/** Everything that a person has but jobs, without what numbers and moments differ by. */
export const state = async ({ userId }: Client) => {
  const projects = await rows<{ id: string; name_key: string }>(
    'SELECT id, name_key FROM projects WHERE user_id = ? ORDER BY name_key',
    userId,
  )
  const organizations = await rows<{ id: string; name: string }>(
    'SELECT id, name FROM organizations WHERE user_id = ?',
    userId,
  )
  const imports = await rows<{ id: string }>('SELECT id FROM imports WHERE user_id = ? ORDER BY id', userId)
  const named = [
    [userId, 'person'],
    [userId.replaceAll('-', ''), 'person'],
    ...projects.map(({ id }, index) => [id, `project ${index}`]),
    ...imports.map(({ id }, index) => [id, `import ${index}`]),
    ...organizations.map(({ id, name }) => [id, `organization ${name}`]),
  ]
  const clear = ['sessions', 'projects', 'organizations', 'imports'].map(
    (table) =>
      `UPDATE ${table} SET seq = 0, created_at = 0${table === 'imports' ? '' : ', updated_at = 0'} WHERE user_id = ?`,
  )
  await env.DB.batch(
    [
      ...clear,
      'UPDATE change_heads SET seq = 0, stats_seq = 0, written_on = NULL, rows_written = 0 WHERE user_id = ?',
      'UPDATE ledger_edits SET at = 0 WHERE user_id = ?',
    ].map((query) => env.DB.prepare(query).bind(userId)),
  )
  const text = named.reduce((all, [id = '', name = '']) => all.replaceAll(id, name), await dump(userId))
  return text
    .split('\n')
    .filter((line) => !/^(jobs|job_parts|users|idempotency_keys|rate_limits) /.test(line))
    .map((line) => line.replace(/^sessions \d+,/, 'sessions ').replace(/^(ledger_edits "person",0),\d+,/, '$1,'))
    .sort()
    .join('\n')
}

/** A few of the lines that only one of two states has. The journal of edits also tells of what was undone. */
export const differences = (a: string, b: string, { journal = true } = {}) => {
  const [as, bs] = [a, b].map(
    (text) => new Set(text.split('\n').filter((line) => journal || !line.startsWith('ledger_edits '))),
  )
  const only = [...(as ?? [])].filter((line) => !bs?.has(line)).concat([...(bs ?? [])].filter((line) => !as?.has(line)))
  return only.map((line) => line.slice(0, 200)).slice(0, 3)
}

const broken = 'SELECT abs(-9223372036854775807 - 1)'

/** The database, which fails in its next batch but `skipped`: before, inside or after it. */
const failing = (skipped: number, random: () => number): D1Database => {
  let left = skipped
  return {
    prepare: (query: string) => env.DB.prepare(query),
    batch: async (statements: D1PreparedStatement[]) => {
      left -= 1
      if (left >= 0) return env.DB.batch(statements)
      if (random() < 0.2) throw new Error('killed before')
      if (random() < 0.3) {
        await env.DB.batch(statements)
        throw new Error('killed after')
      }
      const at = Math.floor(random() * (statements.length + 1))
      return env.DB.batch(statements.toSpliced(at, 0, env.DB.prepare(broken)))
    },
  } as unknown as D1Database
}

/** Does the steps of a job, killed `kills` times on the way. */
export const finishThoughKilled = async ({ userId }: Client, id: string, kills: number) => {
  const { next } = seededRandom(Number(env.SEED))
  let killed = 0
  for (;;) {
    const db = killed < kills ? failing(Math.floor(next() * 2), next) : env.DB
    try {
      const first = await runStep(db, userId, id, jobKind)
      const job = first && !first.finished_at ? await runStep(db, userId, id, jobKind) : first
      if (!job || job.finished_at) return killed
    } catch (error) {
      if (!/killed|integer overflow/.test(String(error))) throw error
      killed += 1
    }
  }
}

/** Most rows that one batch of a job wrote, while all of its steps are done, each in three round trips at most. */
export const mostRows = async ({ userId }: Client, id: string) => {
  const most = { rows: 0 }
  const counting = {
    prepare: (query: string) => env.DB.prepare(query),
    batch: async (statements: D1PreparedStatement[]) => {
      const results = await env.DB.batch(statements)
      most.rows = Math.max(
        most.rows,
        results.reduce((sum, { meta }) => sum + meta.rows_written, 0),
      )
      return results
    },
  } as unknown as D1Database
  for (;;) {
    const spent = noCost()
    const job = await runStep(meterDatabase(counting, spent), userId, id, jobKind)
    // The job, the reads that the step is planned from, and the batch.
    expect(spent.trips).toBeLessThanOrEqual(3)
    if (job?.finished_at !== null) return most.rows
  }
}
