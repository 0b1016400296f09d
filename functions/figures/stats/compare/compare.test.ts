import { beforeAll, describe, expect, test, vi } from 'vitest'
import { type Client, signedIn } from '../../../../test/support/client'
import { utc } from '../../../../test/support/times'
import { newSession, putAll, putProject, words } from '../../../time/sessions/testing'

const at = (time: string, minutes: number, more = {}) => newSession(`${time}Z`, minutes, { ...utc, ...more })

describe('comparing', () => {
  test('this week ends the same days of last week at this time of day', async () => {
    vi.useFakeTimers({ now: Date.parse('2015-03-12T10:00:00Z'), toFake: ['Date'] })
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
  })

  test('an unfinished week is compared with its days of last week, by project', async () => {
    vi.useFakeTimers({ now: Date.parse('2015-03-12T10:00:00Z'), toFake: ['Date'] })
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

describe('comparing any two ranges', () => {
  let robin: Client
  const october = 'from=2014-10-01&to=2014-10-31'
  const november = 'from=2014-11-01&to=2014-11-30'
  const than = (range: string) => range.replace('from', 'than_from').replace('to', 'than_to')
  const text = async (query: string) => words(await (await robin.get(`/stats/compare?${query}`)).text())

  beforeAll(async () => {
    robin = await signedIn(utc)
    const [thesis, admin, club] = [
      await putProject(robin, 'Thesis'),
      await putProject(robin, 'Admin'),
      await putProject(robin, 'Rowing', 'Club'),
    ]
    await putAll(robin, [
      at('2014-10-01T08:00', 120, { project_id: thesis, tags: ['deep'] }),
      at('2014-10-31T08:00', 60, { project_id: admin }),
      at('2014-11-01T08:00', 150, { project_id: thesis }),
      at('2014-11-30T08:00', 310, { project_id: club }),
    ])
  })

  test('gives each project in both, what is new and what is gone, with its percent per day, and the totals', async () => {
    const html = await text(`${october}&${than(november)}`)
    expect(html).toContain('Total 3 h 4h 40m less , against 7h 40m')
    expect(html).toContain('31 days against 30: 5m per day against 15m')
    expect(html).toMatch(
      /Rowing · Club none 5h 10m 5h 10m less gone Admin 1h none 1h more new Thesis 2h 2h 30m 30m less −23% Total 3h 7h 40m 4h 40m less −62%/,
    )
    expect(html).toContain('1–31 Oct 2014 1–30 Nov 2014 Change Percent per day')
    expect(html).not.toMatch(/∞|NaN|Infinity/)
  })

  test('is the other way round when the ranges are swapped, and no change against itself', async () => {
    const page = await (await robin.get(`/stats/compare?${october}&${than(november)}`)).text()
    const [, swapped = ''] = /href="([^"]*)"[^>]*>\s*Swap/.exec(page) ?? []
    expect(swapped.replaceAll('&amp;', '&')).toBe(`/stats/compare?subject=all&${november}&${than(october)}`)
    expect(await text(swapped.split('?')[1]?.replaceAll('&amp;', '&') ?? '')).toMatch(
      /Rowing · Club 5h 10m none 5h 10m more new .*Admin none 1h 1h less gone .*Thesis 2h 30m 2h 30m more \+29%/,
    )
    expect(await text(`${october}&${than(october)}`)).toMatch(/Change Percent .*Total 3h 3h no change 0%/)
  })

  test('sorts by name and by either range, and keeps the other range and the filter', async () => {
    const order = async (sort: string) =>
      [
        ...(await text(`${october}&${than(november)}&sort=${sort}`)).matchAll(
          /(Thesis|Admin|Rowing) (?:· Club )?(?:none|\dh)/g,
        ),
      ].map(([, name]) => name)
    expect(await order('project')).toEqual(['Admin', 'Rowing', 'Thesis'])
    expect(await order('first')).toEqual(['Thesis', 'Admin', 'Rowing'])
    expect(await order('second')).toEqual(['Rowing', 'Thesis', 'Admin'])
    const page = await (await robin.get(`/stats/compare?${october}&${than(november)}&tag=deep`)).text()
    expect(page).toMatch(/compare\?[^"]*deep[^"]*&amp;than_from=2014-11-01&amp;than_to=2014-11-30&amp;sort=first/)
    expect(words(page)).toContain('Thesis 2h none 2h more new Total 2h none 2h more new')
  })

  test('says at which date it is wrong', async () => {
    const message = (query: string) => text(`${october}&${query}`)
    expect(await message('than_from=2014-11-30&than_to=2014-11-01')).toContain('The range ends before it starts')
    expect(await message('than_from=2014-11-30')).toContain('Enter both dates, or neither')
    expect(await message('than_from=2014-02-30&than_to=2014-11-01')).toContain('Enter a date that exists')
    expect(await message('than_from=1970-01-01&than_to=2199-12-31')).toContain('A range has at most 10 years')
    expect(await message('sort=size')).toContain('Choose project, first or second')
    const page = await (await robin.get('/stats/compare?than_from=2014-11-30&than_to=2014-11-01')).text()
    expect(page).toMatch(
      /<input[^>]*aria-invalid="true"[^>]*name="than_to"|<input[^>]*name="than_to"[^>]*aria-invalid="true"/,
    )
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
