import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cost, rows, signedIn } from '../../../test/support/client'
import { wrongSums } from '../../../test/support/models/sums'
import { runs } from '../../../test/support/runs'
import { day } from '../../../test/support/times'
import { putPlan } from '../plans/testing'
import { addCard, rate, undo } from './reviews/testing'

const navCount = (html: string) => /<span id="nav-cards"[^>]*>([^<]*)</.exec(html)?.[1]

const dueOf = async (client: Awaited<ReturnType<typeof signedIn>>, plan = 'p') =>
  (await (await client.get(`/api/v1/plans/${plan}`)).json<{ cards_due: number }>()).cards_due

describe('cards due', () => {
  test('are counted with every write of a card, its reviews and its plan', async () => {
    const step = fc.record({
      action: fc.constantFrom(
        'add',
        'rate',
        'rate',
        'late',
        'undo',
        'suspend',
        'resume',
        'delete',
        'restore',
        'move',
        'switch',
      ),
      card: fc.nat(3),
      rating: fc.constantFrom(1, 2, 3, 4),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 14 }), async (steps) => {
        const client = await signedIn()
        await putPlan(client, 'p', 'P')
        const ids = [await addCard(client, { plan_id: 'p' }), await addCard(client)]
        for (const [index, { action, card, rating }] of steps.entries()) {
          const id = ids[card % ids.length] ?? ''
          const late = action === 'late' ? 40 * day : 0
          if (action === 'add') ids.push(await addCard(client, { plan_id: card % 2 ? 'p' : null }))
          else if (action === 'rate' || action === 'late')
            await rate(client, id, { id: `r${index}`, rating, at: Date.now() - 20 * day + index * day - late })
          else if (action === 'undo') await undo(client, id)
          else if (action === 'move')
            await client.json('PATCH', `/api/v1/cards/${id}`, { plan_id: card % 2 ? 'p' : null })
          else if (action === 'switch')
            await client.json('PATCH', '/api/v1/plans/p', { scheduler: rating % 2 ? 'fsrs' : 'sm2' })
          else await client.post(`/cards/${id}/${action}`)
          expect(await wrongSums(client.userId)).toEqual([])
        }
      }),
      { numRuns: runs(60) },
    )
  })

  test('are in a plan’s JSON, in the list and on the pages, with a link to their review', async () => {
    const client = await signedIn({ new_cards_a_day: 3 })
    await putPlan(client, 'p', 'P')
    await putPlan(client, 'q', 'Q')
    const ids = []
    for (let n = 0; n < 4; n += 1) ids.push(await addCard(client, { plan_id: 'p' }))
    await addCard(client)
    expect([await dueOf(client), await dueOf(client, 'q')]).toEqual([3, 0])
    const { items } = await (await client.get('/api/v1/plans')).json<{ items: { cards_due: number }[] }>()
    expect(items.map(({ cards_due }) => cards_due)).toEqual([3, 0])
    const list = await (await client.get('/plans')).text()
    expect(list).toMatch(/href="\/review\?plan=p"[^>]*>3 cards due</)
    expect(list).not.toContain('/review?plan=q')
    expect(await (await client.get('/plans/p')).text()).toMatch(/3 cards due[\s\S]*href="\/review\?plan=p"/)
    await rate(client, ids[0] ?? '', { id: 'r', rating: 3, at: Date.now() })
    expect(await dueOf(client)).toBe(2)
    await rows("UPDATE cards SET next_review = '2026-01-01' WHERE user_id = ? AND id = ?", client.userId, ids[0])
    expect(await dueOf(client)).toBe(3)
    await client.post(`/cards/${ids[0]}/suspend`)
    expect(await dueOf(client)).toBe(2)
  })

  test('stand in the navigation and follow each write at once, without a further trip', async () => {
    const client = await signedIn()
    const page = await client.get('/goals')
    expect(navCount(await page.text())).toBe('')
    const ids = [await addCard(client), await addCard(client)]
    const again = await client.get('/goals')
    expect(navCount(await again.text())).toBe('2 due')
    expect(cost(again).trips).toBe(cost(page).trips)
    await client.post(`/review/${ids[0]}`, { rating: '4' }, { part: true })
    expect(navCount(await (await client.get('/goals')).text())).toBe('1 due')
    const suspended = await client.post(`/cards/${ids[1]}/suspend`, {}, { part: true, page: '/cards' })
    expect(navCount(await suspended.text())).toBe('')
    const added = await client.post('/cards', { question: 'a', answer: 'b' }, { part: true, page: '/cards' })
    expect(navCount(await added.text())).toBe('1 due')
  })
})
