import { describe, expect, test } from 'vitest'
import { signedIn } from '../../../test/support/client'
import { routes } from '../../../test/support/routes'
import { create, deviceOf, planText, sessionData } from './testing'

const at = Date.parse('2026-05-04T12:00:00Z')
const content =
  '---\nid: knots\ntitle: Knots\nstatus: in-progress\ntags: [rope]\n---\n\n## Chunk 1: Bowline {#c1}\n**Duration**: 30 minutes\n'

describe('a sync', () => {
  test('stores what a device sends, and gives it to others alone', async () => {
    const client = await signedIn()
    const [laptop, phone] = [deviceOf(client), deviceOf(client, 'phone')]
    const sent = await laptop.sync({
      plans: [
        create(
          'knots',
          { content, title: 'Knots', status: 'in-progress', tags: ['rope'], total_hours: null, created_at: at },
          at,
        ),
      ],
      sessions: [create('s1', sessionData({ plan_id: 'knots', chunk_id: 'c1' }), at)],
      cards: [create('k1', { plan_id: 'knots', question: 'Which knot?', answer: 'The bowline' }, at)],
    })
    expect(sent.results.map(({ status, reason }) => [status, reason])).toEqual([
      ['applied', undefined],
      ['applied', undefined],
      ['applied', undefined],
    ])
    expect([sent.plans, sent.sessions, sent.cards, sent.has_more]).toEqual([[], [], [], false])
    const received = await phone.sync()
    expect(received).toMatchObject({
      plans: [{ id: 'knots', data: { content } }],
      sessions: [{ id: 's1', data: sessionData({ plan_id: 'knots', chunk_id: 'c1' }) }],
      cards: [{ id: 'k1', updated_at: at }],
    })
    expect(await laptop.sync()).toMatchObject({ plans: [], sessions: [], cards: [], has_more: false })
  })

  test('refuses a row where its address is that of another page, or of a folder', async () => {
    const client = await signedIn()
    const device = deviceOf(client)
    const idsOf = (list: string) => {
      const beside = Object.keys(routes).flatMap((route) => route.split(` ${list}/`)[1]?.split('/')[0] ?? [])
      return ['.', '..', ...new Set(beside.filter((id) => !id.startsWith(':')))]
    }
    const ids = { plans: idsOf('/plans'), sessions: idsOf('/sessions'), cards: idsOf('/cards') }
    ids.sessions.push(...idsOf('/api/v1/sessions'))
    ids.cards.push(...idsOf('/api/v1/cards'))
    const { results } = await device.sync({
      plans: ids.plans.map((id) => create(id, { content: planText(`"${id}"`) }, at)),
      sessions: ids.sessions.map((id) => create(id, sessionData(), at)),
      cards: ids.cards.map((id) => create(id, { question: 'Which knot?', answer: 'The bowline' }, at)),
    })
    expect(results.length).toBeGreaterThan(15)
    expect(results.filter(({ status }) => status !== 'rejected')).toEqual([])
  })
})
