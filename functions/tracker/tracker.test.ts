import { describe, expect, test } from 'vitest'
import { rows, signedIn } from '../../test/client'
import { inboxOf } from '../sync/testing'
import { cardRow, planRow, sessionRow, trackerOf } from './testing'

const countOf = async (table: string, userId: string) =>
  (await rows<{ count: number }>(`SELECT count(*) AS count FROM ${table} WHERE user_id = ?`, userId))[0]?.count

describe('two devices of the tracker', () => {
  test('end up equal with 1,300 cards in 400 plans, and then hear of nothing', async () => {
    const client = await signedIn({ time_zone: 'Europe/Paris' })
    const [one, two] = [await trackerOf(client, 'one'), await trackerOf(client)]
    for (let at = 0; at < 400; at += 1) one.write('plan', `p${at}`, planRow({ title: `Knots ${at}` }))
    for (let at = 0; at < 1_300; at += 1)
      one.write('card', `c${at}`, cardRow({ plan_id: `p${at % 400}`, question: `Which knot ${at}?` }))
    one.write('session', 's1', sessionRow({ plan_id: 'p1', chunk_id: 'c1' }))
    const first = await one.sync()
    expect(first.results.filter(({ status }) => status !== 'applied')).toEqual([])
    expect((await one.sync()).cards).toEqual([])
    const received = await two.sync()
    expect(new Set([...received.plans, ...received.cards].map(({ action }) => action))).toEqual(new Set(['create']))
    expect(two.rows.size).toBe(1_701)
    expect(two.rows).toEqual(one.rows)
    expect(two.rows.get('plan p1')).toMatchObject({ status: 'active', tags: '["rope"]', user_id: client.userId })
    expect(await countOf('cards', client.userId)).toBe(1_300)
    expect(await inboxOf(client.userId)).toEqual([])
    expect(await rows('SELECT DISTINCT status FROM plans WHERE user_id = ?', client.userId)).toEqual([
      { status: 'in_progress' },
    ])
  })
})
