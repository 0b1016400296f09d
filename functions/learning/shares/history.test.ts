import { env } from 'cloudflare:workers'
import { beforeEach, expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../test/support/client'
import { tidyAll } from '../../lib/hooks'
import { importPlan, knotsText, storedPlan } from '../plans/testing'
import { shareWith } from './testing'

let owner: Client
let early: Client
let late: Client

beforeEach(async () => {
  ;[owner, early, late] = [await signedIn(), await signedIn(), await signedIn()]
  await importPlan(owner, knotsText('knots'))
})

const secret = 'for my lawyer only'

const retitled = async (title: string, client = owner) => {
  expect((await client.json('PATCH', '/api/v1/plans/knots/chunks/chunk-001', { title })).status).toBe(200)
}

const historyOf = async (client: Client, query = '', plan = 'knots') =>
  (await client.get(`/plans/${plan}/history${query}`)).text()

const versionsIn = (html: string) =>
  [...html.matchAll(/>Version (?:<!-- -->)?(\d+)</g)].map(([, number]) => Number(number))

/** Looks for the words on each page of the history. */
const seesSecret = async (client: Client, plan?: string) =>
  (
    await Promise.all(
      ['', '?before=2', '?before=3', '?before=4', '?before=99'].map((query) => historyOf(client, query, plan)),
    )
  ).some((html) => html.includes(secret))

const bringsBack = async (client: Client, version: number) =>
  (await client.post(`/plans/knots/history/${version}/restore`)).status

test('a member sees the versions from the text on that they accepted, the owner all', async () => {
  await shareWith(owner, 'knots', early, 'edit')
  await retitled(secret)
  await retitled('Harmless')
  await shareWith(owner, 'knots', late, 'edit')
  expect(versionsIn(await historyOf(late))).toEqual([3])
  expect(await historyOf(late)).not.toContain('first version')
  await retitled('Another', early)
  expect(versionsIn(await historyOf(owner))).toEqual([4, 3, 2, 1])
  expect(versionsIn(await historyOf(early))).toEqual([4, 3, 2, 1])
  expect(versionsIn(await historyOf(late))).toEqual([4, 3])
  expect([await seesSecret(owner), await seesSecret(early), await seesSecret(late)]).toEqual([true, true, false])
  expect([await bringsBack(late, 1), await bringsBack(late, 2), await bringsBack(late, 77)]).toEqual([404, 404, 404])
  expect((await storedPlan(owner, 'knots')).content).toContain('Another')
  expect(await bringsBack(late, 3)).toBe(303)
  expect((await storedPlan(early, 'knots')).content).toContain('Harmless')
  expect(await bringsBack(early, 2)).toBe(303)
  expect((await storedPlan(owner, 'knots')).content).toContain(secret)
})

test('a reader who accepts before the first change sees what they accepted', async () => {
  await retitled(secret)
  await retitled('Harmless')
  await shareWith(owner, 'knots', early)
  await shareWith(owner, 'knots', late)
  expect(versionsIn(await historyOf(late))).toEqual([])
  await retitled('Another')
  for (const client of [early, late]) {
    expect(versionsIn(await historyOf(client))).toEqual([2, 1])
    expect(await seesSecret(client)).toBe(false)
  }
})

test('after the last share nobody who is invited anew sees what was written before', async () => {
  const share = await shareWith(owner, 'knots', early)
  await retitled(secret)
  await owner.post(`/plans/knots/share/${share.id}/revoke`)
  expect((await early.get('/plans/knots/history')).status).toBe(404)
  await retitled('Harmless')
  for (const client of [early, late]) {
    const { copy } = await shareWith(owner, 'knots', client)
    expect(versionsIn(await historyOf(client, '', copy))).toEqual([3])
    expect(await seesSecret(client, copy)).toBe(false)
  }
  expect(await seesSecret(owner)).toBe(true)
  await retitled('Shared')
  expect(versionsIn(await historyOf(late))).toEqual([4, 3])
})

/** Ways in which the last share of a plan ends. */
const ends: [name: string, end: (share: string) => Promise<unknown>][] = [
  ['the owner takes it back', (id) => owner.post(`/plans/knots/share/${id}/revoke`)],
  ['the member gives it back', (id) => early.post(`/shared/${id}/leave`)],
  ['the account of the member goes', () => rows('DELETE FROM users WHERE id = ?', early.userId)],
]

const daysLater = (days: number) => tidyAll(env, owner.userId, Date.now() + days * 86_400_000)

test.each(ends)('no edit adds a version after %s', async (_name, end) => {
  const { id } = await shareWith(owner, 'knots', early)
  await retitled('One')
  expect(await historyOf(owner)).not.toContain('Nobody shares this plan')
  await end(id)
  await retitled(secret)
  const html = await historyOf(owner)
  expect([versionsIn(html), html.includes('Present'), html.includes(secret)]).toEqual([[2, 1], false, false])
  expect(html).toContain('This plan is no longer shared')
  expect(await bringsBack(owner, 2)).toBe(303)
  expect((await storedPlan(owner, 'knots')).content).toContain('One')
  expect(await historyOf(owner)).toContain('Present')
})

test('versions are kept for 30 days after the last share, from the last one on', async () => {
  const share = await shareWith(owner, 'knots', early)
  await retitled('One')
  const versions = async () => versionsIn(await historyOf(owner))
  await daysLater(100)
  await owner.post(`/plans/knots/share/${share.id}/revoke`)
  await daysLater(100)
  await daysLater(129)
  expect(await versions()).toEqual([2, 1])
  const again = await shareWith(owner, 'knots', early)
  await daysLater(129.5)
  await owner.post(`/plans/knots/share/${again.id}/revoke`)
  await daysLater(130)
  await daysLater(159)
  expect(await versions()).toEqual([2, 1])
  await daysLater(160)
  expect(await versions()).toEqual([])
  const { copy } = await shareWith(owner, 'knots', early)
  await retitled('Two')
  expect(versionsIn(await historyOf(early, '', copy))).toEqual([2, 1])
})

test('a member whose data is being restored shares the plan all the same', async () => {
  await shareWith(owner, 'knots', early)
  await rows("UPDATE change_heads SET restore_id = 'r' WHERE user_id = ?", early.userId)
  await retitled('One')
  expect(versionsIn(await historyOf(owner))).toEqual([2, 1])
})

test('a plan that was deleted, brought back, edited and shared anew shows no former version', async () => {
  await shareWith(owner, 'knots', early)
  await retitled('One')
  await retitled(secret)
  expect((await owner.json('DELETE', '/api/v1/plans/knots')).status).toBe(204)
  expect((await owner.post('/plans/knots/restore')).status).toBe(303)
  expect(await rows('SELECT shared_at FROM plans WHERE user_id = ? AND id = ?', owner.userId, 'knots')).toEqual([
    { shared_at: null },
  ])
  await retitled('Harmless')
  await shareWith(owner, 'knots', late)
  expect(versionsIn(await historyOf(late))).toEqual([4])
  await retitled('Another')
  expect(versionsIn(await historyOf(late))).toEqual([5, 4])
  expect(await seesSecret(late)).toBe(false)
})

test('what a device calls the day of a copy opens no earlier version', async () => {
  await shareWith(owner, 'knots', early)
  await retitled(secret)
  await retitled('Harmless')
  await shareWith(owner, 'knots', late, 'edit')
  await rows('UPDATE plans SET created_at = 1 WHERE user_id = ?', late.userId)
  expect(versionsIn(await historyOf(late))).toEqual([3])
})
