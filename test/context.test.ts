import { beforeAll, expect, test } from 'vitest'
import { factsOf } from '../functions/areas'
import { importPlan } from '../functions/learning/plans/testing'
import { addDays, dayOf } from '../functions/lib/days'
import { kindEntries } from '../functions/lib/kinds'
import { put, putProject } from '../functions/time/sessions/testing'
import { type Client, signedIn } from './client'
import { routes } from './routes'
import { share } from './runs'

const utc = { time_zone: 'UTC', day_start_minute: 0 }
const today = dayOf(Date.now(), utc)

/** A word in every text of what belongs to an organization, to another, and to none. */
const words = ['quokka', 'wombat', 'numbat'] as const
type Word = (typeof words)[number]

type Row = Record<
  'project' | 'goal' | 'task' | 'plan' | 'learning' | 'meeting' | 'feedback' | 'item' | 'skill' | 'card' | 'session',
  string
>

let client: Client
const orgs = new Map<Word, string>()
const rowsOf = new Map<Word, Row>()

const made = async (path: string, body: object) => {
  const answer = await client.json('POST', `/api/v1${path}`, body)
  expect([path, answer.status, answer.status === 201 ? '' : await answer.clone().text()]).toEqual([path, 201, ''])
  return (await answer.json<{ id: string }>()).id
}

/** One row of every kind with `word` in its texts, and some for the page of the day. */
const addRows = async (word: Word, organization_id: string | null): Promise<Row> => {
  const project = await putProject(client, `Project ${word}`)
  const own = { organization_id }
  expect((await client.json('PATCH', `/api/v1/projects/${project}`, own)).status).toBe(200)
  const goal = await made('/goals', { title: `Goal ${word} marker`, target_date: addDays(today, 3), ...own })
  await made(`/goals/${goal}/milestones`, { description: `Milestone ${word} marker` })
  const task = await made('/tasks', { title: `Task ${word} marker`, date: today, ...own })
  for (const date of [addDays(today, -1), addDays(today, 1), null])
    await made('/tasks', { title: `Other task ${word} marker`, date, project_id: project })
  const learning = await made('/learnings', { title: `Learning ${word} marker`, content: `By ${word}`, ...own })
  await made('/learnings', { title: `Former ${word}`, content: 'x', date: addDays(today, -365), project_id: project })
  const feedback = await made('/feedback', { content: `Feedback ${word} marker`, tags: [`tag-${word}`], ...own })
  const item = await made('/action-items', { description: `Action ${word} marker`, due_date: today, ...own })
  const meeting = await made('/meetings', { title: `Meeting ${word} marker`, date: today, ...own })
  for (const days of [-7, 7])
    await made('/meetings', { title: `Weekly ${word} marker`, date: addDays(today, days), project_id: project })
  await made('/reviews', { period: 'week', date: today, words: `Words ${word} marker`, ...own })
  const dates = { from_date: addDays(today, -7), to_date: today }
  await made('/evidence', { title: `Draft ${word} marker`, org: organization_id ?? 'none', ...dates })
  await made('/tasks', { title: `Done ${word} marker`, status: 'done', ...own })
  await made('/goals', { title: `Reached ${word} marker`, status: 'completed', ...own })
  const skill = await made('/skills', { name: `Skill ${word} marker`, confidence_level: 3, ...own })
  await made('/people', { name: `Person ${word} marker`, ...own })
  await made('/energy', { energy_level: 3, engagement_level: 3, mood: `mood ${word} marker`, ...own })
  const plan = `plan-${word}`
  await importPlan(
    client,
    `---\nid: ${plan}\ntitle: Plan ${word} marker\nstatus: in-progress\n---\n\n## Chunk 1: Chunk ${word} {#one}\n\n**Duration**: 1 hour\n`,
  )
  expect((await client.json('PATCH', `/api/v1/plans/${plan}`, { project_id: project })).status).toBe(200)
  const card = await made('/cards', { plan_id: plan, question: `Question ${word} marker`, answer: 'a' })
  const link = { project_id: project, goal_id: goal, plan_id: plan, task_id: task }
  const { id: session } = await put(client, `${addDays(today, -1)}T09:00Z`, 30, {
    title: `Session ${word} marker`,
    ...link,
  })
  await put(client, `${today}T00:00Z`, 1, { title: `Early ${word} marker`, ...link })
  return { project, goal, task, plan, learning, meeting, feedback, item, skill, card, session }
}

beforeAll(async () => {
  client = await signedIn({ time_zone: 'UTC' })
  const [one, other, none] = words
  orgs.set(one, await made('/organizations', { name: 'Acme' }))
  orgs.set(other, await made('/organizations', { name: 'Beta' }))
  orgs.set(none, 'none')
  for (const word of words) rowsOf.set(word, await addRows(word, word === none ? null : (orgs.get(word) ?? null)))
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

const pagesOf = ({ project, goal, task, plan, learning, meeting, feedback, item, skill, card, session }: Row) => [
  `/feedback/${feedback}`,
  `/feedback/${feedback}/edit`,
  `/tasks/${item}`,
  `/tasks/${item}/edit`,
  `/meetings/${meeting}`,
  `/meetings/${meeting}/edit`,
  `/projects/${project}`,
  `/goals/${goal}`,
  `/goals/${goal}/edit`,
  `/tasks/${task}`,
  `/tasks/${task}/edit`,
  `/plans/${plan}`,
  `/learnings/${learning}/edit`,
  `/skills/${skill}`,
  `/skills/${skill}/edit`,
  `/cards/${card}/edit`,
  `/sessions/${session}/edit`,
]

/** Paths on which each word must be found. */
const mustShow = [
  '/',
  '/goals',
  '/sessions',
  '/tasks',
  '/learnings',
  '/skills',
  '/energy',
  '/people',
  '/meetings',
  '/feedback',
  '/tasks/with-people',
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
    const walked = new Set([...mustShow, ...share([...paths, ...(own ? pagesOf(own) : [])], 3)])
    for (const path of walked)
      for (const part of [false, true]) {
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
  for (const path of [
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
    '/projects',
  ])
    expect([path, wordsIn(await (await client.get(path)).text())]).toEqual([path, [...words]])
})

/** Lists of the API with rows that belong to an organization, by themselves or by their project. */
const lists = [
  ...kindEntries.flatMap(([kind, { path, parent }]) =>
    parent || kind === 'organization' ? [] : [`/api/v1${path('', null).replace(/\/$/, '')}`],
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
