import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { rows, signedIn } from '../../../test/support/client'
import { randomDocument } from '../../../test/support/rows/random-document'
import { isWhole, share } from '../../../test/support/runs'
import { dump } from '../../../test/support/table-dump'
import { limitChunks } from '../../lib/db/sql'
import type { FindJobKind } from '../../lib/jobs/queries'
import { runStep } from '../../lib/jobs/run'
import { jobKindsOf } from '../jobs/kinds'
import { modes } from './steps'
import { begin, idOf, restore, stateOf } from './testing'

/** The database, whose next batch fails at its `at`th statement, or once it is written, with its answer lost. */
const failing = (at: number | 'after') =>
  ({
    prepare: (query: string) => env.DB.prepare(query),
    batch: async (statements: D1PreparedStatement[]) => {
      if (at === 'after') {
        await env.DB.batch(statements)
        throw new Error('cut off')
      }
      const broken = env.DB.prepare('SELECT abs(-9223372036854775807 - 1)')
      return env.DB.batch(statements.toSpliced(at, 0, broken))
    },
  }) as unknown as D1Database

const range = (count: number) => Array.from({ length: count }, (_, index) => index)

const present = (id: string) => rows('SELECT shadow_of FROM users WHERE id = ?', id)

test.each(modes)(
  'a restore (%s) that is cut off at any statement leaves the old data in place, and can go on',
  async (mode) => {
    limitChunks(8_000)
    const client = await signedIn()
    await restore(client, randomDocument(3, 9), 'replace')
    const userId = await idOf(client)
    const before = await stateOf(userId)
    const { job } = await begin(userId, randomDocument(4, 9), mode)
    const step = (db: D1Database) => runStep(db, userId, job.id, jobKindsOf(env))
    let cuts = 0
    for (let count = 0; count < 500; count += 1) {
      // Statements of a step are alike: its ends, and one in between.
      for (const at of share([0, 3, 7], 3, count)) {
        await expect(step(failing(at))).rejects.toThrow()
        cuts += 1
        expect(await present(userId)).toEqual([{ shadow_of: null }])
      }
      if (count % 5 === 0) expect(await stateOf(userId)).toEqual(before)
      const isThere = await rows("SELECT 1 FROM job_parts WHERE job_id = ? AND records NOT LIKE '%swap%'", job.id)
      if (isThere.length === 0) break
      await (count % 2 ? step(env.DB) : expect(step(failing('after'))).rejects.toThrow('cut off'))
    }
    expect(cuts).toBeGreaterThan(isWhole ? 10 : 4)
    // The swap, at every statement.
    const text = await dump(userId)
    for (const at of share(range(20), 3, modes.indexOf(mode))) {
      await expect(step(failing(at))).rejects.toThrow()
      expect(await dump(userId)).toBe(text)
      expect(await idOf(client)).toBe(userId)
    }
    expect(await stateOf(userId)).toEqual(before)
    await step(env.DB)
    expect(await idOf(client)).not.toBe(userId)
    expect(await stateOf(userId)).toEqual(before)
    limitChunks()
  },
)

test('each step of a restore is done once, though another request does it while it is planned', async () => {
  limitChunks(isWhole ? 2_000 : 8_000)
  const client = await signedIn()
  const document = randomDocument(6)
  await restore(client, document, 'replace')
  const userId = await idOf(client)
  const before = await stateOf(userId)
  const { preview, job } = await begin(userId, document, 'replace')
  const kindOf = jobKindsOf(env)
  const other = () => runStep(env.DB, userId, job.id, kindOf)
  const positions: number[] = []
  for (let isDone = false; !isDone; ) {
    let isMet = false
    const meeting: FindJobKind = async (name) => {
      const kind = await kindOf(name)
      if (!kind || isMet) return kind
      isMet = true
      return {
        ...kind,
        plan: async (...step) => {
          positions.push((await other())?.position ?? 0)
          return kind.plan(...step)
        },
      }
    }
    const done = await runStep(env.DB, userId, job.id, meeting)
    isDone = !done || done.finished_at !== null
  }
  expect(positions.length).toBeGreaterThan(3)
  expect(Math.max(...positions)).toBeLessThanOrEqual(preview.rows)
  expect(await stateOf(await idOf(client))).toEqual(before)
  limitChunks()
})

test('while a restore runs other writes are refused, with its job; stopped, it leaves what was there', async () => {
  const client = await signedIn()
  await client.post('/goals', { title: 'Mine' })
  const before = await stateOf(client.userId)
  const { job } = await begin(client.userId, randomDocument(5), 'replace')
  const refused = await client.json('POST', '/api/v1/projects', { name: 'Late' })
  expect([refused.status, refused.headers.get('Retry-After')]).toEqual([409, '30'])
  expect(await refused.json()).toMatchObject({ code: 'restoring', job: `/api/v1/jobs/${job.id}` })
  const usage = await client.json('POST', '/api/v1/usage', { events: [] })
  expect([usage.status, usage.headers.get('Retry-After')]).toEqual([409, '30'])
  expect(await (await client.post('/goals', { title: 'Late' }, { part: true })).text()).toContain(
    'Your data is being restored',
  )
  expect((await client.json('GET', '/api/v1/goals')).status).toBe(200)
  await runStep(env.DB, client.userId, job.id, jobKindsOf(env))
  expect((await client.post(`/jobs/${job.id}/cancel`)).status).toBe(303)
  expect(await stateOf(client.userId)).toEqual(before)
  expect((await client.post('/goals', { title: 'After' })).status).toBe(303)
  expect(await rows('SELECT shadow_until FROM users WHERE shadow_of = ?', client.userId)).toEqual([{ shadow_until: 0 }])
})
