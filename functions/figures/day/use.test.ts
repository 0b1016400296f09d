import { describe, expect, test, vi } from 'vitest'
import { type Client, rows, signedIn } from '../../../test/support/client'
import { useStamp } from '../../apps/usage/ids'
import { addDays, dayOf, localDateTime } from '../../lib/time/days'
import { words } from '../../time/sessions/testing'

describe('app use beside the clock', () => {
  const report = (client: Client, uses: [app: string, from: string, to: string][], idOf = useStamp) =>
    client.json('POST', '/api/v1/usage', {
      events: uses.map(([package_name, from, to]) => ({
        id: `${idOf(Date.parse(from))}-${package_name}`,
        ...{ package_name, started_at: from, ended_at: to },
      })),
    })

  test('is a list of stretches, each of which leads to a line with its times and its app', async () => {
    const client = await signedIn({ time_zone: 'Europe/Berlin' })
    const date = addDays(dayOf(Date.now(), { time_zone: 'UTC', day_start_minute: 0 }), -2)
    const from = Date.parse(`${date}T05:00:00Z`)
    const at = (minutes: number) => new Date(from + minutes * 60_000).toISOString()
    await report(client, [
      ['code', at(0), at(50)],
      ['mail', at(50), at(54)],
      ['code', at(54), at(70)],
    ])
    const html = await (await client.get(`/day/${date}`)).text()
    expect(html).toMatch(/<details id="day-clock"[^>]* open="">/)
    const list = /<ol class="used" aria-label="App use">(.*?)<\/ol>/.exec(html)?.[1] ?? ''
    const start = localDateTime(from, 'Europe/Berlin').time.slice(0, 5)
    const end = localDateTime(from + 70 * 60_000, 'Europe/Berlin').time.slice(0, 5)
    expect(words(list).trim()).toBe(`${start}-${end} code`)
    expect(list).toContain(`title="${start}-${end}: code 1h 06m, mail 4m"`)
    // Where nothing else is, the hours reach to it.
    expect(html).toMatch(new RegExp(`data-from="${Math.min(7, Number(start.slice(0, 2))) * 60}"`))
    const href = /href="([^"]+)"/.exec(list)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const page = await (await client.get(href)).text()
    expect(page).toMatch(/value="code"[^>]*name="entry"|name="entry"[^>]*value="code"/)
    const part = await (await client.get(href, { part: true })).text()
    expect(part).toContain('id="block-entry-form"')
    const { pathname, searchParams } = new URL(href, 'http://localhost')
    searchParams.delete('title')
    const logged = await client.post(`${pathname}?${searchParams}`, { entry: 'code' })
    expect(logged.status).toBe(303)
    expect(await rows('SELECT title, duration_seconds FROM sessions WHERE user_id = ?', client.userId)).toEqual([
      { title: 'code', duration_seconds: 4_200 },
    ])
  })

  test('of several apps leads to a line that says how much of each, also after it was refused', async () => {
    const client = await signedIn({ time_zone: 'UTC' })
    const date = addDays(dayOf(Date.now(), { time_zone: 'UTC', day_start_minute: 0 }), -2)
    const at = (time: string) => `${date}T${time}:00Z`
    await report(client, [
      ['Code', at('09:00'), at('09:12')],
      ['com.figma.mirror', at('09:12'), at('09:23')],
      ['Code', at('09:30'), at('09:48')],
      ['com.figma.mirror', at('09:48'), at('10:05')],
      ['Mail', at('10:05'), at('10:15')],
    ])
    const page = (await (await client.get(`/day/${date}`)).text()).replaceAll('&amp;', '&')
    const list = /<ol class="used".*?<\/ol>/.exec(page)?.[0] ?? ''
    expect(words(list).trim()).toBe('09:00-10:15 Code, Figma')
    const href = /href="([^"]+)"/.exec(list)?.[1] ?? ''
    const split = 'Code 30m, Figma 28m, Mail 10m'
    expect(list).toContain(`title="09:00-10:15: ${split}"`)
    for (const answer of [
      await client.get(href),
      await client.get(href, { part: true }),
      await client.post(href, { entry: '@nothing 99:99' }),
    ])
      expect(words(await answer.text())).toContain(split)
    expect((await client.post(href, { entry: 'Code, Figma' })).status).toBe(303)
    expect(await rows('SELECT title, duration_seconds FROM sessions WHERE user_id = ?', client.userId)).toEqual([
      { title: 'Code, Figma', duration_seconds: 4_500 },
    ])
  })

  test('of which a part is left offers that part by its own apps', async () => {
    const client = await signedIn({ time_zone: 'UTC' })
    const date = addDays(dayOf(Date.now(), { time_zone: 'UTC', day_start_minute: 0 }), -2)
    const at = (time: string) => `${date}T${time}:00Z`
    await report(client, [
      ['Code', at('09:00'), at('09:20')],
      ['Mail', at('09:20'), at('09:25')],
      ['Code', at('09:30'), at('09:42')],
      ['Mail', at('09:42'), at('10:00')],
    ])
    for (const [title, from, to] of [
      ['First', '08:00', '09:30'],
      ['Last', '11:00', '11:30'],
    ] as const)
      await client.json('POST', '/api/v1/sessions', { title, started_at: at(from), ended_at: at(to) })
    const html = (await (await client.get(`/day/${date}`)).text()).replaceAll('&amp;', '&')
    expect(html).toContain('title=Mail&apps=Mail+18m%2C+Code+12m')
    expect(words(html)).toContain('Log Mail 30m')
  })

  test('that is logged leads to its session, and what is left of it is offered', async () => {
    const client = await signedIn({ time_zone: 'UTC' })
    const date = addDays(dayOf(Date.now(), { time_zone: 'UTC', day_start_minute: 0 }), -2)
    const from = Date.parse(`${date}T09:00:00Z`)
    const at = (minutes: number) => new Date(from + minutes * 60_000).toISOString()
    await report(client, [['code', at(0), at(75)]])
    const page = async () => (await (await client.get(`/day/${date}`)).text()).replaceAll('&amp;', '&')
    const offer = async () => {
      const list = /<ol class="used".*?<\/ol>/.exec(await page())?.[0] ?? ''
      return { href: /href="([^"]+)"/.exec(list)?.[1] ?? '', start: /data-start="(\d+)/.exec(list)?.[1], list }
    }
    const timesOf = (href: string) => {
      const { searchParams } = new URL(href, 'http://localhost')
      return [searchParams.get('started_at'), searchParams.get('ended_at')]
    }
    await client.json('POST', '/api/v1/sessions', { title: 'First', started_at: at(0), ended_at: at(30) })
    await client.json('POST', '/api/v1/sessions', { title: 'Last', started_at: at(120), ended_at: at(150) })
    const rest = await offer()
    expect(timesOf(rest.href)).toEqual([at(30), at(75)])
    expect(Number(rest.start) - Date.parse(`${date}T00:00Z`) / 1000).toBe(9.5 * 3600)
    // Beside the gap, too, whose line opens in its place.
    expect(words(await page())).toContain('Log code 45m')

    expect((await client.post(rest.href, { entry: 'code' })).status).toBe(303)
    const logged = await offer()
    const [session] = await rows<{ id: string }>(
      "SELECT id FROM sessions WHERE user_id = ? AND title = 'code'",
      client.userId,
    )
    expect(logged.href).toBe(`/sessions/${session?.id}`)
    expect(words(logged.list)).toContain('code logged')
    expect(words(await page())).not.toContain('Log code')
  })

  test.each(['Code, Firefox', 'Code and 2 more', '@work', '9-10', '9:30', '25m', 'a\\"b #c', 'x'.repeat(255)])(
    'leads to a line that says %s',
    async (app) => {
      const client = await signedIn({ time_zone: 'UTC' })
      const date = addDays(dayOf(Date.now(), { time_zone: 'UTC', day_start_minute: 0 }), -2)
      const query = new URLSearchParams({ started_at: `${date}T09:00`, ended_at: `${date}T10:00`, time_zone: 'UTC' })
      const page = await (await client.get(`/sessions/entry?${query}&${new URLSearchParams({ title: app })}`)).text()
      const [, value = ''] = /value="([^"]*)"[^>]*name="entry"/.exec(page) ?? []
      const entry = value.replaceAll('&quot;', '"').replaceAll('&amp;', '&')
      expect((await client.post(`/sessions/entry?${query}`, { entry })).status).toBe(303)
      expect(await rows('SELECT title, duration_seconds, tags FROM sessions WHERE user_id = ?', client.userId)).toEqual(
        [{ title: app.slice(0, 200), duration_seconds: 3_600, tags: '[]' }],
      )
    },
  )

  test('in an hour that a clock shows twice leads to a line with its own times', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-10-26T12:00:00Z') })
    const client = await signedIn({ time_zone: 'Europe/Lisbon' })
    const [from, to] = ['2026-10-25T01:05:00Z', '2026-10-25T01:40:00Z'] as const
    await report(client, [['code', from, to]])
    const html = await (await client.get('/day/2026-10-25')).text()
    const href = /<ol class="used".*?href="([^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? ''
    expect((await client.post(href, { entry: 'code' })).status).toBe(303)
    expect(await rows('SELECT started_at, ended_at FROM sessions WHERE user_id = ?', client.userId)).toEqual([
      { started_at: Date.parse(from), ended_at: Date.parse(to) },
    ])
  })

  test('is not of another person, nor of other ids, other days, and one organization', async () => {
    const [client, other] = [await signedIn({ time_zone: 'UTC' }), await signedIn({ time_zone: 'UTC' })]
    const date = addDays(dayOf(Date.now(), { time_zone: 'UTC', day_start_minute: 0 }), -2)
    const hour: [string, string, string] = ['code', `${date}T09:00:00Z`, `${date}T10:00:00Z`]
    await report(client, [hour])
    await report(other, [hour], () => 'another')
    const has = async (person: Client, path: string) => (await (await person.get(path)).text()).includes('class="used"')
    expect(await has(client, `/day/${date}`)).toBe(true)
    expect(await has(client, `/day/${addDays(date, -1)}`)).toBe(false)
    expect(await has(client, `/day/${addDays(date, 1)}`)).toBe(false)
    expect(await has(client, `/day/${date}?org=none`)).toBe(false)
    expect(await has(other, `/day/${date}`)).toBe(false)
  })
})
