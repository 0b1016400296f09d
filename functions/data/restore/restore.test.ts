import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { followed, request, rows, signedIn } from '../../../test/support/client'
import { wrongSums } from '../../../test/support/models/sums'
import { randomDocument } from '../../../test/support/rows/random-document'
import { runs } from '../../../test/support/runs'
import { putPlan } from '../../learning/plans/testing'
import { findUndoState } from '../backups/queries'
import { undoRestore } from './swap'
import { exportOf, idOf, restore, stateOf } from './testing'

const head = async (id: string) =>
  (await rows<{ seq: number; epoch: number }>('SELECT seq, epoch FROM change_heads WHERE user_id = ?', id))[0]

test('restoring an export gives what it was made from, table by table', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 1e6 }), async (seed) => {
      const [client, other] = [await signedIn(), await signedIn()]
      await restore(client, randomDocument(seed), 'replace')
      const [first, before] = [await idOf(client), await head(await idOf(client))]
      const state = await stateOf(first)
      const document = await exportOf(client)
      const { preview } = await restore(client, document, 'replace')
      expect(Object.values(preview.counts.replace).filter((one) => one.added + one.changed + one.removed > 0)).toEqual(
        [],
      )
      const after = await idOf(client)
      expect(await stateOf(after)).toEqual(state)
      expect(await wrongSums(after)).toEqual([])
      expect((await head(after))?.epoch).toBe((before?.epoch ?? 0) + 1)
      expect((await head(after))?.seq).toBeGreaterThan(before?.seq ?? 0)
      await restore(client, randomDocument(seed + 1), 'replace')
      const present = await idOf(client)
      const kept = await findUndoState(env.DB, present, Date.now())
      expect(kept?.id).toBe(after)
      expect(await undoRestore(env, present, after)).toBe(after)
      expect(await stateOf(after)).toEqual(state)
      expect(await idOf(client)).toBe(after)
      expect((await rows('SELECT 1 FROM goals WHERE user_id = ?', other.userId)).length).toBe(0)
    }),
    { numRuns: runs(10), endOnFailure: true },
  )
})

test('chunks keep the day on which they were finished, by either mode', async () => {
  const client = await signedIn()
  await putPlan(client, 'knots', 'Knots', { bowline: 'completed', hitch: 'completed', bend: 'not-started' })
  await rows("UPDATE plan_chunks SET completed_on = '2026-03-08' WHERE user_id = ? AND id = 'hitch'", client.userId)
  const days = async () =>
    rows('SELECT id, completed_on FROM plan_chunks WHERE user_id = ? ORDER BY id', await idOf(client))
  const document = await exportOf(client)
  for (const mode of ['replace', 'merge'] as const) {
    await restore(client, document, mode)
    expect(await days()).toEqual([
      { id: 'bend', completed_on: null },
      { id: 'bowline', completed_on: null },
      { id: 'hitch', completed_on: '2026-03-08' },
    ])
  }
})

test('sessions of an export without hours get theirs', async () => {
  const client = await signedIn()
  await restore(client, randomDocument(1), 'replace')
  const [document, state] = [await exportOf(client), await stateOf(await idOf(client))]
  const sessions = document.sessions?.map(({ hours: _, ...session }) => session)
  await restore(client, { ...document, sessions }, 'replace')
  expect(await stateOf(await idOf(client))).toEqual(state)
})

test('lists that a restore leaves out are counted, in the answer and in the preview', async () => {
  const client = await signedIn()
  const document = await exportOf(client)
  const files = [
    { plan_id: 'a', content: '' },
    { plan_id: 'b', content: '' },
  ]
  const text = JSON.stringify({ ...document, card_files: files })
  const answer = await client.json('POST', '/api/v1/restore?mode=merge&dry_run=true', text)
  expect(await answer.json()).toMatchObject({
    ...{ left_out_count: 1, job: null },
    left_out: [{ line: 0, what: '2 of “card_files”', reason: 'Their cards come in by themselves.' }],
  })
  const file = new File([text], 'export.json', { type: 'application/json' })
  const page = await followed(client, await client.post('/settings/backups/restore', { file }))
  expect(await page.text()).toContain('2 of “card_files”')
})

test('sealed reports and public plans keep their addresses, feeds always, and a file that lacks them says so before', async () => {
  const client = await signedIn()
  const empty = await exportOf(client)
  await putPlan(client, 'knots', 'Knots', { bowline: 'completed' })
  const { url } = await (await client.json('POST', '/api/v1/plans/knots/link')).json<{ url: string }>()
  const week = { title: 'March', from: '2026-03-02', to: '2026-03-08', seal: true }
  const made = await client.json('POST', '/api/v1/reports', week)
  const { id, sealed_url } = await made.json<{ id: string; sealed_url: string }>()
  const added = await client.json('POST', '/api/v1/me/feeds', { name: 'Phone', contains: ['goals'] })
  const feed = await added.json<{ url: string }>()
  const paths = [url, sealed_url, feed.url].map((address) => new URL(address).pathname)
  const statuses = () => Promise.all(paths.map(async (path) => (await request(path)).status))
  const document = await exportOf(client)
  for (const mode of ['replace', 'merge'] as const) {
    const { preview } = await restore(client, document, mode)
    expect([preview.ended_addresses, await statuses()]).toEqual([0, [200, 200, 200]])
  }
  expect((await client.get(`/api/v1/reports/${id}/seal`)).status).toBe(200)
  const tried = await client.json('POST', '/api/v1/restore?mode=replace&dry_run=true', empty)
  expect(await tried.json()).toMatchObject({ ended_addresses: 2 })
  const merged = await restore(client, empty, 'merge')
  expect([merged.preview.ended_addresses, await statuses()]).toEqual([2, [200, 200, 200]])
  const before = await idOf(client)
  await restore(client, empty, 'replace')
  expect(await statuses()).toEqual([404, 404, 200])
  await undoRestore(env, await idOf(client), before)
  expect(await statuses()).toEqual([200, 200, 200])
  // A new address of the same plan takes the place of the kept one.
  await restore(client, empty, 'replace')
  const restored = await idOf(client)
  await putPlan({ ...client, userId: restored }, 'knots', 'Knots', { bowline: 'completed' })
  const again = await (await client.json('POST', '/api/v1/plans/knots/link')).json<{ url: string }>()
  await undoRestore(env, restored, before)
  expect([...(await statuses()), (await request(new URL(again.url).pathname)).status]).toEqual([404, 200, 200, 200])
})
