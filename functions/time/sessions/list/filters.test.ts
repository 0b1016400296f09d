import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Client, cost, rows, signedIn } from '../../../../test/support/client'
import { runs } from '../../../../test/support/runs'
import { berlin } from '../../../../test/support/times'
import { flashed } from '../../../data/changes/testing'
import { addDays, dayOf, isoWeekday, type Range, splitDays } from '../../../lib/time/days'
import { splitHours } from '../../../lib/time/hours'
import type { NewSession } from '../schema'
import { newSession, nextPage, put, putAll, putGoal, putProject, rowIds, secondsIn, words } from '../testing'
import { csvRows, listed } from './testing'

const first = '2026-03-02'

type Filed = { projects: string[]; goals: string[]; part: string }

const person = async () => {
  const client = await signedIn(berlin)
  const projects = [
    await putProject(client, 'One', 'Harbour Clinic'),
    await putProject(client, 'Two', 'harbour clinic'),
    await putProject(client, 'Three', 'Acme'),
    await putProject(client, 'Four'),
  ]
  const goals = [await putGoal(client, 'Whole'), await putGoal(client, 'Part')]
  await rows('UPDATE goals SET parent_id = ? WHERE id = ?', goals[0], goals[1])
  await rows("UPDATE projects SET classification = 'learning' WHERE id = ?", projects[2])
  for (const table of ['projects', 'organizations']) {
    const id = table === 'projects' ? 'organization_id' : 'id'
    const key = `(SELECT name_key FROM organizations AS one WHERE one.user_id = ${table}.user_id AND one.id = ${table}.${id})`
    await rows(
      `UPDATE ${table} SET ${id} = replace(${key}, ' ', '-') WHERE user_id = ? AND ${id} IS NOT NULL`,
      client.userId,
    )
  }
  return { client, filed: { projects, goals, part: goals[1] ?? '' } }
}

const drafts = fc.array(
  fc.record({
    minute: fc.nat(9 * 96).map((quarter) => quarter * 15),
    minutes: fc.oneof(fc.nat(8 * 60), fc.constant(0), fc.constant(27 * 60)),
    project: fc.nat(4),
    goal: fc.nat(2),
    tags: fc.constantFrom([], ['deep'], ['deep', 'call'], ['Reading', 'deep', 'call']),
    repo: fc.constantFrom(null, 'Octo/Cat', 'octo/dog'),
    link: fc.constantFrom({}, { plan_id: 'sql' }, { plan_id: 'sql', chunk_id: 'joins' }, { chunk_id: 'joins' }),
    title: fc.constantFrom('Review plan', 'Meeting', 'Write'),
  }),
  { minLength: 1, maxLength: 24 },
)
type Draft = typeof drafts extends fc.Arbitrary<(infer D)[]> ? D : never

const sessionOf = ({ projects, goals }: Filed, draft: Draft): NewSession => {
  const [repo_owner, repo_name] = draft.repo?.split('/') ?? []
  return newSession(Date.parse(`${first}T00:00:00Z`) + draft.minute * 60_000, draft.minutes, {
    ...berlin,
    project_id: projects[draft.project] ?? null,
    goal_id: goals[draft.goal] ?? null,
    tags: [...draft.tags],
    title: draft.title,
    ...draft.link,
    ...(repo_owner && repo_name && { repo_owner, repo_name, pr_number: draft.minutes % 3 }),
  })
}

/** How often a subject counts a session, by definition. */
const timesOf = (subject: string, session: NewSession, { projects, goals, part }: Filed) => {
  const client = ['harbour clinic', 'harbour clinic', 'acme'][projects.indexOf(session.project_id ?? '')]
  const type = ['work', 'work', 'learning', 'work'][projects.indexOf(session.project_id ?? '')]
  const repo = session.repo_owner ? `${session.repo_owner}/${session.repo_name}`.toLowerCase() : 'none'
  const subjects = [
    'all',
    `project:${session.project_id ?? 'none'}`,
    `goal:${session.goal_id ?? 'none'}`,
    ...(session.goal_id === goals[0] || session.goal_id === part ? [`goal-tree:${goals[0]}`] : []),
    client ? `client:=${client}` : 'client:none',
    `organization:${client?.replace(' ', '-') ?? 'none'}`,
    `classification:${type ?? 'none'}`,
    ...(session.tags.length > 0 ? session.tags.map((tag) => `tag:#${tag}`) : ['tag:none']),
    `repo:${repo}`,
    `pr:${repo}#${session.pr_number}`,
    `plan:${session.plan_id ?? 'none'}`,
    `chunk:${session.plan_id && session.chunk_id ? `${session.plan_id}/${session.chunk_id}` : 'none'}`,
  ]
  if (subject === 'tag:several') return Math.max(0, session.tags.length - 1)
  if (/^(weekday|hour):/.test(subject)) return 1
  return subjects.includes(subject.startsWith('client:=') ? subject.toLowerCase() : subject) ? 1 : 0
}

/** Seconds of each date that all subjects count, straight from the times of the session. */
const countedBy = (subjects: string[], session: NewSession, filed: Filed, { from, to }: Range) => {
  const times = subjects.reduce((product, subject) => product * timesOf(subject, session, filed), 1)
  const weekdays = subjects.flatMap((subject) => /^weekday:(\d)/.exec(subject)?.[1] ?? [])
  const hours = subjects.flatMap((subject) => {
    const [, day, hour] = /^hour:(?:(\d):)?(\d\d)$/.exec(subject) ?? []
    return hour === undefined ? [] : [{ day, hour: Number(hour) }]
  })
  const isDay = (date: string) =>
    date >= from && date <= to && weekdays.every((weekday) => isoWeekday(date) === Number(weekday))
  const isHour = (date: string, at: number) =>
    hours.every(({ day, hour }) => at === hour && (day === undefined || isoWeekday(date) === Number(day)))
  const parts =
    hours.length > 0
      ? splitHours(session.started_at, session.duration_seconds, berlin).filter(([date, hour]) => isHour(date, hour))
      : splitDays(session.started_at, session.duration_seconds, berlin).map(
          ([date, seconds]) => [date, 0, seconds] as const,
        )
  return times === 0
    ? []
    : parts.filter(([date]) => isDay(date)).map(([date, , seconds]) => ({ date, seconds: seconds * times }))
}

const query = (range: Range, subjects: string[], q = '') =>
  `${new URLSearchParams([
    ['from', range.from],
    ['to', range.to],
    ...subjects.map((subject) => ['subject', subject]),
    ...(q ? [['q', q]] : []),
  ])}`

const apiIds = async (client: Client, params: string) => {
  const ids: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    if (ids.length > 500) throw new Error(`the list does not end: ${cursor}`)
    const answer = await client.json('GET', `/api/v1/sessions?limit=7&${params}${cursor && `&cursor=${cursor}`}`)
    expect(answer.status).toBe(200)
    const page: { items: { id: string }[]; next_cursor: string | null } = await answer.json()
    ids.push(...page.items.map(({ id }) => id))
    cursor = page.next_cursor
  }
  return ids
}

const seconds = (all: { seconds: number }[]) => all.reduce((sum, each) => sum + each.seconds, 0)

/** Ids of the sessions that all subjects count, with the sum of their seconds. */
const countedIn = (sessions: NewSession[], subjects: string[], filed: Filed, range: Range) => {
  const counted = sessions.map((session) => ({ id: session.id, parts: countedBy(subjects, session, filed, range) }))
  return {
    ids: counted.flatMap(({ id, parts }) => (parts.length > 0 ? [id] : [])).toSorted(),
    total: seconds(counted.flatMap(({ parts }) => parts)),
  }
}

const expectListed = async (client: Client, params: string, expected: ReturnType<typeof countedIn>) => {
  const list = await listed(client, `/sessions?${params}`)
  expect({ ids: list.ids, total: secondsIn(list.total, 'sessions-total') }, params).toEqual(expected)
  const csv = await csvRows(client, params)
  expect({ ids: csv.map(({ id }) => id).toSorted(), total: seconds(csv) }, params).toEqual(expected)
}

const subjectsOf = ({ projects, goals }: Filed) => [
  ...['all', 'project:none', `project:${projects[0]}`, `goal:${goals[0]}`, `goal-tree:${goals[0]}`, 'goal:none'],
  ...['client:=Harbour Clinic', 'client:none', 'classification:work', 'classification:none'],
  ...['organization:acme', 'organization:none'],
  ...['tag:#deep', 'tag:none', 'tag:several', 'repo:octo/cat', 'repo:none', 'pr:octo/cat#1', 'plan:none'],
  ...['plan:sql', 'chunk:sql/joins', 'chunk:none', 'weekday:2', 'hour:09', 'hour:3:22'],
]

describe('for each subject', () => {
  test('the page, its CSV and the API list the same sessions with the same total as a naive sum', async () => {
    const one = await person()
    const { client, filed } = one
    await fc.assert(
      fc.asyncProperty(drafts, fc.nat(8), fc.nat(8), async (history, start, length) => {
        await rows('DELETE FROM sessions WHERE user_id = ?', client.userId)
        const sessions = history.map((draft) => sessionOf(filed, draft))
        await putAll(client, sessions)
        const range = { from: addDays(first, start), to: addDays(first, start + length) }
        for (const subject of subjectsOf(filed)) {
          const expected = countedIn(sessions, [subject], filed, range)
          const params = query(range, [subject])
          await expectListed(client, params, expected)
          expect((await apiIds(client, params)).toSorted(), subject).toEqual(expected.ids)
          const stats = await (await client.json('GET', `/api/v1/stats?${params}`)).json<{ total_seconds: number }>()
          expect(stats.total_seconds, subject).toBe(expected.total)
          const explained = await (await client.get(`/stats/explain?${params}`)).text()
          expect(secondsIn(explained, 'explained'), subject).toBe(expected.total)
        }
      }),
      { numRuns: runs(8) },
    )
  }, 300_000)

  test('several filters and words list what all of them count', async () => {
    const { client, filed } = await person()
    await fc.assert(
      fc.asyncProperty(drafts, fc.constantFrom('', 'review', 'meet', 'nothing'), async (history, q) => {
        await rows('DELETE FROM sessions WHERE user_id = ?', client.userId)
        const sessions = history.map((draft) => sessionOf(filed, draft))
        await putAll(client, sessions)
        const range = { from: addDays(first, 1), to: addDays(first, 7) }
        for (const subjects of [
          ['client:=Harbour Clinic', 'tag:#deep'],
          [`project:${filed.projects[0]}`, `goal:${filed.goals[1]}`, 'weekday:4'],
          ['hour:09', 'tag:none'],
          [],
        ]) {
          const found = sessions.filter(({ title }) => title.toLowerCase().startsWith(q) || q === '')
          const expected = countedIn(found, subjects, filed, range)
          await expectListed(client, query(range, subjects, q), expected)
        }
      }),
      { numRuns: runs(8) },
    )
  }, 300_000)
})

describe('the filter', () => {
  test('shows what is chosen, removes each, and keeps the rest', async () => {
    const { client, filed } = await person()
    await put(client, '2026-03-03T08:00:00Z', 30, { project_id: filed.projects[0] ?? null, tags: ['deep'] })
    const html = await (await client.get('/sessions?subject=client:%3DHarbour+Clinic&tag=%23deep&q=work')).text()
    expect(words(html)).toContain('30m in 1 session')
    expect(html).not.toContain('<select')
    const open = await (await client.get('/sessions?client=Harbour+Clinic&tag=deep&q=work&open=filter')).text()
    expect(open).toContain('<option value="client:=Harbour Clinic" selected')
    expect(open).toContain('<option value="tag:#deep" selected')
    expect(html).toContain('href="/sessions?tag=deep&amp;q=work"')
    expect(html).toContain('href="/sessions?client=Harbour+Clinic&amp;tag=deep"')
    expect(html).toContain('href="/sessions.csv?client=Harbour+Clinic&amp;tag=deep&amp;q=work"')
  })

  test('takes several tags, which a session has all', async () => {
    const { client } = await person()
    await put(client, '2026-03-03T08:00:00Z', 30, { title: 'both', tags: ['deep', 'office'] })
    await put(client, '2026-03-03T09:00:00Z', 30, { title: 'one', tags: ['deep'] })
    for (const tag of ['deep, office', '#deep #office', 'deep,#office,', ' #office #deep '])
      expect(words(await (await client.get(`/sessions?${new URLSearchParams({ tag })}`)).text())).toContain(
        '30m in 1 session',
      )
    expect((await client.get(`/sessions?tag=${encodeURIComponent([...'abcdefghijklm'].join())}`)).status).toBe(422)
  })

  test.each([
    ['from=2015-02-30', 'Enter a date that exists'],
    ['to=soonish', 'Enter a date that exists'],
    ['from=2015-03-02&to=2015-03-01', 'The last day is before the first'],
    ['subject=planet:1', 'Choose a project or goal to filter by'],
    [`q=${'x'.repeat(201)}`, 'At most 200 characters'],
    ['q=%21', 'Enter a letter or a digit'],
    [`tag=${'x'.repeat(51)}`, 'A tag has at most 50 characters'],
    [Array.from({ length: 13 }, (_, n) => `subject=tag:%23${n}`).join('&'), 'Choose at most 12 filters'],
  ])('%s is refused by the page and by the CSV with its reason', async (params, reason) => {
    const client = await signedIn(berlin)
    for (const path of ['/sessions', '/sessions.csv']) {
      const answer = await client.get(`${path}?${params}`)
      expect(answer.status).toBe(422)
      expect(await answer.text()).toContain(reason)
    }
  })
})

test('words that are all excluded find no session, to list, to download or to edit', async () => {
  const { client } = await person()
  await putAll(client, [newSession(Date.parse(`${first}T09:00:00Z`), 30, { ...berlin, title: 'Write' })])
  for (const q of ['-meeting', '-"a meeting" -call']) {
    const query = new URLSearchParams({ q })
    expect(rowIds(await (await client.get(`/sessions?${query}`)).text())).toEqual([])
    expect(await csvRows(client, `${query}`)).toEqual([])
    const edit = { all: 'yes', q, act: 'delete' }
    expect(flashed(await client.post('/sessions/selected', edit))).toContain('Nothing changed.')
  }
})

test('a word of more sessions than can be added up lists the newest of them, then the others, in three trips', async () => {
  const { client, filed } = await person()
  const sessions = Array.from({ length: 2_400 }, (_, index) =>
    newSession(Date.parse('2020-01-01T08:00:00Z') + index * 7_200_000, 30, {
      ...berlin,
      project_id: filed.projects[index % 3] ?? null,
      title: index < 2_100 || index % 5 === 0 ? 'Meeting' : 'Other',
    }),
  )
  await putAll(client, sessions)
  const latest = sessions.toReversed().filter(({ title }) => title === 'Meeting')
  for (const [path, expected] of [
    ['/sessions?q=meeting', latest],
    [
      `/sessions?q=meeting&subject=project:${filed.projects[0]}`,
      latest.filter((one) => one.project_id === filed.projects[0]),
    ],
    [
      '/sessions?q=meeting&from=2020-02-01&to=2020-02-09',
      latest.filter(({ started_at }) => dayOf(started_at, berlin).startsWith('2020-02-0')),
    ],
  ] as const) {
    const seen: (string | undefined)[] = []
    let next: string | undefined = path
    for (let pages = 0; next !== undefined && pages < 4; pages += 1) {
      const answer: Response = await client.get(next)
      expect([next, cost(answer).trips]).toEqual([next, expect.toSatisfy((trips) => trips <= 3)])
      const html = await answer.text()
      seen.push(...rowIds(html))
      next = nextPage(html)
    }
    const shown = next === undefined ? expected : expected.slice(0, Math.max(seen.length, 72))
    expect([path, seen]).toEqual([path, shown.map(({ id }) => id)])
  }
})
