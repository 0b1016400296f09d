import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Client, cost, rows, signedIn } from '../../../test/support/client'
import { runs } from '../../../test/support/runs'
import { addDays } from '../../lib/time/days'
import { newSession, putAll, putGoal, putProject, words } from '../../time/sessions/testing'

const utc = { time_zone: 'UTC', day_start_minute: 0 }
const today = new Date().toISOString().slice(0, 10)
const range = { from: addDays(today, -20), to: today }

const statsOf = async (client: Client, subject: string) => {
  const answer = await client.json('GET', `/api/v1/stats?${new URLSearchParams({ ...range, subject })}`)
  expect([subject, answer.status]).toEqual([subject, 200])
  return answer.json<{ total_seconds: number; session_count: number; subject: string }>()
}

const pageOf = async (client: Client, path: string, query: Record<string, string>) => {
  const answer = await client.get(`${path}?${new URLSearchParams(query)}`)
  expect([path, answer.status, cost(answer).statements <= 20]).toEqual([path, 200, true])
  return answer.text()
}

const history = fc.array(
  fc.record({
    ago: fc.nat(25),
    // Some reach into the next day.
    hour: fc.constantFrom(8, 23),
    minutes: fc.integer({ min: 0, max: 200 }),
    project: fc.constantFrom(null, 0, 1, 2),
    goal: fc.boolean(),
    plan: fc.boolean(),
    tags: fc.subarray(['deep', 'a|b']),
  }),
  { minLength: 1, maxLength: 10 },
)

test('time under any of several subjects is a naive sum of sessions, each once, and its address lists exactly these', async () => {
  const property = fc.asyncProperty(
    history,
    fc.uniqueArray(fc.nat(7), { minLength: 2, maxLength: 4 }),
    async (sessions, chosen) => {
      const client = await signedIn(utc)
      const { userId } = client
      const projects = [
        await putProject(client, 'One'),
        await putProject(client, 'Two'),
        await putProject(client, 'Three'),
      ]
      const goal = await putGoal(client, 'Read')
      await rows(
        "INSERT INTO organizations (user_id, id, name, name_key, type, seq, created_at, updated_at) VALUES (?, 'o1', 'Acme', 'acme', 'client', 1, 0, 0)",
        userId,
      )
      await rows("UPDATE projects SET organization_id = 'o1' WHERE user_id = ? AND id = ?", userId, projects[2])
      await rows(
        "INSERT INTO plans (user_id, id, title, status, tags, content, chunks, seq, created_at, updated_at) VALUES (?, 'l1', 'Plan', 'in_progress', '[]', '', '[]', 1, 0, 0)",
        userId,
      )
      const stored = sessions.map(({ ago, hour, minutes, project, goal: isOfGoal, plan, tags }) =>
        newSession(`${addDays(today, -ago - 2)}T${String(hour).padStart(2, '0')}:00:00Z`, minutes, {
          ...{ ...utc, tags, project_id: project === null ? null : (projects[project] ?? null) },
          ...{ goal_id: isOfGoal ? goal : null, plan_id: plan ? 'l1' : null },
        }),
      )
      await putAll(client, stored)
      type Session = (typeof stored)[number]
      const subjects: [subject: string, fits: (session: Session) => boolean][] = [
        ...projects.map((id): [string, (session: Session) => boolean] => [
          `project:${id}`,
          ({ project_id }) => project_id === id,
        ]),
        ['organization:o1', ({ project_id }) => project_id === projects[2]],
        [`goal:${goal}`, ({ goal_id }) => goal_id === goal],
        ['plan:l1', ({ plan_id }) => plan_id === 'l1'],
        ['tag:#deep', ({ tags }) => tags.includes('deep')],
        ['tag:#a|b', ({ tags }) => tags.includes('a|b')],
      ]
      const list = subjects.filter((_, index) => chosen.includes(index))
      const names = list.map(([subject]) => subject)
      const subject = names.some((name) => name.includes('|')) ? JSON.stringify(names) : names.join('|')
      const counted = stored.filter((session) => list.some(([, fits]) => fits(session)))
      const seconds = ({ id }: Session) => rows<{ days: string }>('SELECT days FROM sessions WHERE id = ?', id)
      let total = 0
      let count = 0
      const shown: string[] = []
      for (const session of counted) {
        const days: [string, number][] = JSON.parse((await seconds(session))[0]?.days ?? '[]')
        const within = days.filter(([date]) => date >= range.from && date <= range.to)
        total += within.reduce((sum, [, each]) => sum + each, 0)
        if (within.length > 0) shown.push(session.id)
        if (days[0] && days[0][0] >= range.from) count += 1
      }
      expect(await statsOf(client, subject)).toMatchObject({ total_seconds: total, session_count: count, subject })
      const page = await pageOf(client, '/sessions', { ...range, subject })
      expect(/id="sessions-total"[^>]*data-total="(\d+)"/.exec(page)?.[1]).toBe(String(total))
      for (const { id } of stored) expect([id, page.includes(`/sessions/${id}"`)]).toEqual([id, shown.includes(id)])
      const answer = await client.json('GET', `/api/v1/sessions?${new URLSearchParams({ ...range, subject })}`)
      expect((await answer.json<{ items: { id: string }[] }>()).items.map(({ id }) => id).toSorted()).toEqual(
        shown.toSorted(),
      )
    },
  )
  await fc.assert(property, { numRuns: runs(100) })
})

test('pages of statistics say any of several in words, keep it in their links, and take it off again', async () => {
  const client = await signedIn(utc)
  const project = await putProject(client, 'Thesis')
  const start = `${addDays(today, -1)}T09:00:00Z`
  await putAll(client, [newSession(start, 60, { ...utc, project_id: project, tags: ['deep'] })])
  const query = { ...range, subject: `project:${project}|tag:#deep` }
  const address = `subject=project:${project}%7Ctag:%23deep`
  const stats = await pageOf(client, '/stats', query)
  expect(words(stats)).toContain('Thesis or #deep')
  expect(stats).toContain(`href="/sessions?from=${range.from}&amp;to=${range.to}&amp;${address}"`)
  for (const path of ['/stats/explain', '/stats/compare', '/stats/changes', '/sessions'])
    expect([path, words(await pageOf(client, path, query)).includes('Thesis or #deep')]).toEqual([path, true])
  const csv = await client.get(`/stats.csv?${new URLSearchParams({ ...query, part: 'breakdown' })}`)
  expect(await csv.text()).toContain('Thesis')
  const [, explained] = /id="sessions-total".*?href="([^"]+)"/s.exec(await pageOf(client, '/sessions', query)) ?? []
  expect(explained).toContain(address)
  // Several of one page are any of them, as a form without script sends them.
  const repeated = await client.get(`/stats?subject=project:${project}&subject=tag:%23deep`)
  expect(words(await repeated.text())).toContain('Thesis or #deep')
  for (const subject of [
    'project:a|weekday:1',
    'tag:none|tag:#deep',
    '["project:a"',
    '["project:a",7]',
    'app:x|tag:#y',
  ]) {
    const answer = await client.json('GET', `/api/v1/stats?${new URLSearchParams({ subject })}`)
    expect([subject, answer.status]).toEqual([subject, 422])
  }
  expect((await client.get(`/stats?subject=project:${project}|project:none-such`)).status).toBe(404)
  expect((await statsOf(client, 'tag:#x|y')).subject).toBe('tag:#x|y')
})
