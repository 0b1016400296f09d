import { beforeAll, describe, expect, test } from 'vitest'
import { type Client, signedIn } from '../../../test/support/client'
import { utc } from '../../../test/support/times'
import { newSession, putAll, putProject } from '../../time/sessions/testing'

const range = 'from=2026-03-02&to=2026-03-04'

const lines = async (client: Client, query: string) => {
  const answer = await client.get(`/stats.csv?${query}`)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('Content-Type')).toBe('text/csv; charset=utf-8')
  const text = await answer.text()
  expect(text.endsWith('\r\n')).toBe(true)
  return text.trimEnd().split('\r\n')
}

describe('what is shown, as CSV', () => {
  let client: Client

  beforeAll(async () => {
    client = await signedIn({ week_start: 7 })
    const project = await putProject(client, '=cmd()', '+Acme, "Sons"')
    await putAll(client, [
      newSession('2026-03-02T09:30:00Z', 90, { ...utc, project_id: project, tags: ['-a', '@b'] }),
      newSession('2026-03-04T10:00:00Z', 5, { ...utc, tags: ['-a'] }),
      newSession('2026-02-27T10:00:00Z', 65, utc),
    ])
  })

  test('has a line each period of the range, with time or without', async () => {
    expect(await lines(client, range)).toEqual([
      'from,to,sessions,seconds,time',
      '2026-03-02,2026-03-02,1,5400,1:30',
      '2026-03-03,2026-03-03,0,0,0:00',
      '2026-03-04,2026-03-04,1,300,0:05',
    ])
  })

  test('has what is compared beside it', async () => {
    expect(await lines(client, `${range}&compare=1&part=series`)).toEqual([
      'from,to,sessions,seconds,time,seconds_before,time_before',
      '2026-03-02,2026-03-02,1,5400,1:30,3900,1:05',
      '2026-03-03,2026-03-03,0,0,0:00,0,0:00',
      '2026-03-04,2026-03-04,1,300,0:05,0,0:00',
    ])
  })

  test('has as many fields in each line of hours as in the head, compared or not', async () => {
    const hours = await lines(client, `${range}&part=breakdown&by=hour`)
    expect(hours[0]).toBe('hour,sessions,seconds,time')
    expect(hours).toContain('09:00,1,1800,0:30')
    expect(await lines(client, `${range}&part=breakdown&by=hour&compare=1`)).toEqual(hours)
  })

  test('runs nothing in a spreadsheet: no text begins as a formula does', async () => {
    expect(await lines(client, `${range}&part=breakdown`)).toEqual([
      'project,client,sessions,seconds,time',
      `'=cmd(),"'+Acme, ""Sons""",1,5400,1:30`,
      'No project,,1,300,0:05',
    ])
  })

  test('sums by tag, what is counted more than once taken off', async () => {
    expect(await lines(client, `${range}&part=breakdown&by=tag`)).toEqual([
      'tag,sessions,seconds,time',
      '#-a,2,5700,1:35',
      '#@b,1,5400,1:30',
      `Counted under several tags,-1,-5400,'-1:30`,
    ])
  })

  test('has all hours of the week, from its first day on, whatever the page is divided by', async () => {
    const found = await lines(client, `${range}&part=hours&by=goal`)
    expect(found).toHaveLength(1 + 7 * 24)
    expect(found.slice(0, 2)).toEqual(['weekday,hour,sessions,seconds,time', 'Sunday,0,0,0,0:00'])
    expect(found).toContain('Monday,9,1,1800,0:30')
    expect(found).toContain('Monday,10,0,3600,1:00')
    expect(found).toContain('Wednesday,10,1,300,0:05')
  })

  test('is of all time by its months, and named by what it holds', async () => {
    const answer = await client.get('/stats.csv?range=all&part=breakdown&by=weekday')
    expect(answer.headers.get('Content-Disposition')).toMatch(
      /^attachment; filename="daymark-by-weekday-2026-02-27-to-\d{4}-\d\d-\d\d\.csv"$/,
    )
    expect(await answer.text()).toContain('Friday,1,3900,1:05')
  })

  test.each(['part=all', 'from=2026-03-02', 'by=planet'])('%s cannot be downloaded', async (query) => {
    expect((await client.get(`/stats.csv?${query}`)).status).toBe(422)
  })
})

describe('the links of the page', () => {
  test('lead to the same as CSV, and keep what was asked for', async () => {
    const client = await signedIn()
    await putAll(client, [newSession('2026-03-02T09:30:00Z', 90, utc)])
    const asked = 'from=2026-03-02&amp;to=2026-03-04&amp;group=day&amp;by=tag&amp;compare=1'
    const html = await (await client.get(`/stats?${asked.replaceAll('&amp;', '&')}`)).text()
    expect(html).toContain(`href="/stats.csv?${asked}&amp;part=series"`)
    expect(html).toContain(`href="/stats.csv?${asked}&amp;part=breakdown"`)
    expect(html).toContain('href="/stats?range=last-week&amp;by=tag&amp;compare=1"')
    expect(html).toContain('href="/stats?from=2026-02-27&amp;to=2026-03-01&amp;group=day&amp;by=tag&amp;compare=1"')
    expect(html).toContain(
      '<input type="hidden" name="by" value="tag"/><input type="hidden" name="compare" value="1"/>',
    )
    expect(html).toMatch(/hx-get="\/stats\/live\?v=[^"]*&amp;group=day&amp;by=tag&amp;compare=1"/)
    expect(html).toContain('hx-get="/stats?from=2026-03-02&amp;to=2026-03-04&amp;group=day&amp;by=hour&amp;compare=1"')
  })
})
