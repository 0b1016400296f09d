import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { v7 as uuid } from 'uuid'
import { expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../../test/support/client'
import { runs } from '../../../../test/support/runs'
import { replaceTags } from '../../../filing/tags/queries'
import { contribution } from '../../../ledger/contribution'
import { readTotal } from '../../../ledger/facts'
import { resolveSubject, subjectFilter } from '../../../ledger/resolve-subject'
import { commit } from '../../../lib/db/sql'
import type { Range } from '../../../lib/time/days'
import { removeImport } from '../../../time/sessions/import/undo'
import { addSessions } from '../../../time/sessions/queries'
import type { NewSession } from '../../../time/sessions/schema'
import { newSession, putGoal, putProject } from '../../../time/sessions/testing'
import { deleteSession, restoreSession, updateSession } from '../../../time/sessions/writes'
import type { RowCursor } from '../explain/schema'
import { rowsPage } from '../explain/view'
import { changesView } from './view'

const DB = env.DB

/** A finished session as its row has it, and what its project is now. */
type Counted = {
  days: [string, number][]
  hours: [string, number, number][]
  project_id: string | null
  goal_id: string | null
  plan_id: string | null
  chunk_id: string | null
  task_id: string | null
  repo_owner: string | null
  pr_number: number | null
  tags: string[]
}
type Filed = Map<string, { client: string; classification: string }>

const weekday = (date: string) => new Date(`${date}T12:00:00Z`).getUTCDay() || 7

/** True when a session counts under a subject, by definition and without the ledger. */
const isUnder = (subject: string, session: Counted, filed: Filed) => {
  const [, kind = '', key = ''] = /^(\w+):?(.*)$/.exec(subject) ?? []
  const project = filed.get(session.project_id ?? '')
  const repo = session.repo_owner === null ? null : `${session.repo_owner.toLowerCase()}/web`
  if (kind === 'project') return (session.project_id ?? 'none') === key
  if (kind === 'goal') return (session.goal_id ?? 'none') === key
  if (kind === 'task') return session.task_id === key
  if (kind === 'chunk') return session.plan_id !== null && `${session.plan_id}/${session.chunk_id}` === key
  if (kind === 'plan') return (session.plan_id ?? 'none') === key
  if (kind === 'client') return (project?.client.toLowerCase() || 'none') === key.replace(/^=/, '')
  if (kind === 'classification') return (project?.classification ?? 'none') === key
  if (kind === 'repo') return (repo ?? 'none') === key
  if (kind === 'pr') return repo !== null && session.pr_number !== null && `${repo}#${session.pr_number}` === key
  if (subject === 'tag:none') return session.tags.length === 0
  if (kind === 'tag') return key === 'several' || session.tags.includes(key.slice(1))
  return true
}

const figure = (subject: string, range: Range | null, sessions: Counted[], filed: Filed) => {
  const isIn = (date: string) => range === null || (date >= range.from && date <= range.to)
  let seconds = 0
  for (const session of sessions.filter((one) => isUnder(subject, one, filed))) {
    const times = subject === 'tag:several' ? Math.max(0, session.tags.length - 1) : 1
    if (subject.startsWith('hour:')) {
      const [hour, day] = subject.split(':').slice(1).reverse()
      for (const [date, at, part] of session.hours) {
        const isThen = day === undefined || weekday(date) === Number(day)
        if (isIn(date) && isThen && String(at).padStart(2, '0') === hour) seconds += part
      }
    } else {
      for (const [date, part] of session.days) {
        if (isIn(date) && (!subject.startsWith('weekday:') || subject === `weekday:${weekday(date)}`))
          seconds += part * times
      }
    }
  }
  return seconds
}

const sessionsNow = async ({ userId }: Client) =>
  (
    await rows<{ row: string }>(
      `SELECT json_object('days', json(days), 'hours', json(hours), 'project_id', project_id, 'goal_id', goal_id,
         'plan_id', plan_id, 'chunk_id', chunk_id, 'task_id', task_id, 'repo_owner', repo_owner, 'pr_number', pr_number, 'tags', json(tags)) AS row
       FROM sessions WHERE user_id = ? AND status = 'completed' AND deleted_at IS NULL`,
      userId,
    )
  ).map(({ row }): Counted => JSON.parse(row))

const given = fc.record({
  start: fc.integer({ min: 0, max: 40 * 24 }).map((hours) => Date.parse('2026-02-10T06:30:00Z') + hours * 3_600_000),
  minutes: fc.oneof(fc.integer({ min: 0, max: 200 }), fc.constant(1_500)),
  project: fc.nat(4),
  goal: fc.nat(1),
  tags: fc.subarray(['a', 'b', 'c']),
})
type Given = typeof given extends fc.Arbitrary<infer T> ? T : never

const steps = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('add' as const, 'edit' as const), given }) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('import' as const),
        all: fc.array(given, { minLength: 2, maxLength: 8 }),
      }),
    },
    {
      weight: 5,
      arbitrary: fc.record({
        kind: fc.constantFrom(
          'delete' as const,
          'restore' as const,
          'undo' as const,
          'retag' as const,
          'merge' as const,
          'shift' as const,
          'file' as const,
        ),
      }),
    },
  ),
  { minLength: 5, maxLength: 10 },
)
type Step = typeof steps extends fc.Arbitrary<(infer T)[]> ? T : never
type World = { client: Client; projects: string[]; goals: string[]; held: NewSession[]; imports: string[] }

const one = (query: string, ...values: unknown[]) => DB.prepare(query).bind(...values)

const madeOf = ({ projects, goals }: World, { start, minutes, project, goal, tags }: Given): NewSession =>
  newSession(start, minutes, { project_id: projects[project] ?? null, goal_id: goals[goal] ?? null, tags })

/** Writes a step as the features do. */
const writes = async (world: World, step: Step): Promise<D1PreparedStatement[]> => {
  const { userId } = world.client
  const [first] = world.held
  if (step.kind === 'add') {
    const added = madeOf(world, step.given)
    world.held.push(added)
    return addSessions(DB, userId, [added], Date.now())
  }
  if (step.kind === 'import') {
    const id = uuid()
    world.imports.push(id)
    return [
      one(
        `INSERT INTO imports (user_id, id, file_name, format, time_zone, imported, duplicates, rejected, total_seconds, seq,
           created_at) VALUES (?, ?, 'log.csv', 'toggl', 'UTC', 1, 0, 0, 0, 1, 1)`,
        userId,
        id,
      ),
      ...addSessions(
        DB,
        userId,
        step.all.map((session) => ({ ...madeOf(world, session), import_id: id, source: 'import' as const })),
        Date.now(),
      ),
    ]
  }
  if (step.kind === 'edit') {
    const [row] = first
      ? await rows<{ seq: number; deleted_at: null }>('SELECT seq, deleted_at FROM sessions WHERE id = ?', first.id)
      : []
    if (!first || !row || row.deleted_at !== null) return []
    const edited = { ...madeOf(world, step.given), id: first.id }
    return updateSession(DB, userId, edited, row.seq, Date.now())
  }
  if (step.kind === 'delete') return first ? deleteSession(DB, userId, first.id, Date.now()).slice(0, 1) : []
  if (step.kind === 'restore') return first ? restoreSession(DB, userId, first.id, Date.now()).slice(0, 1) : []
  if (step.kind === 'undo') {
    const id = world.imports.pop()
    return id ? removeImport(DB, userId, id) : []
  }
  if (step.kind === 'retag') {
    const ids = (await rows<{ id: string }>('SELECT id FROM sessions WHERE user_id = ?', userId)).map(({ id }) => id)
    return replaceTags(DB, userId, ids, ['a', 'b'], 'c', Date.now())
  }
  const [a = null, b = null] = world.projects
  const change = {
    merge: 'project_id = ?2',
    shift: `goal_id = NULL, tags = '["b"]'`,
    file: `repo_owner = 'Acme', repo_name = 'Web', pr_number = iif(number % 2, 7, NULL), plan_id = iif(number % 3, 'p1', NULL),
      chunk_id = iif(number % 2, 'c1', NULL), task_id = iif(number % 3, 't1', NULL)`,
  }[step.kind]
  return [
    one(`UPDATE sessions SET ${change} WHERE user_id = ?1 AND (?3 IS NULL OR project_id IS NOT ?2)`, userId, b, a),
  ]
}

const ranges: (Range | null)[] = [
  null,
  { from: '2026-02-20', to: '2026-03-10' },
  { from: '2026-02-11', to: '2026-02-28' },
  { from: '2026-03-01', to: '2026-03-01' },
]

const subjectsOf = ({ projects, goals }: World) => [
  ...[
    'all',
    'project:none',
    'goal:none',
    'plan:none',
    'plan:p1',
    'chunk:p1/c1',
    'task:t1',
    'client:none',
    'client:=acme',
  ],
  ...['classification:work', 'classification:learning', 'classification:none', 'weekday:1', 'weekday:7'],
  ...['tag:none', 'tag:several', 'tag:#a', 'tag:#c', 'repo:none', 'repo:acme/web', 'pr:acme/web#7'],
  ...['hour:3:09', 'hour:5:22', 'hour:10', `project:${projects[0]}`, `goal:${goals[0]}`],
]

const explained = async (client: Client, subject: string, range: Range | null) => {
  const ledger = await resolveSubject(DB, client.userId, subject)
  if (!ledger) throw new Error(`No ${subject}`)
  const sum = await readTotal(DB, client.userId, ledger, range)
  const found: string[] = []
  let [seconds, starts] = [0, 0]
  let after: RowCursor | null = null
  do {
    const page: Awaited<ReturnType<typeof rowsPage>> = await rowsPage(DB, client.userId, ledger, range, after, 7)
    for (const row of page.rows) {
      found.push(`${row.date} ${row.started_at} ${row.number}`)
      seconds += row.seconds
      starts += row.is_start
    }
    after = page.next
    if (after) expect([after.rows, after.seconds]).toEqual([found.length, seconds])
  } while (after)
  expect(new Set(found).size).toBe(found.length)
  return { sum, rows: { total_seconds: seconds, session_count: starts } }
}

const made = async (): Promise<World> => {
  const client = await signedIn()
  const projects = [
    await putProject(client, 'Web', 'Acme'),
    await putProject(client, 'App', 'ACME'),
    await putProject(client, 'Course', 'School'),
    await putProject(client, 'Own'),
  ]
  await one(`UPDATE projects SET classification = 'learning' WHERE id = ?`, projects[2]).run()
  const goals = [await putGoal(client, 'Thesis')]
  const world: World = { client, projects, goals, held: [], imports: [] }
  const held = ['2026-02-13T09:15:00Z', '2026-02-27T22:10:00Z', '2026-03-01T09:00:00Z', '2026-03-09T23:30:00Z'].map(
    (start, n) => newSession(start, 95, { project_id: projects[n] ?? null, tags: ['a', 'b', 'c'].slice(0, n) }),
  )
  world.held.push(...held)
  await DB.batch(addSessions(DB, client.userId, held, Date.now()))
  await DB.batch(await writes(world, { kind: 'file' }))
  return world
}

test('explanations sum to their figure, and what changed to its difference, for every subject and any edits', async () => {
  await fc.assert(
    fc.asyncProperty(steps, fc.array(fc.nat(30), { minLength: 3, maxLength: 3 }), async (taken, picks) => {
      const world = await made()
      const { client, projects } = world
      const clients = ['Acme', 'ACME', 'School', '']
      const filed: Filed = new Map(
        projects.map((id, n) => [id, { client: clients[n] ?? '', classification: n === 2 ? 'learning' : 'work' }]),
      )
      const start = Date.now() - 3_600_000
      await one('UPDATE ledger_edits SET at = ? WHERE user_id = ?', start - 1, client.userId).run()
      const moments = [{ at: start, sessions: await sessionsNow(client) }]
      for (const step of taken) {
        expect(await commit(DB, client.userId, ['stats'], await writes(world, step))).toBe(true)
        const at = start + 60_000 * moments.length
        await one(
          'UPDATE ledger_edits SET at = ? WHERE user_id = ? AND at > ?',
          at,
          client.userId,
          start + 3_500_000,
        ).run()
        moments.push({ at, sessions: await sessionsNow(client) })
      }
      // Every third subject in turn: in all runs together each comes up several times.
      for (const [n, subject] of subjectsOf(world).entries()) {
        if ((n + (picks[2] ?? 0)) % 3 !== 0) continue
        const range = ranges[(n + (picks[0] ?? 0)) % ranges.length] ?? null
        for (const within of new Set([null, range])) {
          const now = figure(subject, within, moments.at(-1)?.sessions ?? [], filed)
          const { sum, rows: summed } = await explained(client, subject, within)
          expect([subject, within, summed, sum.total_seconds]).toEqual([subject, within, sum, now])
        }

        const a = moments[((picks[1] ?? 0) + n) % moments.length]
        if (!a) continue
        const view = await changesView(DB, client.userId, { subject, range, since: a.at })
        const [was, is] = [a, moments.at(-1)].map((moment) => figure(subject, range, moment?.sessions ?? [], filed))
        expect([subject, range, view?.before, view?.after]).toEqual([subject, range, was, is])
        const lines = view?.lines ?? []
        const told = lines.reduce((total, { effect }) => total + effect, view?.rest.effect ?? 0)
        expect([subject, told]).toEqual([subject, (is ?? 0) - (was ?? 0)])
        expect(lines.every(({ edits }) => edits.every(({ effect }) => effect !== 0))).toBe(true)
        expect(lines.map(({ figure: after, effect }) => after - effect)).toEqual([
          ...lines.slice(1).map((line) => line.figure),
          ...(lines.length > 0 ? [was] : []),
        ])
      }
    }),
    { numRuns: runs(15) },
  )
})

test('a session counts under several tags once for each after its first', () => {
  const nothing = { goal_id: null, plan_id: null, chunk_id: null, task_id: null, repo: null, pr_number: null }
  const session = { ...nothing, project_id: null, hours: [], days: [['2026-03-02', 600] as [string, number]] }
  const seconds = [[], ['a'], ['a', 'b', 'c']].map((tags) =>
    contribution({ ...session, tags }, subjectFilter('tag:several'), null),
  )
  expect(seconds).toEqual([0, 0, 1200])
})
