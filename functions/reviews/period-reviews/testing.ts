import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { v7 as uuid } from 'uuid'
import { insertRows, twoOrganizations } from '../../../test/support/rows/organizations'
import { addDays, datesBetween, dayOf, dayStart, monthEnd, weekStartOf } from '../../lib/time/days'
import { newSession, putAll } from '../../time/sessions/testing'

const days = 75
const day = fc.nat(days - 1)
const own = fc.nat(3)
const project = fc.nat(4)
const some = <T>(row: fc.Arbitrary<T>, maxLength: number) => fc.array(row, { maxLength })

/** Weeks over the ends of months, over New Year, and with changes of the clock in each of the zones. */
const settings = fc.record({
  first: fc.constantFrom('2026-02-16', '2025-09-22', '2025-12-01', '2026-03-02'),
  time_zone: fc.constantFrom('Europe/Berlin', 'America/New_York', 'Pacific/Auckland', 'Asia/Kathmandu'),
  day_start_minute: fc.constantFrom(0, 0, 240, 1_380),
  week_start: fc.integer({ min: 1, max: 7 }),
  rest_days: fc.subarray([3, 6, 7]),
  daily_target_minutes: fc.constantFrom(30, 90, 480),
})

export const journals = fc.record({
  settings,
  sessions: some(
    fc.record({
      day,
      minute: fc.nat(1439),
      minutes: fc.integer({ min: 1, max: 400 }),
      project,
      goal: fc.nat(2),
      task: fc.nat(6),
    }),
    14,
  ),
  target_minutes: fc.constantFrom(1, 60, 300),
  goals: some(
    fc.record({
      own,
      done: fc.option(day),
      target: fc.option(day),
      cancelled: fc.boolean(),
      category: fc.nat(2),
      deleted: fc.boolean(),
    }),
    6,
  ),
  milestones: some(fc.record({ goal: fc.nat(5), day: fc.option(day) }), 6),
  tasks: some(
    fc.record({
      ...{ own, project, date: fc.option(day), end: day, carries: fc.uniqueArray(day, { maxLength: 2 }) },
      status: fc.constantFrom('todo', 'in_progress', 'done', 'cancelled'),
      estimated: fc.boolean(),
    }),
    8,
  ),
  feedback: some(fc.record({ own, day, deleted: fc.boolean() }), 5),
  learnings: some(fc.record({ own, project, day, deleted: fc.boolean() }), 8),
  skills: some(
    fc.record({
      own,
      category: fc.nat(1),
      entries: fc.array(fc.record({ day, level: fc.integer({ min: 1, max: 5 }) }), { minLength: 1, maxLength: 4 }),
    }),
    4,
  ),
  checkIns: some(
    fc.record({ own, day, energy: fc.integer({ min: 1, max: 5 }), engagement: fc.integer({ min: 1, max: 5 }) }),
    8,
  ),
  off: fc.uniqueArray(day, { maxLength: 5 }),
  asked: day,
})
type Journal = typeof journals extends fc.Arbitrary<infer J> ? J : never

const categories = ['technical', 'hiring_readiness', 'Own category']

/** Writes a journal, and returns it with the ids and the local dates of its rows. */
export const writeJournal = async (journal: Journal) => {
  const world = await twoOrganizations()
  const { client, stamps, columns, projects } = world
  const { first, ...preferences } = journal.settings
  await env.DB.prepare('UPDATE users SET preferences = ? WHERE id = ?')
    .bind(JSON.stringify(preferences), client.userId)
    .run()
  const dates = datesBetween(first, addDays(first, days - 1))
  const dateAt = (at: number) => dates[at] ?? first
  const dated = (at: number | null) => (at === null ? null : dateAt(at))
  const named = <T extends object>(rows: T[], name: string) =>
    rows.map((row, index) => ({ ...row, id: uuid(), title: `${name} ${index}` }))

  const [weekly, part] = [uuid(), uuid()]
  const goal = {
    ...stamps,
    description: '',
    kind: 'open',
    category: 'personal',
    status: 'in_progress',
    created_on: first,
  }
  await insertRows('goals', [
    { ...goal, id: weekly, title: 'Weekly', kind: 'weekly', target_minutes: journal.target_minutes, start_date: first },
    { ...goal, id: part, title: 'Part', parent_id: weekly, organization_id: world.acme },
  ])
  await insertRows('goal_targets', [
    {
      ...{ user_id: client.userId, goal_id: weekly, kind: 'weekly', target_minutes: journal.target_minutes },
      ...{ from_date: weekStartOf(first, preferences.week_start), week_start: preferences.week_start },
    },
  ])

  const goals = named(journal.goals, 'Goal').map((row) => ({
    ...row,
    done: dated(row.done),
    target: dated(row.target),
    category: categories[row.category] ?? '',
  }))
  await insertRows(
    'goals',
    goals.map(({ id, title, own, done, target, cancelled, category, deleted }) => ({
      ...{ ...goal, id, title, category, target_date: target, completed_on: done, completed_at: done ? 1 : null },
      ...{ status: done ? 'completed' : cancelled ? 'cancelled' : 'in_progress', deleted_at: deleted ? 2 : null },
      organization_id: columns({ own }).organization_id,
    })),
  )
  const milestones = named(journal.milestones, 'Milestone').flatMap((row) => {
    const above = goals[row.goal]
    return above ? [{ ...row, above, day: dated(row.day) }] : []
  })
  await insertRows(
    'goal_milestones',
    milestones.map(({ id, title, above, day }, position) => ({
      ...{
        ...stamps,
        id,
        goal_id: above.id,
        description: title,
        position,
        completed_on: day,
        completed_at: day ? 1 : null,
      },
    })),
  )

  const tasks = named(journal.tasks, 'Task').map((row) => ({
    ...row,
    date: dated(row.date),
    end: dateAt(row.end),
    carries: row.carries.map(dateAt),
  }))
  await insertRows(
    'tasks',
    tasks.map(({ id, title, date, end, status, estimated, ...filing }) => ({
      ...{
        ...stamps,
        id,
        title,
        status,
        date,
        position: 1,
        estimated_minutes: estimated ? 30 : null,
        ...columns(filing),
      },
      ...{ completed_on: status === 'done' ? end : null, completed_at: status === 'done' ? 1 : null },
      cancelled_on: status === 'cancelled' ? end : null,
    })),
  )
  await insertRows(
    'task_carries',
    tasks.flatMap(({ id, carries }) =>
      carries.map((from_date) => ({ user_id: client.userId, from_date, task_id: id })),
    ),
  )

  const sessions = journal.sessions.map(({ day, minute, minutes, project, goal, task }) => ({
    ...newSession(dayStart(dateAt(day), preferences) + minute * 60_000, minutes, {
      time_zone: preferences.time_zone,
      day_start_minute: preferences.day_start_minute,
      project_id: projects[project] ?? null,
      goal_id: [weekly, part][goal] ?? null,
    }),
    task_id: tasks[task]?.id ?? null,
    project,
  }))
  if (sessions.length > 0)
    await putAll(
      client,
      sessions.map(({ project: _, task_id: __, ...session }) => session),
    )
  for (const { id, task_id } of sessions)
    await env.DB.prepare('UPDATE sessions SET task_id = ? WHERE user_id = ? AND id = ?')
      .bind(task_id, client.userId, id)
      .run()

  const learnings = named(journal.learnings, 'Learning').map((row) => ({ ...row, date: dateAt(row.day) }))
  await insertRows(
    'learnings',
    learnings.map(({ id, title, date, deleted, ...filing }) => ({
      ...{ ...stamps, id, title, date, deleted_at: deleted ? 2 : null, ...columns(filing) },
    })),
  )
  const feedback = named(journal.feedback, 'Feedback').map((row) => ({ ...row, date: dateAt(row.day) }))
  await insertRows(
    'feedback',
    feedback.map(({ id, title, date, deleted, own }) => ({
      ...{ ...stamps, id, content: title, date, deleted_at: deleted ? 2 : null },
      organization_id: columns({ own }).organization_id,
    })),
  )
  const skills = named(journal.skills, 'Skill').map((row) => ({
    ...row,
    category: ['technical', 'soft_skill'][row.category] ?? '',
    entries: row.entries.map(({ day, level }) => ({ date: dateAt(day), level })),
  }))
  await insertRows(
    'skills',
    skills.map(({ id, title, category, own }) => ({
      ...{ ...stamps, id, name: title, name_key: title, category, confidence_level: 1, level_on: first },
      organization_id: columns({ own }).organization_id,
    })),
  )
  await insertRows(
    'skill_progress',
    skills.flatMap(({ id, entries }) =>
      entries.map(({ date, level }, index) => ({
        ...{ user_id: client.userId, skill_id: id, id: `${index}`, level, date, created_at: index },
      })),
    ),
  )
  const checkIns = named(journal.checkIns, 'Check-in').map((row) => ({ ...row, date: dateAt(row.day) }))
  await insertRows(
    'energy_checkins',
    checkIns.map(({ id, date, energy, engagement, own }) => ({
      ...{ ...stamps, id, at: 1, time_zone: 'UTC', date, weekday: 1, hour: 9, energy_level: energy },
      ...{ engagement_level: engagement, organization_id: columns({ own }).organization_id },
    })),
  )
  const off = journal.off.map(dateAt)
  await insertRows(
    'days_off',
    off.map((date) => ({ user_id: client.userId, date, label: '', seq: 0 })),
  )
  return {
    ...{
      ...world,
      preferences,
      first,
      weekly,
      part,
      goals,
      milestones,
      tasks,
      sessions,
      feedback,
      learnings,
      skills,
      checkIns,
      off,
    },
    date: dateAt(journal.asked),
    target_seconds: journal.target_minutes * 60,
  }
}
export type Written = Awaited<ReturnType<typeof writeJournal>>

/** The seconds of sessions between two dates, minute by minute. */
export const secondsBetweenDates = (
  sessions: Written['sessions'],
  { preferences }: Written,
  from: string,
  to: string,
) => {
  let seconds = 0
  for (const { started_at, duration_seconds } of sessions) {
    for (let at = 0; at < duration_seconds; at += 60) {
      const date = dayOf(started_at + at * 1000, preferences)
      if (date >= from && date <= to) seconds += 60
    }
  }
  return seconds
}

/** The naive week or month of a date. */
export const naivePeriod = (period: 'week' | 'month', date: string, weekStart: number) => {
  if (period === 'month') return { from: `${date.slice(0, 7)}-01`, to: monthEnd(date.slice(0, 7)) }
  let from = date
  while ((new Date(`${from}T00:00:00Z`).getUTCDay() || 7) !== weekStart) from = addDays(from, -1)
  return { from, to: addDays(from, 6) }
}
