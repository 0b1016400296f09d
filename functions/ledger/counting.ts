import { union } from '../lib/db/conditions'
import { allRows, constant, part, type SqlPart, sql } from '../lib/db/sql'
import { isWholeFilter, matchesFilter, partsOf } from '../lib/filter'
import { addDays, calendarPeriod, isoWeekday } from '../lib/time/days'
import { hasSubject, type SqlDateRange } from './facts'
import { readCounting } from './goal-tree'

/** Source of the amounts for a goal. Ticks belong to the goal itself. The other sources are counted by subject. */
export type CountedSource = 'sessions' | 'tasks' | 'cards' | 'chunks' | 'apps' | 'ticks'

/** Amounts of a source on a local day, by subjects. `count`: sessions started that day, tasks, cards or ticks. */
type Happening = { source: CountedSource; date: string; seconds: number; count: number } & Filed

type Filed = {
  goal_id: string | null
  project_id: string | null
  plan_id: string | null
  /** `chunk`, `task` and `repo` are null unless a goal counts such a subject. */
  chunk_id: string | null
  task_id: string | null
  repo: string | null
  /** Tags separated by newlines; null unless a goal counts a tag. */
  tags: string | null
  app: string | null
  app_category: string | null
}

/** Seconds and number of items of some subjects on a day. */
export type DayAmount = { date: string; seconds: number; count: number }

const columns = [
  ...(['goal_id', 'project_id', 'plan_id', 'chunk_id', 'task_id', 'repo', 'tags', 'app', 'app_category'] as const),
]

/** SQL of a source's columns; missing ones are NULL. */
const filedAs = (own: Partial<Record<keyof Filed, string>>) =>
  constant(columns.map((name) => `${own[name] ?? 'NULL'} AS ${name}`).join(', '))

/** WITH clause for the lists of all goals and their rules, present and former: `["tag:#a"] cards`. */
const allCounted = (userId: string) => part`
    WITH counted (text) AS MATERIALIZED (
      SELECT coalesce(group_concat(coalesce(list, '') || ' ' || coalesce(times_of, '')), '')
      FROM (
        SELECT counts AS list, times_of FROM goals WHERE user_id = ${userId}
        UNION ALL SELECT rule ->> 'counts', rule ->> 'times_of' FROM goal_targets WHERE user_id = ${userId}))`

/** SQL that is true if any goal's list contains a text. */
const isCounted = (text: string) => constant(`(SELECT instr(text, '${text}') FROM counted)`)

const within = (date: string, { from, to }: SqlDateRange) => part`${constant(date)} BETWEEN ${from} AND ${to}`

const ofSessions = (userId: string, range: SqlDateRange, only?: string[]) => part`
    SELECT 'sessions' AS source, f.date, f.seconds, f.starts AS count, f.goal_id, f.project_id, f.plan_id,
      iif(${isCounted('"chunk:')}, f.chunk_id, NULL) AS chunk_id,
      iif(${isCounted('"task:')}, f.task_id, NULL) AS task_id,
      iif(${isCounted('"repo:')}, f.repo, NULL) AS repo,
      iif(${isCounted('"tag:')}, (
        SELECT group_concat(tag, char(10)) FROM session_tags AS t
        WHERE t.user_id = f.user_id AND t.session_id = f.session_id), NULL) AS tags,
      NULL AS app, NULL AS app_category
    FROM session_days AS f
    WHERE f.user_id = ${userId} AND ${within('f.date', range)} AND ${
      only ? hasSubject(userId, only) : part`(f.goal_id IS NOT NULL OR ${isCounted('["')})`
    }`

const ofTasks = (userId: string, range: SqlDateRange) => part`
    SELECT 'tasks', completed_on, 0, 1, ${filedAs({
      goal_id: 'goal_id',
      project_id: 'project_id',
      plan_id: 'plan_id',
      task_id: 'id',
      tags: '(SELECT group_concat(value, char(10)) FROM json_each(tasks.tags))',
    })}
    FROM tasks
    WHERE user_id = ${userId} AND ${within('completed_on', range)} AND deleted_at IS NULL AND status = 'done'
      AND ${isCounted(' tasks')}`

const ofPlan = filedAs({ goal_id: 'plans.goal_id', project_id: 'plans.project_id', plan_id: 'plans.id' })

const ofCards = (userId: string, range: SqlDateRange) => part`
    SELECT 'cards', card_reviews.date, 0, count(*), ${ofPlan}
    FROM card_reviews
      JOIN cards ON cards.user_id = card_reviews.user_id AND cards.id = card_id
      LEFT JOIN plans ON plans.user_id = cards.user_id AND plans.id = cards.plan_id
    WHERE card_reviews.user_id = ${userId} AND ${within('card_reviews.date', range)} AND ${isCounted(' cards')}
    GROUP BY card_reviews.date, plans.id`

const ofChunks = (userId: string, range: SqlDateRange) => part`
    SELECT 'chunks', completed_on, 0, 1, ${ofPlan}
    FROM plan_chunks JOIN plans ON plans.user_id = plan_chunks.user_id AND plans.id = plan_id
    WHERE plan_chunks.user_id = ${userId} AND ${within('completed_on', range)} AND ${isCounted(' chunks')}`

const ofApps = (userId: string, range: SqlDateRange) => part`
    SELECT 'apps', date, total_seconds, event_count, ${filedAs({
      app: 'daily_usage.package_name',
      app_category: '(SELECT category FROM apps WHERE apps.package_name = daily_usage.package_name)',
    })}
    FROM daily_usage
    WHERE user_id = ${userId} AND ${within('date', range)} AND ${isCounted('"app')}`

const ofTicks = (userId: string, range: SqlDateRange) => part`
    SELECT 'ticks', date, 0, amount, ${filedAs({ goal_id: 'goal_id' })}
    FROM goal_ticks
    WHERE user_id = ${userId} AND ${within('date', range)}`

const selects: Record<CountedSource, (userId: string, range: SqlDateRange, only?: string[]) => SqlPart> = {
  sessions: ofSessions,
  tasks: ofTasks,
  cards: ofCards,
  chunks: ofChunks,
  apps: ofApps,
  ticks: ofTicks,
}

/** Rounds away binary fractions: 0.1 + 0.2 is 0.3. */
export const roundFloat = (amount: number) => Number(amount.toPrecision(12))

/** Subjects that a row is filed under. */
const subjectsOf = (row: Filed & Pick<Happening, 'source'>): string[] => {
  const named: [kind: string, key: string | null][] = [
    ['goal', row.goal_id],
    ['project', row.project_id],
    ['plan', row.plan_id],
    ['chunk', row.chunk_id && `${row.plan_id}/${row.chunk_id}`],
    ['task', row.task_id],
    ['repo', row.repo],
    ['app', row.app],
    ['app-category', row.app_category],
  ]
  // Ticks and app usage are not tracked time, so `all` does not include them.
  const isFiled = row.source !== 'ticks' && row.source !== 'apps'
  return [
    ...(isFiled ? ['all'] : []),
    ...(row.plan_id === null ? [] : ['plan:any']),
    ...named.flatMap(([kind, key]) => (key === null ? [] : [`${kind}:${key}`])),
    ...(row.tags?.split('\n').map((tag) => `tag:#${tag}`) ?? []),
  ]
}

type FiledSession = Pick<Filed, 'goal_id' | 'project_id' | 'plan_id' | 'chunk_id' | 'task_id'> & {
  tags: string[]
  repo_owner?: string | null
  repo_name?: string | null
}

/** Subjects that a session is filed under. */
export const subjectsOfSession = ({ tags, repo_owner, repo_name, ...session }: FiledSession) => {
  const repo = repo_owner ? `${repo_owner}/${repo_name}`.toLowerCase() : null
  return subjectsOf({
    ...session,
    source: 'sessions',
    repo,
    tags: tags.join('\n') || null,
    app: null,
    app_category: null,
  })
}

/** Amounts of a source on the days on which any of the subjects has some, in date order. Each row counts once. */
export type AmountsOf = (source: CountedSource, subjects: string[]) => DayAmount[]

/** @param unordered rows in any order */
const amountsIn = (unordered: Happening[]): AmountsOf => {
  const rows = unordered.toSorted((a, b) => Number(a.date > b.date) - Number(a.date < b.date))
  const bySubject = new Map<string, number[]>()
  for (const [index, row] of rows.entries()) {
    for (const subject of subjectsOf(row)) {
      const key = `${row.source} ${subject}`
      const known = bySubject.get(key)
      if (known) known.push(index)
      else bySubject.set(key, [index])
    }
  }
  const known = new Map<string, DayAmount[]>()
  const indexesOf = (source: CountedSource, subject: string): number[] => {
    if (!isWholeFilter(subject)) return bySubject.get(`${source} ${subject}`) ?? []
    const { all, none } = partsOf(subject)
    const setOf = (group: string[]) => new Set(group.flatMap((one) => indexesOf(source, one)))
    const [first = new Set(indexesOf(source, 'all')), ...others] = all.map(setOf)
    const out = setOf(none)
    return [...first].filter((index) => others.every((other) => other.has(index)) && !out.has(index))
  }
  return (source, subjects) => {
    const all = `${source}\n${subjects.join('\n')}`
    const before = known.get(all)
    if (before) return before
    const indexes = [...new Set(subjects.flatMap((subject) => indexesOf(source, subject)))].sort((a, b) => a - b)
    const days: DayAmount[] = []
    for (const index of indexes) {
      const row = rows[index]
      if (row === undefined) continue
      const { date, seconds, count } = row
      const last = days.at(-1)
      if (last?.date === date) {
        last.seconds += seconds
        last.count += count
      } else days.push({ date, seconds, count })
    }
    known.set(all, days)
    return days
  }
}

/**
 * Reads the amounts for goals on the dates of a range, in one statement.
 * @param only limits sessions to these subjects, and amounts to these sources; by default, all that some goal may count
 */
export const readAmounts = async (
  db: D1Database,
  userId: string,
  range: SqlDateRange,
  only?: { subjects: string[]; sources: CountedSource[] },
): Promise<AmountsOf> => {
  const sources = Object.entries(selects).filter(([name]) => only?.sources.includes(name as CountedSource) ?? true)
  // Grouping the rows by day in SQL would take longer than sending them.
  const rows = await allRows<Happening>(sql(db)`${allCounted(userId)}
    ${union(sources.map(([, select]) => select(userId, range, only?.subjects)))}`)
  return amountsIn(rows)
}

type RuleRow = { id: string; from_date: string; week_start: number } & {
  unit: Parameters<typeof calendarPeriod>[0] | null
  on_days: string | null
}

/** Last date and weekdays of each period of a goal that contains a date. @param rules in date order */
const periodsWith = (date: string, rules: RuleRow[]) => {
  const calendar = ({ unit, week_start }: RuleRow, of: string) => unit && calendarPeriod(unit, of, week_start)
  return rules.flatMap((rule, index) => {
    const [first, period] = [calendar(rule, rule.from_date), calendar(rule, date)]
    if (!first || !period || date < first.from) return []
    // A later rule ends the current period where its own first period begins.
    const cuts = rules.slice(index + 1).filter(({ from_date }) => from_date <= period.to)
    const ends = cuts.map((cut) => addDays(calendar(cut, cut.from_date)?.from ?? cut.from_date, -1))
    const to = [period.to, ...ends].toSorted()[0] ?? period.to
    return date <= to ? [{ to, on_days: rule.on_days }] : []
  })
}

/** Goals whose figures count a session, by title: in the periods that contain its days, or over all time. */
export const goalsOfSession = async (
  db: D1Database,
  userId: string,
  session: FiledSession & { days: [date: string, seconds: number][] },
) => {
  const dates = session.days.map(([date]) => date)
  const [first = ''] = dates
  const [{ countedAt }, goals, rules] = await Promise.all([
    readCounting(db, userId, first),
    allRows<{ id: string; title: string; on_days: string | null; recurs: number; start: string }>(sql(db)`
      SELECT id, title, on_days, coalesce(period, iif(kind IN ('weekly', 'monthly'), '', 'once')) <> 'once' AS recurs,
        coalesce(start_date, iif(counts IS NULL AND times_of IS NULL, NULL, created_on), '') AS start
      FROM goals
      WHERE user_id = ${userId} AND deleted_at IS NULL
        AND (status IN ('not_started', 'in_progress') OR completed_on >= ${first})
        AND (times_of IS NULL OR times_of IN ('days', 'sessions'))
      ORDER BY title COLLATE NOCASE, id`),
    allRows<RuleRow>(sql(db)`
      SELECT goal_id AS id, from_date, week_start, rule ->> 'on_days' AS on_days,
        coalesce(rule ->> 'period', iif(target_minutes IS NULL, NULL, iif(kind = 'weekly', 'week', 'month'))) AS unit
      FROM goal_targets
      WHERE user_id = ${userId}
      ORDER BY from_date`),
  ])
  const filed = new Set(subjectsOfSession(session))
  const rulesOf = Map.groupBy(rules, ({ id }) => id)
  return goals.filter(({ id, on_days, recurs, start }) =>
    dates.some((date) => {
      const inPeriods = periodsWith(date, rulesOf.get(id) ?? []).filter(({ to }) => recurs === 0 || to >= start)
      const ways = recurs || date < start ? inPeriods : [...inPeriods, { to: '9999-12-31', on_days }]
      return ways.some(
        (way) =>
          (way.on_days?.includes(String(isoWeekday(date))) ?? true) &&
          countedAt(id, way.to).some((filter) => matchesFilter(filter, (subject) => filed.has(subject))),
      )
    }),
  )
}
