import { describe, expect, test, vi } from 'vitest'
import { signedIn } from '../../../test/client'
import { newSession, putAll, putProject, words } from '../../sessions/testing'

const utc = { time_zone: 'UTC', day_start_minute: 0 }
const at = (time: string, minutes: number, more = {}) => newSession(`${time}Z`, minutes, { ...utc, ...more })

/** A session of so many minutes and seconds. */
const odd = (time: string, minutes: number, seconds: number) => {
  const session = at(time, minutes)
  const [ended_at, duration_seconds] = [session.ended_at + seconds * 1000, session.duration_seconds + seconds]
  return { ...session, ended_at, duration_seconds }
}

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
      const today = await (await client.get('/')).text()
      const [, href = ''] = /href="(\/stats\/compare[^"]*)" data-figure="2700"/.exec(today) ?? []
      const text = words(await (await client.get(href.replaceAll('&amp;', '&'))).text())
      expect(words(today)).toContain('45m less than this time last week')
      expect(text).toContain('Total 30m 1h 15m 45m less')
      expect(text).toContain('the last day up to this time of day')
      expect(text).toContain('Thu 12 Mar 30m Thu 5 Mar 30m no change')
    } finally {
      vi.useRealTimers()
    }
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

describe('minutes shown', () => {
  test('of projects add up to their total', async () => {
    const client = await signedIn(utc)
    const projects = [
      await putProject(client, 'One'),
      await putProject(client, 'Two'),
      await putProject(client, 'Three'),
    ]
    await putAll(
      client,
      projects.map((project_id, index) => ({ ...odd('2015-03-05T09:00', 38 + index, 40), project_id })),
    )
    const html = await (await client.get('/stats?from=2015-03-05&to=2015-03-05')).text()
    const table = html.slice(html.indexOf('id="breakdown"'), html.indexOf('id="calendar"'))
    const shown = [...table.matchAll(/data-figure="\d+"><time[^>]*>(?:(\d+)h ?)?(?:(\d+)m)?</g)].map(
      ([, hours, minutes]) => Number(hours ?? 0) * 60 + Number(minutes ?? 0),
    )
    expect(shown).toHaveLength(4)
    expect(shown.slice(0, 3).reduce((sum, minutes) => sum + minutes, 0)).toBe(shown[3])
  })

  test('of both ranges differ by their change', async () => {
    const client = await signedIn(utc)
    await putAll(client, [
      odd('2015-03-05T09:00', 60, 20),
      odd('2015-03-06T09:00', 30, 20),
      odd('2015-03-03T09:00', 20, 50),
    ])
    const text = words(await (await client.get('/stats/compare?from=2015-03-05&to=2015-03-06')).text())
    for (const row of [
      'Total 1h 30m 20m 1h 10m more',
      'Active days 2 1 1 more',
      'Best day 1h 20m 40m more',
      'Thu 5 Mar 2015 1h Tue 3 Mar 2015 20m 40m more',
      'Fri 6 Mar 2015 30m Wed 4 Mar 2015 none 30m more',
    ]) {
      expect(text).toContain(row)
    }
    const stats = words(await (await client.get('/stats?from=2015-03-05&to=2015-03-06&compare=1')).text())
    expect(stats).toContain('Total 1 h 30 m 1h 10m more')
    expect(stats).toMatch(/No project 1h 30m 100% 1h 10m more Total 1h 30m 100% 1h 10m more/)
  })

  test('of the sessions of a day add up to it in the list, on the day and where a figure is explained', async () => {
    const client = await signedIn(utc)
    await putAll(client, [
      odd('2015-03-05T09:00', 10, 40),
      odd('2015-03-05T10:00', 20, 40),
      odd('2015-03-05T23:50', 15, 40),
      odd('2015-03-04T23:55', 10, 20),
    ])
    const shown = async (path: string) => {
      const html = await (await client.get(path)).text()
      return [...html.matchAll(/<time class="length"[^>]*>([^<]*)</g)].map(([, length]) => length)
    }
    expect(await shown('/sessions?from=2015-03-05&to=2015-03-05')).toEqual(['15m', '21m', '10m', '10m'])
    expect(await shown('/day/2015-03-05')).toEqual(['10m', '10m', '21m', '15m'])
    expect(await shown('/stats/explain?from=2015-03-05&to=2015-03-05')).toEqual(['10m', '21m', '10m', '5m'])
  })

  test('of the days behind an average, of a month and of its weekdays add up', async () => {
    const client = await signedIn(utc)
    const days = ['02', '03', '04', '05', '06']
    await putAll(
      client,
      days.map((day) => odd(`2015-03-${day}T09:00`, 10, 40)),
    )
    const range = 'from=2015-03-01&to=2015-03-31'
    const average = words(await (await client.get(`/stats/explain?${range}&figure=average`)).text())
    expect(average).toContain('Total time 53 m')
    expect([...average.matchAll(/ Mar 2015 11m/g)]).toHaveLength(3)
    const html = await (await client.get(`/stats?${range}&month=2015-03&by=weekday`)).text()
    const month = words(html.slice(html.indexOf('id="month"')))
    expect([...month.matchAll(/March 2015: 11m/g)]).toHaveLength(3)
    expect([...month.matchAll(/March 2015: 10m/g)]).toHaveLength(2)
  })

  test('a session says in its row how long it was idle', async () => {
    const client = await signedIn(utc)
    const session = at('2015-03-05T09:00', 38)
    await putAll(client, [{ ...session, ended_at: session.ended_at + 4 * 60_000 }, at('2015-03-05T12:00', 20)])
    const html = await (await client.get('/sessions')).text()
    expect(words(html)).toContain('38m , 4m idle')
    expect(words(html).match(/m idle/g)).toHaveLength(1)
  })
})
