import { beforeAll, describe, expect, test } from 'vitest'
import { type Client, signedIn } from '../../../test/support/client'
import { utc, utcToday } from '../../../test/support/times'
import { addDays, weekOf } from '../../lib/time/days'
import type { NewSession } from '../../time/sessions/schema'
import { newSession, putAll, putGoal, putProject, words } from '../../time/sessions/testing'

/** So many hours from nine on. */
const hours = (date: string, count: number, more: Partial<NewSession> = {}) =>
  newSession(`${date}T09:00:00Z`, count * 60, { title: '', ...utc, ...more })

/** A part of a page, from the element with the id to the next section. */
const part = (html: string, id: string) => html.slice(html.indexOf(`id="${id}"`)).split('<section')[0] ?? ''

/** Name, seconds and state of each bar of the chart of hours. */
const barsOf = (html: string) => {
  const [, bars = ''] = /id="chart"[^>]* data-bars="([^"]*)"/.exec(html) ?? []
  return bars.split('\n').map((bar) => {
    const [name, , , seconds, state] = bar.split(',')
    return [name, seconds, state]
  })
}

const page = async (client: Client, query: string) => (await client.get(`/stats?${query}`)).text()

describe('the page of statistics', () => {
  let robin: Client
  const range = 'from=2015-03-01&to=2015-03-10'

  beforeAll(async () => {
    robin = await signedIn({ daily_target_minutes: 180 })
    const project_id = await putProject(robin, 'Salt <b>', 'Harbour')
    const goal_id = await putGoal(robin, 'Read more')
    await putAll(robin, [
      hours('2015-02-27', 1),
      hours('2015-03-02', 2, { project_id }),
      hours('2015-03-03', 3, { project_id, goal_id }),
      hours('2015-03-03', 1),
    ])
  })

  test('shows the figures of a range', async () => {
    const html = await page(robin, range)
    const figures = part(html, 'figures')
    expect(words(html)).toContain('Total 6 h 5h more than the 10 days before')
    const order = ['aria-label="Range"', 'id="total"', 'id="hours"', 'id="figures"', 'id="breakdown"']
    const places = order.map((one) => html.indexOf(one))
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(words(figures)).toContain('Average per active day 3 h')
    expect(words(figures)).toContain('Active days 2 of 10')
    expect(words(figures)).toContain('Sessions 3 2 more')
    expect(words(figures)).toContain('Best day 4 h Tue 3 Mar')
    expect(html).toContain('href="/stats/changes?subject=all&amp;from=2015-03-01&amp;to=2015-03-10"')
    expect(html).toContain('href="/sessions.csv?from=2015-03-01&amp;to=2015-03-10"')
  })

  test('draws its hours without script too, a bar for each day with time, and nothing without any', async () => {
    const hoursPart = part(await page(robin, range), 'hours')
    const [svg = ''] = /<noscript><svg[\s\S]*?<\/svg><\/noscript>/.exec(hoursPart) ?? []
    const bars = [...svg.matchAll(/<rect[^>]* height="(\d+)"/g)]
      .map(([, tall]) => Number(tall))
      .filter((tall) => tall > 0)
    const days = barsOf(hoursPart).filter(([, seconds]) => seconds !== '0')
    expect([bars.length, Math.max(...bars) <= 96]).toEqual([days.length, true])
    expect(bars.length).toBeGreaterThan(1)
    expect(svg).not.toContain('style=')
    const empty = await page(robin, 'from=2015-04-01&to=2015-04-10')
    expect(empty).not.toContain('<canvas')
    expect(empty).toContain('No sessions in this range')
  })

  test('says when the days before the range begin with those of the first session', async () => {
    expect(words(await page(robin, range))).toContain('than the 10 days before, tracked only from 27 February 2015')
    expect(words(await page(robin, 'from=2015-04-01&to=2015-04-10'))).not.toContain('tracked only')
  })

  test('shares the time by project and by goal, down to what has none', async () => {
    const projects = part(await page(robin, range), 'breakdown')
    const goals = part(await page(robin, `${range}&by=goal`), 'breakdown')
    expect(words(projects)).toContain('Salt &lt;b&gt; · Harbour 5h 83% No project 1h 17% Total 6h 100%')
    expect(words(goals)).toContain('Read more 3h 50% No goal 3h 50% Total 6h 100%')
  })

  test('gives each day a bar and a row, and each day with time its sessions', async () => {
    const html = await page(robin, range)
    expect(barsOf(html)).toHaveLength(10)
    expect(barsOf(html)).toContainEqual(['Tue 3 Mar 2015', '14400', 'met'])
    expect(html).toContain('Tue 3 Mar 2015,2015-03-03,2015-03-03,14400,met,3 Mar,')
    expect(words(part(html, 'days'))).toContain(
      'Tue 3 Mar 2015 2 4h Mon 2 Mar 2015 1 2h Sun 1 Mar 2015 0 none 10 days 3 6h',
    )
  })

  test('marks the weeks of which the range has a part for the chart', async () => {
    const weeks = barsOf(await page(robin, 'from=2015-02-20&to=2015-03-03&group=week'))
    expect(weeks.map(([, ...bar]) => bar)).toEqual([
      ['0', 'open'],
      ['3600', ''],
      ['21600', 'open'],
    ])
  })

  test('measures a period that is not over against the target of all of it, and marks it for the chart', async () => {
    const client = await signedIn({ daily_target_minutes: 180 })
    await putAll(client, [hours(utcToday(), 3)])
    const { from } = weekOf(utcToday(), 1)
    const weeks = barsOf(await page(client, `from=${addDays(from, -28)}&to=${utcToday()}&group=week`))
    expect(weeks.map(([, ...bar]) => bar)).toEqual([...Array(4).fill(['0', '']), ['10800', 'open']])
    const days = barsOf(await page(client, `from=${addDays(utcToday(), -1)}&to=${utcToday()}`))
    expect(days.map(([, ...bar]) => bar)).toEqual([
      ['0', ''],
      ['10800', 'met'],
    ])
  })

  test('leaves the earlier days out with their sums, until they are asked for', async () => {
    const html = await page(robin, 'from=2015-02-27&to=2015-03-28')
    expect(barsOf(html)).toHaveLength(30)
    expect(words(part(html, 'days'))).toContain('19 earlier days 4 7h')
    const [, path = ''] = /id="fold-days" href="\/stats\?([^"#]*)/.exec(html) ?? []
    const all = part(await page(robin, path.replaceAll('&amp;', '&')), 'days')
    expect(all.match(/<th scope="row">/g)).toHaveLength(11 + 1 + 1 + 19)
    expect(words(all)).toContain('Hide 19 earlier days')
  })

  test('goes by weeks over a longer range, clipped to it, and by days on request', async () => {
    const longer = 'from=2015-03-03&to=2015-07-01'
    const weeks = part(await page(robin, `${longer}&open=days`), 'days')
    expect(words(weeks)).toContain('3–8 March 2015 2 4h')
    expect(weeks).toContain('href="/sessions?from=2015-03-03&amp;to=2015-03-08"')
    const clipped = await page(robin, 'from=2015-03-03&to=2015-03-03&group=week')
    expect(barsOf(clipped)).toEqual([['Tue 3 Mar 2015', '14400', 'met']])
    const byDay = part(await page(robin, `${longer}&group=day&open=days`), 'days')
    expect(words(byDay)).toContain('Tue 3 Mar 2015 2 4h')
    expect(await page(robin, 'from=2005-03-03&to=2015-03-01&group=day')).toContain('Hours per month')
  })

  test('leads to the ranges beside it, but not beyond today', async () => {
    const html = await page(robin, range)
    expect(html).toContain('href="/stats?from=2015-02-19&amp;to=2015-02-28"')
    expect(html).toContain('href="/stats?from=2015-03-11&amp;to=2015-03-20"')
    const last = await page(robin, 'range=7')
    expect(last).toContain(`href="/stats?from=${addDays(utcToday(), -13)}&amp;to=${addDays(utcToday(), -7)}"`)
    expect(last).toContain('Later: the range ends today')
  })
})

describe('the calendar', () => {
  test('has a cell for every day of 53 weeks once the year is asked for, and a link for those with time', async () => {
    const client = await signedIn({ rest_days: [7] })
    const before = addDays(utcToday(), -3)
    await putAll(client, [hours(utcToday(), 2), hours(before, 1)])
    const short = part(await page(client, 'range=7'), 'calendar')
    expect(short).not.toContain('id="year"')
    expect(short).toContain('href="/stats?range=7&amp;open=year#calendar"')
    const calendar = part(await page(client, 'range=7&open=year'), 'calendar')
    const year = calendar.slice(calendar.indexOf('id="year"'), calendar.indexOf('id="month"'))
    expect(year.match(/<td/g)).toHaveLength(1 + 7 * 53)
    const links = [...year.matchAll(/<a [^>]*>/g)].map(([link]) => link)
    expect(links).toHaveLength(2)
    const linkTo = (date: string) => links.find((link) => link.includes(`from=${date}&amp;to=${date}"`))
    expect(linkTo(utcToday())).toContain('data-stop')
    expect(linkTo(before)).not.toContain('data-stop')
    expect(year).toMatch(/class="q4 today"/)
    expect(words(year)).toContain('2h in 1 session')
  })

  test('shows the month asked for and leads to those beside it, keeping the range', async () => {
    const client = await signedIn()
    await putAll(client, [hours('2025-02-11', 2)])
    const month = part(await page(client, 'from=2015-03-01&to=2015-03-07&month=2025-02'), 'month')
    expect(words(month)).toContain('February 2025 2h')
    expect(words(month)).toContain('11 February 2025: 2h')
    expect(month).toContain('from=2015-03-01&amp;to=2015-03-07&amp;month=2025-01')
    expect(month).toContain('month=2025-03')
  })
})

test('a range and what stands before it are named as they are', async () => {
  const client = await signedIn()
  const said = async (path: string) => words(await (await client.get(path)).text())
  const day = await said('/stats?from=2015-03-02&to=2015-03-02')
  expect(day).toContain('compared with the day before')
  expect(day).toContain('Compare with the day before')
  expect(await said('/stats?from=2015-03-02&to=2015-03-03')).toContain('Compare with the 2 days before')
  expect(await said('/stats?range=all')).toContain('no sessions yet')
  expect(await said('/stats/explain?subject=all')).not.toContain('these days')
  expect(await said('/stats/explain?subject=all&from=2015-03-02&to=2015-03-02')).toContain('started in this period')
})

describe('what cannot be shown', () => {
  const cases = [
    ['from=2015-02-30&to=2015-03-01', 'Enter a date that exists'],
    ['to=2015-03-01', 'Enter a date'],
    ['range=8', 'Choose a range'],
    ['group=hour', 'Choose day, week or month'],
    ['by=planet', 'Choose a breakdown'],
    ['compare=yes', 'Use 1 to compare, or leave it out'],
    ['month=2015-13', 'Choose a month'],
  ]

  test.each(cases)('%s is answered with the reason', async (query, reason) => {
    const client = await signedIn()
    const response = await client.get(`/stats?${query}`)
    expect(response.status).toBe(422)
    expect(words(await response.text())).toContain(reason)
  })

  test('keeps what was typed', async () => {
    const html = await page(await signedIn(), 'from=soon&to=2015-03-01')
    for (const typed of ['value="soon"', 'value="1 Mar 2015"']) expect(html).toContain(typed)
    expect(html).toMatch(/id="from"[^>]*aria-invalid="true"/)
  })
})
