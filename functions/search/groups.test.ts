import { describe, expect, test } from 'vitest'
import { cost, signedIn } from '../../test/client'
import { putGoal, putProject, words } from '../sessions/testing'

describe('results', () => {
  test('list goals and projects before sessions, and sessions of a title and project in one row', async () => {
    const client = await signedIn()
    const project = await putProject(client, 'Standup tool')
    for (const [date, duration, project_id] of [
      ['2026-03-03', '15m', ''],
      ['2026-03-05', '20m', ''],
      ['2026-03-04', '25m', ''],
      ['2026-03-06', '1h', project],
      ['2026-03-07', '1h', project],
    ] as const) {
      await client.post('/sessions', { title: 'Standup "daily"', date, started_at: '09:00', duration, project_id })
    }
    await client.post('/sessions', { title: 'Standup notes', date: '2026-03-08', started_at: '09:00', duration: '5m' })
    await putGoal(client, 'Shorter standups')
    const answer = await client.get('/search?q=standup')
    const html = await answer.text()
    const order = ['id="found-goal"', 'id="found-project"', 'id="found-session"'].map((id) => html.indexOf(id))
    expect(order).toEqual(order.toSorted((a, b) => a - b))
    expect(order[0]).toBeGreaterThan(0)
    expect(html.match(/<li id="found-\d+"/g)).toHaveLength(5)
    const text = words(html)
    expect(text).toContain('3 sessions')
    expect(text).toContain('latest Thu 5 Mar')
    expect(html).toContain('href="/sessions?q=%22Standup++daily+%22&amp;subject=project:none"')
    expect(html).toContain(`subject=project:${project}"`)
    expect(cost(answer).read).toBeLessThan(100)
    const only = await (await client.get('/search?q=standup&kind=session')).text()
    expect(only).not.toContain('id="found-goal"')
    expect(only.match(/<li id="found-\d+"/g)).toHaveLength(3)
  })

  test('of everything have the words of reviews and the introductions of evidence', async () => {
    const client = await signedIn()
    await client.json('POST', '/api/v1/reviews', { period: 'week', date: '2026-03-02', words: 'A quiet estuary' })
    const draft = { title: 'Half a year', from_date: '2026-01-01', to_date: '2026-03-01' }
    await client.json('POST', '/api/v1/evidence', { ...draft, introduction: 'What the estuary needed' })
    const html = await (await client.get('/search?q=estuary')).text()
    expect(html).toContain('id="found-review"')
    expect(html).toContain('id="found-evidence"')
  })

  test('of one letter are whole words', async () => {
    const client = await signedIn()
    await putGoal(client, 'Plan B')
    await putGoal(client, 'Bees')
    const html = await (await client.get('/search?q=b')).text()
    expect([html.includes('Plan'), html.includes('Bees')]).toEqual([true, false])
    expect(await (await client.get('/search?q=%2B')).text()).toContain('Enter a letter or a digit')
  })

  test('that go on say so', async () => {
    const client = await signedIn()
    for (let made = 0; made < 7; made += 1) await putGoal(client, `Standup ${made}`)
    const html = await (await client.get('/search?q=standup')).text()
    expect(html).toContain('href="/search?q=standup&amp;kind=goal">All goals</a>')
    expect((await (await client.get('/search?q=standup&kind=goal')).text()).match(/<li id="found-/g)).toHaveLength(7)
  })

  test('count characters, not UTF-16 units', async () => {
    const client = await signedIn()
    for (const path of ['/search', '/api/v1/search']) {
      expect((await client.get(`${path}?q=${encodeURIComponent('🦊'.repeat(199))}a`)).status).toBe(200)
      expect((await client.get(`${path}?q=${encodeURIComponent('🦊'.repeat(200))}a`)).status).toBe(422)
    }
  })
})
