import { beforeAll, expect, test } from 'vitest'
import { captureKinds } from '../functions/data/capture/first-words'
import { pagesOfKinds } from '../functions/data/capture/line'
import { commands, places } from '../functions/data/palette/places'
import { shortcutGroups } from '../functions/data/palette/shortcuts'
import { factsOf } from '../functions/lib/feature'
import { placeKeys } from '../functions/lib/shortcut-keys'
import { type UsedPart, uses } from '../functions/lib/uses'
import { lineWords } from '../functions/line/words'
import { type Client, signedIn } from './support/client'
import { stopClock } from './support/clock'
import { isApi, ofKind, pathOf } from './support/routes'
import { addRows, pagesOf, type Row, today } from './support/rows/one-of-each'
import { isWhole, share } from './support/runs'

stopClock('2026-03-11T15:00:00Z')

let empty: Client
let full: Client
let row: Row

beforeAll(async () => {
  empty = await signedIn({ time_zone: 'UTC' })
  full = await signedIn({ time_zone: 'UTC' })
  row = await addRows(full, 'quokka', await full.add('/organizations', { name: 'Acme' }))
})

const partOf = (path = '/') => factsOf('GET', path.replace(/\?.*/, '')).use

/** Pages that stand for themselves, without what names a row. */
const pages = ofKind('own', 'account')
  .filter((route) => route.startsWith('GET ') && !isApi(route))
  .map(pathOf)
  .filter((path) => !path.includes(':') && path !== '/stats/live')

/** Lines of the palette, with the mode of each sign. */
const lines = ['', 'quokka', '/quokka', '?', '+ ', 'a', 'call Ana 25m', 'time', 'card', 'meet']

const live = { dashboard: '/', plan: '/plan', tasks: '/tasks', stats: '/stats' }

/** Fragments with the pages that ask for them. */
const fragments = new Map([
  ...lines.map((line): [string, string] => [`/palette?line=${encodeURIComponent(line)}`, '/']),
  ...Object.entries(live).map(([view, page]): [string, string] => [`/stats/live?view=${view}`, page]),
])

const linkAttribute = /\s(href|action|formaction|hx-[a-z]+)="(\/[^"#?]*)[^"]*"/g

/** The bar of the timer stays, as programs start it, too. */
const timerBar = /<section class="timer.*?<\/section>/s

/** Links and acts of a page that lead to a part. */
const leadsTo = (html: string, use: UsedPart) => [
  ...new Set(
    [...html.replace(timerBar, '').matchAll(linkAttribute)].flatMap(([, name = '', path = '']) => {
      const method = name === 'href' || name === 'hx-get' ? 'GET' : 'POST'
      return factsOf(method, path).use === use ? [`${method} ${path}`] : []
    }),
  ),
]

const turnOn = async (client: Client, on: readonly UsedPart[]) =>
  expect((await client.json('PATCH', '/api/v1/me', { preferences: { uses: on } })).status).toBe(200)

const allBut = (off: UsedPart) => uses.filter((use) => use !== off)

const turnOff = (client: Client, off: UsedPart) => turnOn(client, allBut(off))

const parts = uses.filter((use) => use !== 'pulls')

const sets = [...parts.map((part): UsedPart[] => [part, 'pulls']), ...(isWhole ? parts.map(allBut) : [])]

test.each(sets.map((on, index) => [on, index] as const))(
  'with %j alone nothing leads to the other parts',
  async (on, index) => {
    const faults: string[] = []
    const off = uses.filter((use) => !on.includes(use))
    const isOn = (path: string) => {
      const part = partOf((fragments.get(path) ?? path).split('?')[0])
      // Two sets suffice for pages that belong to no part.
      return part ? on.includes(part) : isWhole || index < 2
    }
    for (const client of [empty, full]) {
      await turnOn(client, on)
      const own = client === full ? [...pagesOf(row), `/projects/${row.project}`, `/day/${today}`] : []
      const more = client === full ? ['/search?q=quokka', '/stats?by=goal', '/stats?by=plan'] : []
      // An empty page has few of the links that a full one has.
      const some = client === full ? pages : share(pages, 3, index)
      for (const path of [...some, ...own, ...more, ...fragments.keys()].filter(isOn)) {
        const answer = await client.get(path, { part: fragments.has(path), page: fragments.get(path) })
        if (!answer.headers.get('Content-Type')?.startsWith('text/html')) continue
        const html = await answer.text()
        const found = off.flatMap((part) => leadsTo(html, part))
        if (found.length > 0) faults.push(`${client === full ? 'full' : 'empty'} ${path}: ${found.join(', ')}`)
      }
    }
    expect(faults).toEqual([])
  },
)

test.each(['tasks', 'stats'] as const)(
  '/%s has its links while its part is off, also when it asks again',
  async (view) => {
    const page = live[view]
    const part = partOf(page) ?? 'pulls'
    await turnOff(full, part)
    for (const [path, isFragment] of [
      [page, false],
      [`/stats/live?view=${view}`, true],
    ] as const)
      expect(leadsTo(await (await full.get(path, { part: isFragment, page })).text(), part)).not.toEqual([])
  },
)

test.each([
  ['time', 'Statistics'],
  ['learning', 'Learnings'],
] as const)('without %s a link that says only where it leads leaves no words', async (off, words) => {
  const project = async () => (await full.get(`/projects/${row.project}`)).text()
  const word = new RegExp(`>${words}<`)
  expect((await full.json('PATCH', '/api/v1/me', { preferences: { uses } })).status).toBe(200)
  expect(await project()).toMatch(word)
  await turnOff(full, off)
  expect(await project()).not.toMatch(word)
})

/** Name, part and mark of all that the palette offers. */
const offers = [
  ...places.flatMap(({ name, href, isForAdmins }) =>
    isForAdmins ? [] : [{ name, use: partOf(href), mark: `href="${href}"` }],
  ),
  ...commands.map(({ name, href, of = href, fills, posts }) => ({
    ...{ name, use: partOf(of) },
    mark: fills ? `data-line="${fills}"` : `="${href ?? posts}"`,
  })),
]

test.each(parts)('without %s the palette, its keys and words, and capture offer all others', async (off) => {
  await turnOff(empty, off)
  const palette = async (line: string) =>
    (await empty.get(`/palette?line=${encodeURIComponent(line)}`, { part: true, page: '/' })).text()
  const faults: string[] = []
  const check = (html: string, mark: string, use: UsedPart | undefined) => {
    if (html.includes(mark) !== (use !== off)) faults.push(mark)
  }
  for (const { name, use, mark } of offers) check(await palette(name), mark, use)
  const help = await palette('?')
  for (const { name, use } of [...shortcutGroups, ...lineWords]) check(help, `>${name}</h3>`, use)
  for (const href of Object.values(placeKeys)) check(help, `href="${href}"`, partOf(href))
  const capture = await (await empty.get('/capture')).text()
  for (const kind of captureKinds.filter((one) => one !== 'action'))
    check(capture, `name="kind" value="${kind}"`, partOf(pagesOfKinds[kind]))
  expect(faults).toEqual([])
})

test('without time a timer that a program starts is shown and can be stopped, not switched', async () => {
  await turnOff(empty, 'time')
  expect((await empty.json('POST', '/api/v1/timer/start', { title: 'By a program' })).status).toBe(201)
  const bar = async () => timerBar.exec(await (await empty.get('/goals')).text())?.[0] ?? ''
  expect(await bar()).toContain('By a program')
  expect(await bar()).toContain('action="/timer/stop"')
  expect(await bar()).not.toMatch(/href="\/timer/)
  expect((await empty.post('/timer/stop')).status).toBe(303)
  expect(await bar()).not.toContain('By a program')
})
