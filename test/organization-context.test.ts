import { beforeAll, expect, test } from 'vitest'
import { factsOf } from '../functions/lib/feature'
import { kindEntries } from '../functions/lib/kinds'
import { addDays } from '../functions/lib/time/days'
import { type Client, signedIn } from './support/client'
import { stopClock } from './support/clock'
import { routes } from './support/routes'
import { addRows, pagesOf, type Row, today } from './support/rows/one-of-each'
import { share } from './support/runs'

stopClock('2026-03-11T15:00:00Z')

/** A word in every text of what belongs to an organization, to another, and to none. */
const words = ['quokka', 'wombat', 'numbat'] as const
type Word = (typeof words)[number]

let client: Client
const orgs = new Map<Word, string>()
const rowsOf = new Map<Word, Row>()

beforeAll(async () => {
  client = await signedIn({ time_zone: 'UTC' })
  const [one, other, none] = words
  orgs.set(one, await client.add('/organizations', { name: 'Acme' }))
  orgs.set(other, await client.add('/organizations', { name: 'Beta' }))
  orgs.set(none, 'none')
  for (const word of words)
    rowsOf.set(word, await addRows(client, word, word === none ? null : (orgs.get(word) ?? null)))
})

const query = 'q=marker&subject=all'

const followed = Object.keys(routes).flatMap((route) => {
  const [, path = ''] = /^GET (.*)$/.exec(route) ?? []
  return path !== '' && !path.includes(':') && factsOf('GET', path).followsOrg ? [path] : []
})

/** Without a date they show yesterday's week and month. */
const reviews = ['week', 'month'].map((period) => `/review/${period}?date=${today}`)

/** More views of the pages, and what they poll and download. */
const more = [
  ...['project', 'client', 'organization', 'goal', 'plan', 'tag', 'hour', 'weekday'].map((by) => `/stats?by=${by}`),
  '/stats?range=all',
  ...reviews,
  `/day/${today}`,
  `/day/${addDays(today, -1)}`,
  '/week?view=grid',
  '/stats/live?view=dashboard',
  '/stats/live?view=stats',
  '/stats/live?view=tasks',
  '/sessions.csv',
  '/stats.csv',
  '/tasks/all?status=todo',
  '/goals?status=in_progress',
  '/feedback?by=theme',
  '/tasks/with-people?show=week',
]

const paths = [...new Set([...followed, ...more])]

/** Paths on which each word must be found. */
const mustShow = [
  '/',
  '/goals',
  '/sessions',
  '/tasks',
  '/learnings',
  '/skills',
  '/people',
  '/meetings',
  '/feedback',
  '/tasks/with-people',
  '/energy',
  ...[...reviews, '/reviews', '/evidence'],
  '/projects',
  '/plans',
  '/cards',
  '/review',
  '/search',
  '/stats',
  '/sessions.csv',
  `/day/${today}`,
]

const wordsIn = (text: string) => words.filter((word) => text.toLowerCase().includes(word))

test.each(words)(
  'under the context of %s nothing else is shown in any page, fragment, poll or export',
  async (word) => {
    const org = orgs.get(word) ?? ''
    const own = rowsOf.get(word)
    const leaks: string[] = []
    const seen: string[] = []
    const walked = new Set([...mustShow, ...paths, ...(own ? pagesOf(own) : [])])
    for (const [index, path] of [...walked].entries())
      for (const part of mustShow.includes(path)
        ? [false, true]
        : share([false, true], 2, index + words.indexOf(word))) {
        const address = `${path}${path.includes('?') ? '&' : '?'}${query}&org=${org}`
        const answer = await client.get(address, { part })
        expect([path, answer.status < 400 || answer.status === 422 || answer.status === 404]).toEqual([path, true])
        const found = wordsIn(await answer.text())
        if (found.includes(word)) seen.push(path)
        const others = found.filter((one) => one !== word)
        if (others.length > 0) leaks.push(`${path}${part ? ' as a part' : ''}: ${others}`)
      }
    expect(leaks).toEqual([])
    for (const path of mustShow) expect(seen).toContain(path)
  },
)

test('all of them are shown without a context', async () => {
  for (const path of ['/projects', ...mustShow.slice(0, 10)])
    expect([path, wordsIn(await (await client.get(path)).text())]).toEqual([path, [...words]])
})

/** Lists of the API with rows that belong to an organization, by themselves or by their project. */
const lists = [
  ...kindEntries.flatMap(([kind, { path, parent, org }]) =>
    parent || kind === 'organization' || kind === 'report' || !(org.own || org.project)
      ? []
      : [`/api/v1${path('', null).replace(/\/$/, '')}`],
  ),
  '/api/v1/action-items',
]

test.each(words)('under the context of %s lists of the API have its rows and no others', async (word) => {
  expect(lists.length).toBeGreaterThan(14)
  const shown = lists.map(async (path) => {
    const answer = await client.json('GET', `${path}?org=${orgs.get(word)}`)
    return [path, answer.status, wordsIn(await answer.text())]
  })
  expect(await Promise.all(shown)).toEqual(lists.map((path) => [path, 200, [word]]))
})

test('lists of the API refuse an organization that no row can name', async () => {
  const answers = lists.map(async (path) => [path, (await client.json('GET', `${path}?org=a%20b`)).status])
  expect(await Promise.all(answers)).toEqual(lists.map((path) => [path, 422]))
})
