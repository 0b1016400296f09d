import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../test/support/client'
import { runs } from '../../../test/support/runs'
import type { User } from '../../lib/env'
import { readPreferences } from '../../lib/preferences'
import { addDays, datesBetween, dayOf, isoWeekday, localDateTime, type Range } from '../../lib/time/days'
import type { NewSession } from '../../time/sessions/schema'
import { newSession, putAll, putProject } from '../../time/sessions/testing'
import type { ComparedShare } from './breakdown'
import { compareView } from './compare/view'
import { divisions, type StatsQuery } from './query'
import { statsView } from './view'

const { DB } = env
const first = '2026-01-20'
const zones = ['UTC', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Europe/Berlin']
const tagged = [[], ['deep'], ['deep', 'call'], ['deep', 'call', 'Reading'], ['none'], ['several']]

const drafts = fc.array(
  fc.record({
    minute: fc.nat(90 * 48).map((half) => half * 30),
    seconds: fc.oneof(fc.constant(0), fc.nat(12 * 3600), fc.constant(30 * 3600)),
    zone: fc.constantFrom(...zones),
    day_start_minute: fc.constantFrom(0, 240),
    project: fc.nat(4),
    plan: fc.constantFrom(null, 'sql', 'rust.2'),
    task: fc.constantFrom(null, 'call', 'write'),
    tags: fc.constantFrom(...tagged),
    repo: fc.constantFrom(null, 'Octo/Cat', 'octo/cat', 'octo/dog'),
  }),
  { minLength: 1, maxLength: 14 },
)
type Draft = typeof drafts extends fc.Arbitrary<(infer D)[]> ? D : never

const ranges = fc
  .tuple(fc.integer({ min: -5, max: 90 }), fc.nat(100))
  .map(([start, length]) => ({ from: addDays(first, start), to: addDays(first, start + length) }))

/** A person with projects of two organizations, one of them deleted, one project deleted and one of no organization. */
const person = async () => {
  const client = await signedIn({ time_zone: 'Europe/Berlin' })
  const projects = [
    await putProject(client, 'One'),
    await putProject(client, 'Two'),
    await putProject(client, 'Three'),
    await putProject(client, 'Four'),
  ]
  await DB.batch([
    DB.prepare("UPDATE projects SET classification = 'learning' WHERE id = ?").bind(projects[2]),
    DB.prepare('UPDATE projects SET deleted_at = 1 WHERE id = ?').bind(projects[1]),
    ...projects
      .slice(0, 3)
      .map((id, index) =>
        DB.prepare('UPDATE projects SET organization_id = ? WHERE id = ?').bind(['acme', 'acme', 'gone'][index], id),
      ),
    ...['acme', 'gone'].map((id) =>
      DB.prepare(
        `INSERT INTO organizations (user_id, id, name, name_key, seq, created_at, updated_at, deleted_at)
         VALUES (?1, ?2, ?2, ?2, 1, 1, 1, ?3)`,
      ).bind(client.userId, id, id === 'gone' ? 1 : null),
    ),
  ])
  return { client, projects }
}
type Person = Awaited<ReturnType<typeof person>>

const session = (
  { projects }: Person,
  { minute, seconds, zone, day_start_minute, project, plan, task, tags }: Draft,
): NewSession => ({
  ...newSession(Date.parse(`${first}T00:00:00Z`) + minute * 60_000, 0, {
    time_zone: zone,
    day_start_minute,
    project_id: projects[project] ?? null,
    plan_id: plan,
    task_id: task,
    chunk_id: plan === 'sql' && project === null ? null : plan && 'one',
    tags,
  }),
  ended_at: Date.parse(`${first}T00:00:00Z`) + minute * 60_000 + seconds * 1000,
  duration_seconds: seconds,
})

const add = async (one: Person, history: Draft[]) => {
  const added = history.map((draft) => ({ draft, session: session(one, draft) }))
  await putAll(
    one.client,
    added.map((each) => each.session),
  )
  const setRepo = DB.prepare('UPDATE sessions SET repo_owner = ?, repo_name = ? WHERE id = ?')
  const withRepo = added.filter(({ draft }) => draft.repo)
  if (withRepo.length > 0) {
    await DB.batch(withRepo.map(({ draft, session: { id } }) => setRepo.bind(...(draft.repo ?? '').split('/'), id)))
  }
  return added.map((each) => each.session.id)
}

const userOf = async ({ userId }: Client): Promise<User> => {
  const [found] = await rows<{ preferences: string }>('SELECT preferences FROM users WHERE id = ?', userId)
  const preferences = readPreferences(found?.preferences ?? '{}')
  return { id: userId, email: null, username: 'Robin', role: 'user', created_at: 0, preferences }
}

const today = '2026-06-01'

const shown = async (client: Client, asked: Partial<StatsQuery>) => {
  const view = await statsView(
    DB,
    await userOf(client),
    { range: null, by: 'project', group: undefined, month: undefined, compare: undefined, subject: 'all', ...asked },
    today,
  )
  if (!view) throw new Error('no such subject')
  return view
}

type Piece = {
  date: string
  hour: number
  tags: string[]
  project: string | null
  plan: string | null
  chunk: string | null
  task: string | null
  repo: string | null
}
type Counted = Piece & { seconds: number; starts: number }

/** Each session cut at every whole hour of its clock and at each of its days, straight from the table. */
const pieces = async (client: Client): Promise<Counted[]> => {
  const found = await rows<
    Record<'started_at' | 'duration_seconds' | 'day_start_minute', number> &
      Record<'time_zone' | 'tags', string> &
      Record<'project_id' | 'plan_id' | 'chunk_id' | 'task_id' | 'repo', string | null>
  >(
    `SELECT started_at, duration_seconds, day_start_minute, time_zone, tags, project_id, plan_id, chunk_id, task_id,
       lower(repo_owner || '/' || repo_name) AS repo
     FROM sessions WHERE user_id = ? AND status = 'completed' AND deleted_at IS NULL`,
    client.userId,
  )
  return found.flatMap((each) => {
    const at = (second: number): Piece => ({
      date: dayOf(each.started_at + second * 1000, each),
      hour: Number(localDateTime(each.started_at + second * 1000, each.time_zone).time.slice(0, 2)),
      tags: JSON.parse(each.tags),
      project: each.project_id,
      plan: each.plan_id,
      chunk: each.plan_id && each.chunk_id && `${each.plan_id}/${each.chunk_id}`,
      task: each.task_id,
      repo: each.repo,
    })
    // In these zones clocks and days change at half hours only, and the sessions begin at such.
    const cuts = Array.from({ length: Math.ceil(each.duration_seconds / 1800) }, (_, index) => index * 1800)
    const parts = cuts.map((cut) => ({ ...at(cut), seconds: Math.min(1800, each.duration_seconds - cut), starts: 0 }))
    return [{ ...at(0), seconds: 0, starts: 1 }, ...parts]
  })
}

const within = (all: Counted[], { from, to }: Range) => all.filter(({ date }) => date >= from && date <= to)
const seconds = (all: { seconds: number }[]) => all.reduce((sum, piece) => sum + piece.seconds, 0)
const total = (all: { total_seconds: number }[]) => all.reduce((sum, each) => sum + each.total_seconds, 0)
const count = (all: { session_count: number }[]) => all.reduce((sum, each) => sum + each.session_count, 0)

/** The subjects that a piece counts under, by each way to divide, of a person with these projects. */
const subjectsOf = (projects: string[], { date, hour, tags, project, plan, chunk, task, repo }: Piece) => {
  const index = projects.indexOf(project ?? '')
  const client = ['client:=acme', 'client:=acme'][index] ?? 'client:none'
  const classification = ['work', 'work', 'learning', 'work'][index] ?? 'none'
  return {
    project: [`project:${project ?? 'none'}`],
    client: [client],
    organization: [index === 0 || index === 1 ? 'organization:acme' : 'organization:none'],
    classification: [`classification:${classification}`],
    goal: ['goal:none'],
    plan: [`plan:${plan ?? 'none'}`],
    chunk: [`chunk:${chunk ?? 'none'}`],
    task: [`task:${task ?? 'none'}`],
    repo: [repo ? `repo:${repo}` : 'repo:none'],
    tag: tags.length > 0 ? tags.map((tag) => `tag:#${tag}`) : ['tag:none'],
    weekday: [`weekday:${isoWeekday(date)}`],
    hour: [`hour:${isoWeekday(date)}:${String(hour).padStart(2, '0')}`],
  }
}

const naive = (projects: string[], all: Counted[], by: (typeof divisions)[number]) => {
  const sums = new Map<string, number>()
  for (const piece of all) {
    const subjects = subjectsOf(projects, piece)[by]
    for (const subject of subjects) sums.set(subject, (sums.get(subject) ?? 0) + piece.seconds)
    if (subjects.length > 1) {
      const more = (subjects.length - 1) * piece.seconds
      sums.set('tag:several', (sums.get('tag:several') ?? 0) - more)
    }
  }
  return Object.fromEntries([...sums].filter(([, sum]) => sum !== 0))
}

/** Shares on the page by subject, without empty ones; a client in lower case, spelled as the range has it. */
const bySubject = (view: Awaited<ReturnType<typeof shown>>) => {
  const cells = view.hours?.rows.flatMap(({ hours }) =>
    hours.map(({ weekday, hour, total_seconds }) => ({
      subject: `hour:${weekday}:${String(hour).padStart(2, '0')}`,
      total_seconds,
    })),
  )
  const shares = (cells ?? view.shares).map(({ subject, total_seconds }) => {
    return [subject.startsWith('client:') ? subject.toLowerCase() : subject, total_seconds] as const
  })
  return Object.fromEntries(shares.filter(([, sum]) => sum !== 0))
}

const expectDivided = async ({ client, projects }: Person, range: Range | null) => {
  const all = await pieces(client)
  for (const by of divisions) {
    const view = await shown(client, { range, by })
    const own = within(all, view.range)
    expect([by, bySubject(view)]).toEqual([by, naive(projects, own, by)])
    expect([by, total(view.shares), count(view.shares)]).toEqual([
      by,
      view.figures.total_seconds,
      view.figures.session_count,
    ])
    expect(view.figures.total_seconds).toBe(seconds(own))
    expect(total(view.bars)).toBe(view.figures.total_seconds)
    expect(view.figures.active_days).toBe(
      new Set(own.filter((piece) => piece.seconds > 0).map(({ date }) => date)).size,
    )
    if (view.hours) {
      expect(total(view.hours.rows)).toBe(view.figures.total_seconds)
      expect(total(view.hours.columns)).toBe(view.figures.total_seconds)
    }
  }
}

const limits: Record<string, (piece: Counted) => boolean> = {
  all: () => true,
  'tag:#deep': ({ tags }) => tags.includes('deep'),
  'plan:any': ({ plan }) => plan !== null,
  '{"all":[["plan:any"]],"none":["tag:#call"]}': ({ plan, tags }) => plan !== null && !tags.includes('call'),
}

const edits = fc.array(
  fc.record({
    what: fc.constantFrom('delete', 'restore', 'tags', 'project', 'shorten'),
    which: fc.nat(20),
    tags: fc.constantFrom(...tagged),
    project: fc.nat(4),
  }),
  { maxLength: 4 },
)

/** Edits through the API, as a program would. */
const edit = async (
  one: Person,
  ids: string[],
  { what, which, tags, project }: typeof edits extends fc.Arbitrary<(infer E)[]> ? E : never,
) => {
  const id = ids[which % ids.length]
  const path = `/api/v1/sessions/${id}`
  if (what === 'delete') await one.client.json('DELETE', path)
  if (what === 'restore') await one.client.post(`/sessions/${id}/restore`)
  if (what === 'tags') await one.client.json('PATCH', path, { tags })
  if (what === 'project') {
    // A deleted project takes no more sessions.
    await one.client.json('PATCH', path, { project_id: (project === 1 ? undefined : one.projects[project]) ?? null })
  }
  if (what === 'shorten') await one.client.json('PATCH', path, { duration_seconds: 0 })
}

describe('whatever was tracked and edited', () => {
  test('each breakdown is that of a naive model, and sums to the total, the bars and the hours', async () => {
    await fc.assert(
      fc.asyncProperty(drafts, edits, ranges, async (history, changes, range) => {
        const one = await person()
        const ids = await add(one, history)
        for (const change of changes) await edit(one, ids, change)
        await expectDivided(one, range)
        await expectDivided(one, null)
      }),
      { numRuns: runs(6) },
    )
  })

  test('each piece of a stacked bar is that of a naive model, and all of them sum to the bar', async () => {
    await fc.assert(
      fc.asyncProperty(
        ...[drafts, ranges, fc.constantFrom('day', 'week', 'month')],
        ...[fc.constantFrom('project', 'client'), fc.constantFrom(...Object.keys(limits))],
        async (history, range, group, stack, subject) => {
          const one = await person()
          await add(one, history)
          const all = (await pieces(one.client)).filter((piece) => limits[subject]?.(piece))
          const view = await shown(one.client, { range, group, stack, subject })
          const parts = view.stack?.parts ?? []
          for (const [index, { date, to, total_seconds }] of view.bars.entries()) {
            const drawn = (view.stack?.bars[index] ?? []).map((sum, part) => [
              parts[part]?.subject.replace('=ACME', '=acme') ?? '',
              sum,
            ])
            const naiveSums = naive(one.projects, within(all, { from: date, to }), stack)
            expect(Object.fromEntries(drawn.filter(([, sum]) => sum !== 0))).toEqual(naiveSums)
            expect(drawn.reduce((sum, [, own]) => sum + Number(own), 0)).toBe(total_seconds)
          }
          expect(total(parts)).toBe(view.figures.total_seconds)
        },
      ),
      { numRuns: runs(10) },
    )
  })

  test('both ranges of a comparison are those of a naive model, by project and in all', async () => {
    await fc.assert(
      fc.asyncProperty(
        ...[drafts, ranges, ranges, fc.constantFrom(...Object.keys(limits))],
        async (history, range, than, subject) => {
          const one = await person()
          await add(one, history)
          const all = (await pieces(one.client)).filter((piece) => limits[subject]?.(piece))
          const user = await userOf(one.client)
          const view = await compareView(DB, user, { subject, range, than }, today, Date.parse(today), null)
          const sums = (of: (share: ComparedShare) => number) =>
            Object.fromEntries((view?.projects ?? []).map((one) => [one.subject, of(one)]).filter(([, sum]) => sum))
          const [first, second] = [within(all, range), within(all, than)]
          expect(sums(({ total_seconds }) => total_seconds)).toEqual(naive(one.projects, first, 'project'))
          expect(sums(({ before = 0 }) => before)).toEqual(naive(one.projects, second, 'project'))
          expect([view?.figures.total, view?.figuresBefore.total]).toEqual([seconds(first), seconds(second)])
          for (const side of ['now', 'before'] as const)
            expect((view?.parts ?? []).reduce((sum, part) => sum + (part[side]?.seconds ?? 0), 0)).toBe(
              seconds(side === 'now' ? first : second),
            )
        },
      ),
      { numRuns: runs(10) },
    )
  })

  test('pieces of a range sum to the whole: figures, bars and every share', async () => {
    await fc.assert(
      fc.asyncProperty(drafts, ranges, fc.nat(99), fc.constantFrom(...divisions), async (history, range, cut, by) => {
        const one = await person()
        await add(one, history)
        const middle = addDays(range.from, cut % datesBetween(range.from, range.to).length)
        const whole = await shown(one.client, { range, by })
        const parts = [await shown(one.client, { range: { from: range.from, to: middle }, by })]
        if (middle < range.to)
          parts.push(await shown(one.client, { range: { from: addDays(middle, 1), to: range.to }, by }))
        expect(parts.reduce((sum, { figures }) => sum + figures.total_seconds, 0)).toBe(whole.figures.total_seconds)
        expect(parts.reduce((sum, { figures }) => sum + figures.session_count, 0)).toBe(whole.figures.session_count)
        expect(parts.reduce((sum, { figures }) => sum + figures.active_days, 0)).toBe(whole.figures.active_days)
        expect(total(parts.flatMap(({ bars }) => bars))).toBe(total(whole.bars))
        const joined: Record<string, number> = {}
        for (const part of parts) {
          for (const [subject, sum] of Object.entries(bySubject(part))) joined[subject] = (joined[subject] ?? 0) + sum
        }
        expect(joined).toEqual(bySubject(whole))
      }),
      { numRuns: runs(10) },
    )
  })

  test('what is compared is what the days before have, in figures, bars and shares', async () => {
    await fc.assert(
      fc.asyncProperty(
        drafts,
        ranges,
        fc.constantFrom(...divisions),
        fc.constantFrom('day', 'week', 'month'),
        async (history, range, by, group) => {
          const one = await person()
          await add(one, history)
          const now = await shown(one.client, { range, by, group, compare: '1' })
          if (!now.compared) throw new Error('Nothing is compared')
          const before = await shown(one.client, { range: now.compared.range, by })
          expect(now.compared.range.to).toBe(addDays(range.from, -1))
          expect(now.compared.figures).toEqual(before.figures)
          expect(now.before).toEqual({
            total_seconds: before.figures.total_seconds,
            session_count: before.figures.session_count,
          })
          expect(now.bars.reduce((sum, bar) => sum + (bar.before ?? 0), 0)).toBe(before.figures.total_seconds)
          const compared =
            now.weekdaysBefore ?? now.shares.map((share: ComparedShare) => ({ total_seconds: share.before ?? 0 }))
          expect(total(compared)).toBe(before.figures.total_seconds)
        },
      ),
      { numRuns: runs(10) },
    )
  })
})

describe('a long range', () => {
  test('of all time ends today, whatever is dated later', async () => {
    const client = await signedIn()
    const utc = { time_zone: 'UTC', day_start_minute: 0, tags: ['deep'] }
    await putAll(client, [
      newSession('2026-05-31T10:00:00Z', 10, utc),
      newSession('2026-06-02T10:00:00Z', 20, utc),
      newSession('2026-04-01T10:00:00Z', 0, utc),
    ])
    for (const by of divisions) {
      const view = await shown(client, { range: null, by })
      expect([by, view.range.from]).toEqual([by, '2026-04-01'])
      expect(view.figures).toMatchObject({ total_seconds: 600, session_count: 2 })
      expect([total(view.shares), count(view.shares)]).toEqual([600, 2])
    }
  })

  test('of all time is today where there is nothing', async () => {
    expect((await shown(await signedIn(), { range: null })).range).toEqual({ from: today, to: today })
  })
})
