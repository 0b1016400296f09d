import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { type Client, cost, rows, signedIn, toastOf } from '../../../test/support/client'
import { runs } from '../../../test/support/runs'
import { utcToday } from '../../../test/support/times'
import { addDays, dayOf } from '../../lib/time/days'
import { newSession, putAll, putProject, words } from '../../time/sessions/testing'
import { putPlan } from '../plans/testing'
import { fadeOf } from './list'

let client: Client
beforeEach(async () => {
  client = await signedIn({ time_zone: 'Etc/UTC' })
})

type Stored = {
  id: string
  confidence_level: number
  former_level: number | null
  level_on: string
  last_used_date: string | null
  project_count: number
  project_ids: string[]
}

const add = async (body: object = {}) =>
  (await client.json('POST', '/api/v1/skills', { name: `Skill ${crypto.randomUUID()}`, ...body })).json<Stored>()

const read = async (id: string) => (await client.json('GET', `/api/v1/skills/${id}`)).json<Stored>()

describe('confidence in a skill', () => {
  const entries = fc.array(
    fc.oneof(
      fc.record({ level: fc.integer({ min: 1, max: 5 }), daysAgo: fc.integer({ min: 0, max: 30 }) }),
      fc.record({ removed: fc.nat() }),
    ),
    { minLength: 1, maxLength: 10 },
  )

  test('is at any past date what a replay of its history says', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 5 }), entries, async (first, changes) => {
        const { id } = await add({ confidence_level: first })
        const url = `/api/v1/skills/${id}/progress`
        /** The history in the order in which it was written. */
        let history = [{ id, level: first, date: utcToday(), order: 0 }]
        for (const [index, change] of changes.entries()) {
          if ('removed' in change) {
            const entry = history[change.removed % history.length]
            const answer = await client.post(`/skills/${id}/progress/${entry?.id}/delete`)
            expect(answer.status).toBe(history.length > 1 ? 303 : 422)
            if (history.length > 1) history = history.filter((one) => one !== entry)
          } else {
            const date = addDays(utcToday(), -change.daysAgo)
            const answer = await client.json('POST', url, { level: change.level, date })
            const entry = await answer.json<{ id: string }>()
            history.push({ id: entry.id, level: change.level, date, order: index + 1 })
          }
        }
        const replayed = history.toSorted((a, b) => a.date.localeCompare(b.date) || a.order - b.order)
        const { items } = await (await client.json('GET', url)).json<{ items: { id: string; level: number }[] }>()
        expect(items.map((entry) => entry.id)).toEqual(replayed.map((entry) => entry.id).toReversed())
        const latest = replayed.at(-1)
        const former = replayed.findLast(({ level }) => level !== latest?.level)
        const since = replayed[former ? replayed.indexOf(former) + 1 : 0]
        expect(await read(id)).toMatchObject({
          confidence_level: latest?.level,
          former_level: former?.level ?? null,
          level_on: since?.date,
        })
      }),
      { numRuns: runs(50) },
    )
  })

  test('is set on its page, with a note and a date, and taken back', async () => {
    const { id } = await add({ confidence_level: 2 })
    const set = await client.post(`/skills/${id}/progress`, { level: '4', note: 'Led the <migration>', date: '' })
    expect([set.status, set.headers.get('Location'), toastOf(set).message]).toEqual([
      303,
      `/skills/${id}`,
      'Proficient saved',
    ])
    const page = await (await client.get(`/skills/${id}`)).text()
    expect(words(page)).toContain('up from Beginner since')
    expect(page).toContain('Led the &lt;migration&gt;')
    const undone = await client.post(toastOf(set).undo)
    expect([undone.status, (await read(id)).confidence_level]).toEqual([303, 2])
    expect((await client.post(toastOf(undone).undo)).status).toBe(303)
    expect((await read(id)).confidence_level).toBe(4)
    // West of the date line it is the day before.
    await rows('UPDATE skill_progress SET date = ? WHERE skill_id = ?', addDays(utcToday(), 1), id)
    await client.post(`/skills/${id}/progress`, { level: '5', date: '' })
    expect((await read(id)).confidence_level).toBe(5)
  })

  test.each([
    ['no level', { level: '' }, 'Choose a level from 1 to 5'],
    ['a level of 6', { level: '6' }, 'Choose a level from 1 to 5'],
    ['a date that is none', { level: '3', date: '2026-02-30' }, 'Enter a date that exists'],
    ['a long note', { level: '3', note: 'x'.repeat(501) }, 'At most 500 characters'],
  ])('is refused with %s', async (_, fields, message) => {
    const { id } = await add()
    for (const part of [true, false]) {
      const answer = await client.post(`/skills/${id}/progress`, fields, { part })
      expect([answer.status, (await answer.text()).includes(message)]).toEqual([422, true])
    }
    const later = await client.post(`/skills/${id}/progress`, { level: '3', date: addDays(utcToday(), 1) })
    expect(later.status).toBe(422)
    expect((await read(id)).confidence_level).toBe(1)
  })
})

describe('the last use of a skill', () => {
  const day = 86_400_000

  test('equals a scan of its projects, its plans and the mark by hand', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ project: fc.nat(2), daysAgo: fc.integer({ min: 1, max: 400 }) }), {
          minLength: 1,
          maxLength: 8,
        }),
        fc.uniqueArray(fc.nat(2), { maxLength: 3 }),
        fc.option(fc.integer({ min: 0, max: 400 })),
        fc.nat(9),
        async (tracked, linked, mark, gone) => {
          client = await signedIn({ time_zone: 'Etc/UTC' })
          const projects = await Promise.all([0, 1].map((n) => putProject(client, `Project ${n}`)))
          const plan = await putPlan(client, 'plan', 'Plan', { one: 'not-started' })
          const sessions = tracked.map(({ project, daysAgo }) =>
            newSession(Math.floor(Date.now() / day - daysAgo) * day + day / 2, 10, {
              project_id: projects[project] ?? null,
              plan_id: project === 2 ? plan : null,
              time_zone: 'Etc/UTC',
              day_start_minute: 0,
            }),
          )
          await putAll(client, sessions)
          const [deleted] = sessions.slice(gone, gone + 1)
          if (deleted) await client.post(`/sessions/${deleted.id}/delete`)
          const used_on = mark === null ? null : addDays(utcToday(), -mark)
          const project_ids = linked.flatMap((index) => projects[index] ?? [])
          const plan_ids = linked.includes(2) ? [plan] : []
          const { id, last_used_date } = await add({ project_ids, plan_ids, used_on })
          const dates = sessions
            .filter((session) => session !== deleted)
            .filter(
              ({ project_id, plan_id }) => project_ids.includes(project_id ?? '') || plan_ids.includes(plan_id ?? ''),
            )
            .map(({ started_at }) => dayOf(started_at, { time_zone: 'Etc/UTC', day_start_minute: 0 }))
          const latest = [...dates, ...(used_on ? [used_on] : [])].toSorted().at(-1) ?? null
          expect(last_used_date).toBe(latest)
          const said = latest === null ? 'not used yet' : `datetime="${latest}"`
          const isInList = latest === null || fadeOf(latest, utcToday()) > 0
          for (const [path, isSaid] of [['/skills', isInList] as const, [`/skills/${id}`, true] as const]) {
            const page = await (await client.get(path)).text()
            expect([path, page.includes(said)]).toEqual([path, isSaid])
          }
          expect((await read(id)).project_count).toBe(project_ids.length)
        },
      ),
      { numRuns: runs(30) + 1, examples: [[[{ project: 2, daysAgo: 3 }], [2], null, 9]] },
    )
  })

  test('is marked for today, and the mark taken back', async () => {
    const { id } = await add({ used_on: '2026-01-05' })
    const marked = await client.post(`/skills/${id}/use`)
    expect([marked.status, (await read(id)).last_used_date]).toEqual([303, utcToday()])
    await client.post(toastOf(marked).undo)
    expect((await read(id)).last_used_date).toBe('2026-01-05')
    const later = await client.json('PATCH', `/api/v1/skills/${id}`, { used_on: addDays(utcToday(), 2) })
    expect([later.status, (await later.json<{ errors: object[] }>()).errors]).toMatchObject([
      422,
      [{ path: 'used_on' }],
    ])
  })
})

describe('projects and plans of a skill', () => {
  test('are added and removed on its page, each with Undo, and a deleted project is left out', async () => {
    const project = await putProject(client, 'Thesis')
    const { id } = await add()
    const added = await client.post(`/skills/${id}/links`, { link: `project:${project}` })
    expect([added.status, (await read(id)).project_ids]).toEqual([303, [project]])
    await client.post(toastOf(added).undo)
    expect((await read(id)).project_ids).toEqual([])
    const again = await client.post(`/skills/${id}/links`, { link: `project:${project}` }, { part: true })
    expect([again.status, cost(again).trips <= 3]).toEqual([200, true])
    expect(words(await again.text())).toContain('Thesis project · no sessions')
    await client.post(`/projects/${project}/delete`)
    expect(await read(id)).toMatchObject({ project_ids: [project], project_count: 0 })
  })

  test.each(['', 'project:none', 'goal:x', 'plan:'])('refuse %j', async (link) => {
    const stranger = await signedIn()
    const theirs = await putProject(stranger, 'Theirs')
    const { id } = await add()
    for (const wrong of [link, `project:${theirs}`]) {
      expect((await client.post(`/skills/${id}/links`, { link: wrong })).status).toBe(422)
    }
    expect((await read(id)).project_ids).toEqual([])
  })
})

test('a team shows what it needs, the least known first', async () => {
  const teams = (relevance: string) => [{ team_name: 'Platform', relevance }]
  await add({ name: 'Go', confidence_level: 4, teams: teams('high') })
  await add({ name: 'Rust', confidence_level: 1, teams: teams('high') })
  await add({ name: 'CSS', confidence_level: 1, teams: teams('low') })
  await add({ name: 'Latin', confidence_level: 1 })
  const page = await (await client.get('/skills?team=platform')).text()
  expect([...page.matchAll(/<bdi>(Go|Rust|CSS|Latin)<\/bdi><\/a>/g)].map(([, name]) => name)).toEqual([
    'Rust',
    'Go',
    'CSS',
  ])
  const { items } = await (await client.json('GET', '/api/v1/skills?team=PLATFORM')).json<{ items: object[] }>()
  expect(items).toHaveLength(3)
})

test.each([
  ['Platform high', 'Platform high: medium'],
  ['Platform: HIGH\n\nData', 'Platform: high\nData: medium'],
  ['Ops: night: low', 'Ops: night: low'],
])('teams typed as %j are read', async (typed, stored) => {
  await client.post('/skills', { name: 'SQL', teams: typed })
  const [row] = await rows<{ teams: string }>('SELECT teams FROM skills WHERE user_id = ?', client.userId)
  const teams: { team_name: string; relevance: string }[] = JSON.parse(row?.teams ?? '[]')
  expect(teams.map((team) => `${team.team_name}: ${team.relevance}`).join('\n')).toBe(stored)
})

test.each([
  ['Platform: urgent', 'Enter “Platform: urgent” with high, medium or low'],
  ['Data\ndata: low', 'Enter each team only once'],
  [Array.from({ length: 21 }, (_, n) => `Team ${n}`).join('\n'), 'At most 20 teams'],
])('teams typed as %j are refused', async (typed, message) => {
  const answer = await client.post('/skills', { name: 'SQL', teams: typed })
  expect([answer.status, (await answer.text()).includes(message)]).toEqual([422, true])
})

test('a project’s page lists the skills that it uses', async () => {
  const project = await putProject(client, 'Thesis')
  const other = await putProject(client, 'Other')
  await add({ name: 'Rust', project_ids: [other] })
  await add({ name: 'SQL <3', confidence_level: 4, project_ids: [project, other] })
  const page = await (await client.get(`/projects/${project}`)).text()
  expect(words(page)).toContain('Skills 1 SQL &lt;3 Proficient')
  expect(page).not.toContain('Rust')
})
