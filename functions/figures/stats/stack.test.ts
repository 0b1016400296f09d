import { beforeAll, describe, expect, test } from 'vitest'
import { type Client, signedIn } from '../../../test/support/client'
import { utc } from '../../../test/support/times'
import { newSession, putAll, putProject, words } from '../../time/sessions/testing'

const range = 'from=2015-03-02&to=2015-03-10'

const hours = (date: string, count: number, project_id: string | null) =>
  newSession(`${date}T06:00:00Z`, count * 60, { ...utc, project_id })

/** The section of the bars. */
const bars = async (client: Client, query: string) => {
  const html = await (await client.get(`/stats?${query}`)).text()
  return html.slice(html.indexOf('id="hours"')).split('<section')[0] ?? ''
}

const titles = (html: string) => [...html.matchAll(/<rect[^>]*><title>([^<]*)<\/title>/g)].map(([, title]) => title)

describe('bars of statistics', () => {
  let robin: Client

  beforeAll(async () => {
    robin = await signedIn(utc)
    // Project 10 has the most time, project 1 the least.
    for (let n = 1; n <= 10; n += 1) {
      const id = await putProject(robin, `Project ${n}`, n > 8 ? 'Harbour' : '')
      await putAll(robin, [hours('2015-03-03', n, id), ...(n === 1 ? [hours('2015-03-04', 1, id)] : [])])
    }
    await putAll(robin, [hours('2015-03-04', 1, null)])
  })

  test('are stacked by the eight largest projects of the range, what has none and all others', async () => {
    const html = await bars(robin, `${range}&stack=project`)
    const names = [10, 9, 8, 7, 6, 5, 4, 3].map((n) => `Project ${n}: ${n}h`)
    expect(titles(html)).toEqual([...names, 'Others (2): 3h', 'No project: 1h', 'Others (2): 1h'])
    expect(words(html)).toMatch(/Project 10 · Harbour 10h .*No project 1h Others \(2\) 4h/)
    expect(html).toContain('<title>Tue 3 Mar 2015, 55h')
    expect(html).not.toContain('style=')
    expect(html).not.toContain('<canvas')
  })

  test('have one colour for a project wherever it stands, and a pattern for each part', async () => {
    const html = await bars(robin, `${range}&stack=project`)
    const looks = [...html.matchAll(/<pattern id="p-(\w+)"[\s\S]*?<\/pattern>/g)]
    expect(looks.map(([, name]) => name)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', 'none', 'others'])
    // Grey and black on white show the marks alone.
    const marks = looks.map(([look]) => `${/patternTransform="[^"]*"/.exec(look)}${/ d="[^"]*"/.exec(look)}`)
    expect(new Set(marks).size).toBe(10)
    const painted = [...html.matchAll(/<rect fill="url\(#p-(\w+)\)"[^>]*><title>Project (\d+)/g)]
    expect(painted.map(([, look, n]) => Number(look) + Number(n))).toEqual(painted.map(() => 10))
  })

  test('lead from each part to its sessions, from the others to what no other part has', async () => {
    const html = await bars(robin, `${range}&stack=project`)
    const [, others = ''] = /.*<a href="([^"]*)" data-figure="14400">/s.exec(html) ?? []
    const list = await (await robin.get(others.replaceAll('&amp;', '&'))).text()
    expect(list).toContain('data-total="14400"')
    expect(words(list)).toMatch(/Project 1 .*Project 2 /)
  })

  test('are stacked by clients, too, and by month', async () => {
    const html = await bars(robin, 'from=2015-01-15&to=2015-03-10&group=month&stack=client')
    expect(titles(html)).toEqual(['Harbour: 19h', 'No client: 38h'])
  })

  test('draw no pieces of a filter that counts nothing, and refuse other stacks', async () => {
    expect(await bars(robin, `${range}&stack=project&tag=none-of-it`)).not.toContain('<pattern')
    for (const stack of ['planet', 'goal', '__proto__']) {
      const answer = await robin.get(`/stats?stack=${stack}`)
      expect(answer.status).toBe(422)
      expect(await answer.text()).toContain('Choose project or client')
    }
  })

  test('keep their stack in links of the page and in saved views', async () => {
    const html = await (await robin.get(`/stats?${range}&stack=project`)).text()
    expect(html).toMatch(/href="\/stats\?range=90&amp;stack=project"/)
    const made = await robin.post('/views', { name: 'By client', page: 'stats', query: 'range=30&stack=client' })
    const view = await (await robin.get(made.headers.get('location') ?? '')).text()
    const [, path = ''] = /href="(\/views\/[^"]+)"[^>]*><i[^>]*><\/i><bdi>By client/.exec(view) ?? []
    expect((await robin.get(path)).headers.get('location')).toBe('/stats?stack=client&range=30')
  })
})
