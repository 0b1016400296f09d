import { describe, expect, test, vi } from 'vitest'
import { signedIn } from '../../../../test/support/client'
import { newSession, putAll, putProject, words } from '../../../time/sessions/testing'

const utc = { time_zone: 'UTC', day_start_minute: 0 }
const at = (time: string, minutes: number, more = {}) => newSession(`${time}Z`, minutes, { ...utc, ...more })

describe('comparing', () => {
  test('this week ends the same days of last week at this time of day', async () => {
    vi.useFakeTimers({ now: Date.parse('2015-03-12T10:00:00Z'), toFake: ['Date'] })
    try {
      const client = await signedIn(utc)
      await putAll(client, [
        at('2015-03-12T08:00', 30),
        at('2015-03-05T09:30', 60),
        at('2015-03-03T09:00', 45),
        at('2015-03-06T09:00', 500),
      ])
      const href = '/stats/compare?from=2015-03-09&to=2015-03-12&by=now'
      const text = words(await (await client.get(href)).text())
      expect(text).toContain('Total 30 m 45m less , before 1h 15m')
      expect(text).toContain('the last day up to this time of day')
      expect(text).toContain('Thu 12 Mar 30m no change')
    } finally {
      vi.useRealTimers()
    }
  })

  test('an unfinished week is compared with its days of last week, by project', async () => {
    vi.useFakeTimers({ now: Date.parse('2015-03-12T10:00:00Z'), toFake: ['Date'] })
    try {
      const client = await signedIn(utc)
      const [thesis, admin] = [await putProject(client, 'Thesis'), await putProject(client, 'Admin')]
      await putAll(client, [
        at('2015-03-10T08:00', 120, { project_id: thesis }),
        at('2015-03-04T08:00', 30, { project_id: thesis }),
        at('2015-03-05T08:00', 45, { project_id: admin }),
        // Later in that week.
        at('2015-03-07T08:00', 500, { project_id: admin }),
      ])
      for (const to of ['2015-03-12', '2015-03-15']) {
        const text = words(await (await client.get(`/stats/compare?from=2015-03-09&to=${to}`)).text())
        expect(text).toContain('Total 2 h 45m more , before 1h 15m')
        expect(text).toContain('Thesis 2h 30m 1h 30m more')
        expect(text).toMatch(/Admin \S+ 45m 45m less/)
        expect(text.indexOf('Thesis 2h')).toBeLessThan(text.indexOf('Admin'))
      }
    } finally {
      vi.useRealTimers()
    }
  })

  test('shows the difference of the amounts that it shows', async () => {
    const client = await signedIn(utc)
    await putAll(client, [at('2015-03-12T08:00', 60 + 20 / 60), at('2015-03-11T08:00', 30 + 50 / 60)])
    const text = words(await (await client.get('/stats/compare?from=2015-03-12&to=2015-03-12')).text())
    expect(text).toContain('Total 1 h 30m more , before 30m')
    expect(text).toContain('Thu 12 Mar 2015 1h 30m more')
  })

  test('takes a subject, refuses what it does not know and does not find those of others', async () => {
    const [client, other] = [await signedIn(utc), await signedIn(utc)]
    const project = await putProject(other, 'Theirs')
    expect((await client.get(`/stats/compare?subject=project:${project}`)).status).toBe(404)
    expect((await client.get('/stats/compare?subject=client:%3DAcme')).status).toBe(200)
    for (const query of ['subject=planet:1', 'by=then', 'from=2015-02-30&to=2015-03-01', 'from=2015-03-01']) {
      const answer = await client.get(`/stats/compare?${query}`)
      expect(answer.status, query).toBe(422)
      expect(await answer.text()).toContain('Compare')
    }
  })
})

describe('a session', () => {
  test('says in its row how long it was idle', async () => {
    const client = await signedIn(utc)
    const session = at('2015-03-05T09:00', 38)
    await putAll(client, [{ ...session, ended_at: session.ended_at + 4 * 60_000 }, at('2015-03-05T12:00', 20)])
    const html = await (await client.get('/sessions')).text()
    expect(words(html)).toContain('38m , 4m idle')
    expect(words(html).match(/m idle/g)).toHaveLength(1)
  })
})
