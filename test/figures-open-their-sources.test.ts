import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { reportUses } from '../functions/apps/usage/queries'
import { divisions } from '../functions/figures/stats/query'
import { addDays, wallTime } from '../functions/lib/time/days'
import { duration } from '../functions/lib/time/duration'
import { newSession, putAll, putProject } from '../functions/time/sessions/testing'
import { type Client, signedIn } from './support/client'
import { stopClock } from './support/clock'
import { tokensOf } from './support/html'
import { isWhole, share } from './support/runs'
import { berlin } from './support/times'

const today = '2026-03-11'
stopClock(`${today}T15:00:00Z`)

const goal = (client: Client, more: object) => client.add('/goals', more)

/** Two months of days with odd seconds, over midnight and without any time, for projects, goals, tags and repositories. */
const person = async () => {
  const client = await signedIn({ ...berlin, rest_days: [7] })
  const projects = [
    await putProject(client, 'One', 'Harbour Clinic'),
    await putProject(client, 'Two', 'Harbour Clinic'),
    await putProject(client, 'Three'),
  ]
  const organization_id = await client.add('/organizations', { name: 'Harbour Trust' })
  for (const id of projects.slice(1)) await client.json('PATCH', `/api/v1/projects/${id}`, { organization_id })
  const whole = await goal(client, {
    title: 'Whole',
    kind: 'weekly',
    target_minutes: 120,
    start_date: addDays(today, -60),
  })
  const part = await goal(client, { title: 'Part', parent_id: whole })
  const single = await goal(client, { title: 'Single' })
  const goals = [whole, part, single, null]
  const days = Array.from({ length: 60 }, (_, n) => n + 1).filter((n) => n % 9 !== 4)
  const sessions = days.flatMap((n) => {
    const at = (time: string) => wallTime(addDays(today, -n), time, berlin)
    const more = { ...berlin, project_id: projects[n % 4] ?? null, goal_id: goals[n % 4] ?? null }
    const odd = newSession(at('09:10'), 38, { ...more, tags: n % 2 ? ['deep'] : ['deep', 'call'] })
    const night = newSession(at('23:30'), 47, { ...more, tags: n % 3 ? [] : ['late'] })
    return [
      { ...odd, ended_at: odd.ended_at + (40 + n) * 1000, duration_seconds: odd.duration_seconds + 40 + (n % 17) },
      ...(n % 5 === 0 && n > 1 ? [night] : []),
    ]
  })
  await putAll(client, [...sessions, newSession(wallTime(today, '00:00', berlin), 0, berlin)])
  await env.DB.prepare(
    "UPDATE sessions SET repo_owner = 'octo', repo_name = 'cat', pr_number = number % 18 + 1 WHERE user_id = ? AND number % 6 = 0",
  )
    .bind(client.userId)
    .run()
  const uses = days.flatMap((n) => {
    const started_at = wallTime(addDays(today, 1 - n), '00:00', berlin)
    const app = { package_name: `org.app${n % 3}`, started_at, ended_at: started_at + (n * 7 + 61) * 1000 }
    return started_at < Date.now() - 3_600_000 || n > 1 ? [{ id: `use-${n}`, ...app }] : []
  })
  await reportUses(env.DB, client.userId, { clientId: 'phone', uses, zone: berlin }, Date.now())
  const places = [`/projects/${projects[1]}`, `/organizations/${organization_id}`]
  return { client, whole, part, single, places, organization_id }
}

type Element = { tag: string; attributes: Map<string, string> }

/** Elements without an end tag. */
const empty = /^(area|base|br|col|hr|img|input|link|meta|source|wbr)$/

/** Every start tag with the elements around it, the outermost first. */
const elementsOf = (html: string) => {
  const around: Element[] = []
  const found: { element: Element; path: Element[] }[] = []
  for (const token of tokensOf(html)) {
    if (token.kind === 'start') {
      const { tag, attributes } = token
      found.push({ element: { tag, attributes }, path: [...around, { tag, attributes }] })
      if (!empty.test(tag)) around.push({ tag, attributes })
    }
    if (token.kind === 'end') {
      const index = around.findLastIndex(({ tag }) => tag === token.tag)
      if (index >= 0) around.length = index
    }
  }
  return found
}

type Elements = ReturnType<typeof elementsOf>

/** Figures with the address of the link that they are or stand in: their seconds or their count. */
const figuresOn = (elements: Elements) =>
  elements.flatMap(({ element, path }) => {
    const figure = element.attributes.get('data-figure')
    const link = path.findLast(({ tag, attributes }) => tag === 'a' && attributes.has('href'))
    return figure === undefined ? [] : [{ figure, href: link?.attributes.get('href') ?? '' }]
  })

const totalsOn = (elements: Elements) => elements.flatMap(({ element }) => element.attributes.get('data-total') ?? [])

const isFigure = ({ attributes }: Element) => attributes.has('data-figure') || attributes.has('data-total')

/** A session and a gap of a day say their own length, in a row that opens them; an edit says what a total was. */
const saysItsOwn = ({ attributes }: Element) => /^(session|explained|gap)-/.test(attributes.get('id') ?? '')

/** Amounts of time, but for none, that are neither a link to what makes them nor at the end of one. */
const strayAmounts = (elements: Elements) =>
  elements
    .filter(({ element, path }) => {
      const isAmount = element.tag === 'time' && /^-?PT(?!0S)/.test(element.attributes.get('datetime') ?? '')
      return isAmount && !path.some((one) => isFigure(one) || saysItsOwn(one))
    })
    .map(({ element, path }) => {
      const places = path.map(({ attributes }) => attributes.get('id')).filter(Boolean)
      return `${element.attributes.get('datetime')} in #${places.at(-1)}`
    })

/** In seconds. @param iso `PT3H25M10S`, perhaps behind a minus */
const secondsIn = (iso: string) =>
  [...iso.matchAll(/(\d+)([HMS])/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (unit === 'H' ? 3600 : unit === 'M' ? 60 : 1),
    0,
  )

/** One view of each page; all of them in `npm run test:all`. */
const viewsOf = (pages: string[]) =>
  [...Map.groupBy(pages, (page) => page.split('?')[0]).values()].flatMap((views, index) =>
    share(views, views.length, index),
  )

/** Amounts of time that do not read as their own seconds do: a column may be a minute off its total, a link never. */
const misread = (html: string) =>
  [...html.matchAll(/<time[^>]* datetime="-?(PT[^"]*)"[^>]*>(.*?)<\/time>/g)].flatMap(([, iso = '', content = '']) => {
    const text = content.replaceAll(/<[^>]*>|[\s−]/g, '')
    return text === duration(secondsIn(iso)).replaceAll(' ', '') ? [] : [`${iso} reads as ${text}`]
  })

test('every figure of every page reads as its seconds and opens what makes it, with the same total', async () => {
  const { client, whole, part, single, places } = await person()
  const range = `from=${addDays(today, -40)}&to=${today}`
  const figures = ['active', 'average', 'best', 'streak', 'longest']
  const pages = [
    '/',
    '/sessions',
    '/sessions?subject=client:%3DHarbour+Clinic',
    '/projects',
    ...places,
    '/tags',
    '/goals',
    ...[whole, part, single].map((id) => `/goals/${id}`),
    ...divisions.map((by) => `/stats?range=30&compare=1&by=${by}`),
    '/stats?range=90',
    '/stats?range=90&stack=client',
    '/stats?range=all&stack=project&subject=tag:%23deep',
    '/stats?range=all',
    '/stats?range=30&subject=client:%3DHarbour+Clinic&by=tag&compare=1',
    ...figures.map((figure) => `/stats/explain?figure=${figure}&${range}`),
    `/stats/explain?${range}`,
    `/stats/compare?from=${addDays(today, -6)}&to=${today}`,
    `/stats/compare?from=${addDays(today, -6)}&to=${today}&subject=tag:%23deep`,
    `/stats/compare?${range}&than_from=${addDays(today, -60)}&than_to=${addDays(today, -30)}&subject=tag:%23deep`,
    '/stats/repos/octo/cat',
    '/stats/repos/octo/cat?range=all',
    `/day/${addDays(today, -5)}`,
    '/whitelists',
    ...['/review/week', '/review/month'].flatMap((page) => [page, `${page}?date=${addDays(today, -20)}`]),
    `/evidence?${range}`,
    `/evidence?${range}&category=personal`,
  ]
  const { faults, followed } = await follow(client, viewsOf(pages))
  expect(faults).toEqual([])
  expect(followed).toBeGreaterThan(isWhole ? 100 : 20)
})

test('under an organization every figure opens what makes it there', async () => {
  const { client, organization_id } = await person()
  const range = `from=${addDays(today, -40)}&to=${today}`
  const subjects = ['tag:%23deep', 'client:%3DHarbour+Clinic', 'weekday:3', 'hour:09', 'repo:none', 'tag:several']
  const pages = [
    '/sessions?',
    '/sessions?subject=tag:%23deep&',
    ...divisions.map((by) => `/stats?range=30&compare=1&by=${by}&`),
    '/stats?range=all&',
    ...subjects.map((subject) => `/stats?range=30&subject=${subject}&compare=1&`),
    ...['average', 'best', 'longest'].map((figure) => `/stats/explain?figure=${figure}&${range}&`),
    ...subjects.map((subject) => `/stats/explain?subject=${subject}&${range}&`),
    `/stats/compare?from=${addDays(today, -6)}&to=${today}&subject=tag:%23deep&`,
    `/review/week?date=${addDays(today, -9)}&`,
    `/review/month?date=${addDays(today, -20)}&`,
    `/evidence?${range}&`,
  ]
  for (const [index, page] of viewsOf(pages).entries()) {
    for (const org of share([organization_id, 'none'], 2, index)) {
      const inOrg = (path: string) =>
        /[?&]org=/.test(path) ? path : `${path}${path.includes('?') ? '&' : '?'}org=${org}`
      const { faults } = await follow(client, [`${page}org=${org}`], inOrg)
      expect(faults).toEqual([])
    }
  }
})

/** Follows every figure of pages. @param address adds to a link what its page gives it */
const follow = async (client: Client, pages: string[], address = (path: string) => path) => {
  const seen = new Map<string, string[]>()
  const followed = new Set<string>()
  const faults: string[] = []
  for (const page of pages) {
    const answer = await client.get(page)
    expect(answer.status, page).toBe(200)
    const html = await answer.text()
    const elements = elementsOf(html)
    seen.set(page, totalsOn(elements))
    const figures = figuresOn(elements)
    // An explanation of time ends at the sessions.
    if (figures.length === 0 && !/explain\?(from|subject|figure=best)/.test(page)) faults.push(`${page} has no figure`)
    faults.push(...[...strayAmounts(elements), ...misread(html)].map((fault) => `${page}: ${fault}`))
    for (const { figure, href } of figures) {
      const path = address(href.replace(/#.*/, '') || page)
      const totals = seen.get(path) ?? totalsOn(elementsOf(await (await client.get(path)).text()))
      seen.set(path, totals)
      followed.add(path)
      if (!totals.includes(figure)) faults.push(`${page}: ${figure} is not on ${href}, ${totals.slice(0, 8)}`)
    }
  }
  return { faults, followed: followed.size }
}

/** Links to the edits behind a total, each with the subject and days that it is about. */
const editLinksOn = (html: string) =>
  elementsOf(html).flatMap(({ element }) => {
    const href = element.attributes.get('href') ?? ''
    return href.startsWith('/stats/changes') ? [href] : []
  })

test('what changed is offered for totals of time alone, and ends at the total it stands at', async () => {
  const { client } = await person()
  const range = `from=${addDays(today, -40)}&to=${today}`
  for (const figure of ['active', 'average', 'best', 'streak', 'longest']) {
    const html = await (await client.get(`/stats/explain?figure=${figure}&${range}`)).text()
    expect(editLinksOn(html), figure).toEqual([])
  }
  for (const [page, place] of [
    [`/stats/explain?${range}`, 'explained'],
    [`/stats?${range}`, 'total'],
  ]) {
    const html = await (await client.get(page ?? '')).text()
    const [link, ...others] = editLinksOn(html)
    expect(others).toEqual([])
    const [total] = elementsOf(html).flatMap(({ element, path }) =>
      path.some(({ attributes }) => attributes.get('id') === place)
        ? (element.attributes.get('data-figure') ?? element.attributes.get('data-total') ?? [])
        : [],
    )
    const changes = await (await client.get(link ?? '')).text()
    expect(figuresOn(elementsOf(changes)).map(({ figure }) => figure)).toContain(total)
  }
})
