import { expect, test } from 'vitest'
import { signedIn } from '../../../test/support/client'
import { parseReportQuery } from './reports'

const today = '2026-11-28'

test.each([
  ['harbour october', ['2026-10']],
  ['Harbour November', ['2026-11']],
  ['december harbour', ['2025-12']],
  ['report harbour', ['2026-10', '2026-11']],
  ['Harbour Reports', ['2026-10', '2026-11']],
  ['report harbour last month', ['2026-10']],
  ['harbour this month', ['2026-11']],
])('a report is asked for by “%s”', (text, months) => {
  expect(parseReportQuery(text, today)).toMatchObject({ name: expect.stringMatching(/^harbour$/i), months })
})

test.each(['harbour', 'report', 'last month', 'marching harbour', 'report @harbour', 'log: report'])(
  'nothing is asked for by “%s”',
  (text) => expect(parseReportQuery(text, today)).toBeUndefined(),
)

test('a report that is asked for stands before all else, with its month in its address', async () => {
  const client = await signedIn({ time_zone: 'Etc/UTC' })
  const id = await client.add('/organizations', { name: 'Harbour Clinic' })
  const linksFor = async (line: string) => {
    const html = await (await client.get(`/palette?${new URLSearchParams({ line })}`, { part: true })).text()
    const first = /role="option".*/s.exec(html)?.[0] ?? ''
    return [...first.matchAll(/role="option"[^>]*?(?:href="([^"]*)"[^>]*)?>/g)].map(([whole]) =>
      (/href="([^"]*)"/.exec(whole)?.[1] ?? '').replaceAll('&amp;', '&'),
    )
  }
  const reportOf = (range: string) => `/report?${range}&subject=organization:${id}`
  expect((await linksFor('harbour clinic last month'))[0]).toBe(reportOf('range=last-month'))
  expect((await linksFor('this month report harbour'))[0]).toBe(reportOf('range=this-month'))
  expect((await linksFor('report harbour')).slice(0, 2)).toEqual([
    reportOf('range=last-month'),
    reportOf('range=this-month'),
  ])
  const past = new Date(Date.UTC(new Date().getUTCFullYear(), new Date().getUTCMonth() - 4, 1))
  const name = past.toLocaleString('en', { month: 'long', timeZone: 'Etc/UTC' })
  const month = past.toISOString().slice(0, 7)
  expect((await linksFor(`harbour ${name}`))[0]).toMatch(new RegExp(`from=${month}-01&to=${month}-\\d\\d&subject=`))
  expect((await linksFor('harbour'))[0]).toBe(`/organizations/${id}`)
  await client.json('POST', '/api/v1/organizations', { name: 'Report Harbour' })
  expect((await linksFor('report harbour'))[0]).toMatch(/^\/organizations\//)
})
