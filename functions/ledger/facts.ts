import { allRows, constant, part, type SqlPart, sql } from '../lib/db/sql'
import { isWholeFilter, partsOf } from '../lib/filter'
import { matchesSearch } from '../lib/search/match'
import { flattenFilters, type LedgerFilter } from './resolve-subject'
import { type DaySum, type NamedSubject, noTime, type SubjectSum, type Sums } from './schema'
import type { SubjectKind } from './subject'
import { namesSelect } from './sums'
import { clientOfTime, termsOfFact } from './terms'

/** Dates of a range, as text or as SQL. */
export type SqlDateRange = { from: string | SqlPart; to: string | SqlPart }

/** Limits a range to dates up to `date`, where a later page of a list begins. @param range null for all time */
export const limitRange = (range: SqlDateRange | null, date: string | undefined): SqlDateRange | null => {
  if (date === undefined) return range
  return { from: range?.from ?? '', to: range ? part`min(${range.to}, ${date})` : date }
}

/** Tags of a fact. Facts are rows `f` of `session_days`: seconds on a local day, with project, goal, plan and task. */
const tagged = constant('SELECT tag FROM session_tags AS t WHERE t.user_id = f.user_id AND t.session_id = f.session_id')

/** The session of a fact. */
const ownSession = constant('SELECT 1 FROM sessions AS s WHERE s.user_id = f.user_id AND s.id = f.session_id')

/** SQL of the key of a fact's subject, by kind of subject; NULL without such a subject. */
const keyOf = {
  project: 'f.project_id',
  goal: 'f.goal_id',
  plan: 'f.plan_id',
  chunk: "f.plan_id || '/' || f.chunk_id",
  task: 'f.task_id',
  repo: 'f.repo',
}
type KeyKind = keyof typeof keyOf

const keySubject = (kind: KeyKind) => constant(`'${kind}:' || coalesce(${keyOf[kind]}, 'none')`)

/** SQL of a fact's subject, by kind; `pr` may be NULL. `hour` needs the join `hour`, `tag` the join `tagged`. */
const subjectSql = {
  all: constant("'all'"),
  project: keySubject('project'),
  goal: keySubject('goal'),
  plan: keySubject('plan'),
  chunk: keySubject('chunk'),
  task: keySubject('task'),
  repo: keySubject('repo'),
  pr: constant("'pr:' || f.repo || '#' || f.pr_number"),
  tag: constant("coalesce('tag:#' || tagged.tag, 'tag:none')"),
  hour: constant("printf('hour:%d:%02d', hour.value / 10000000, hour.value / 100000 % 100)"),
}

/** SQL of a fact's client, as a subject. */
export const clientSubject = (userId: string) => part`'organization:' || coalesce(${clientOfTime(userId)}, 'none')`

const subjectOfKind = (userId: string, kind: SubjectKind) =>
  kind === 'organization' ? clientSubject(userId) : subjectSql[kind]

/** Weekday and hour as one integer: 309 is Wednesday from 09:00. */
const weekHour = constant('hour.value / 100000')

/** Joins one row for each hour of a fact, in order. */
const joinHours = constant('JOIN json_each(f.hours) AS hour')

/** Kinds of filters. `filter` is a filter of several groups, which a goal may count as one subject. */
type FilterKind = SubjectKind | 'type' | 'billable' | 'filter'

const kindOfSubject = (subject: string): FilterKind => {
  if (isWholeFilter(subject)) return 'filter'
  const [kind = ''] = subject.split(':')
  return kind in subjectSql || /^(organization|type|billable)$/.test(kind) ? (kind as FilterKind) : 'all'
}

const filterKind = ({ subjects: [first = 'all'] }: LedgerFilter) => kindOfSubject(first)

const isSeveral = ({ subjects, not }: LedgerFilter) => subjects[0] === 'tag:several' && !not

type Listing = (values: (string | number)[]) => SqlPart

const listed: Listing = (values) => part`(SELECT value FROM json_each(${JSON.stringify(values)}))`

/** Condition for facts of subjects of one kind. Compares the column itself, so that its index is used. */
const isFiledUnder = (kind: KeyKind, subjects: string[], list = listed) => {
  const key = constant(`(${keyOf[kind]})`)
  const isOne = part`${key} IN ${list(subjects.map((subject) => subject.slice(kind.length + 1)))}`
  return subjects.includes(`${kind}:none`) ? part`(${isOne} OR ${key} IS NULL)` : isOne
}

const joined = (parts: SqlPart[], by: string): SqlPart => ({
  text: parts.map(({ text }) => text).join(by),
  values: parts.flatMap(({ values }) => values),
})

const weekHourOf = (subject: string) => Number(subject.slice('hour:'.length).replace(':', ''))

/** Condition for facts of any of the subjects, which may be of several kinds. */
export const hasSubject = (userId: string, subjects: string[], list = listed): SqlPart => {
  const kinds = [...Map.groupBy(subjects, kindOfSubject).values()]
  const parts = kinds.map((ofKind) => hasSubjectOfKind(userId, ofKind, list))
  return parts[1] ? part`(${joined(parts, ' OR ')})` : (parts[0] ?? hasSubjectOfKind(userId, subjects, list))
}

const passesFilter = (userId: string, filter: string, list: Listing) => {
  const { all, none } = partsOf(filter)
  const isOf = (group: string[]) => hasSubject(userId, group, list)
  return part`(${joined([...all.map(isOf), part`(${isOf(none)}) IS NOT TRUE`], ' AND ')})`
}

/** Joins conditions by OR as a balanced tree, because SQLite limits the depth of an expression to 100. */
const anyOf = (conditions: SqlPart[]): SqlPart => {
  const [first = constant('0'), second] = conditions
  if (!second) return first
  const middle = Math.ceil(conditions.length / 2)
  return part`(${anyOf(conditions.slice(0, middle))} OR ${anyOf(conditions.slice(middle))})`
}

/** Condition for facts that pass any of the filters. Binds all lists as one value: a statement has at most 100. */
const passesAny = (userId: string, filters: string[]) => {
  const lists: (string | number)[][] = []
  const byPlace: Listing = (values) =>
    constant(`(SELECT value FROM json_each(of_filters.lists, '$[${lists.push(values) - 1}]'))`)
  const any = anyOf(filters.map((filter) => passesFilter(userId, filter, byPlace)))
  return part`EXISTS (SELECT 1 FROM (SELECT ${JSON.stringify(lists)} AS lists) AS of_filters WHERE ${any})`
}

const hasTag = (subjects: string[], list: Listing) => {
  const named = part`EXISTS (${tagged} AND t.tag IN ${list(subjects.map((subject) => subject.slice('tag:#'.length)))})`
  return subjects.includes('tag:none') ? part`(${named} OR NOT EXISTS (${tagged}))` : named
}

const hasSubjectOfKind = (userId: string, subjects: string[], list: Listing): SqlPart => {
  const [first = 'all'] = subjects
  const kind = kindOfSubject(first)
  if (subjects.length === 0) return constant("f.date = ''")
  if (kind === 'all') return constant('1')
  if (kind === 'filter') return subjects[1] ? passesAny(userId, subjects) : passesFilter(userId, first, list)
  if (subjects.includes('plan:any')) return constant('f.plan_id IS NOT NULL')
  if (first === 'tag:several') return part`(SELECT count(*) FROM (${tagged})) > 1`
  if (kind === 'tag') return hasTag(subjects, list)
  if (kind === 'type')
    return part`EXISTS (${ownSession} AND s.source IN ${list(subjects.map((one) => one.slice('type:'.length)))})`
  if (kind === 'billable')
    return part`${termsOfFact(userId).isBillable} IN ${list(subjects.map((one) => Number(one === 'billable:yes')))}`
  if (kind === 'hour') return part`${weekHour} IN ${list(subjects.map(weekHourOf))}`
  if (kind === 'pr' || kind === 'organization') return part`${subjectOfKind(userId, kind)} IN ${list(subjects)}`
  return isFiledUnder(kind, subjects, list)
}

const conditionOf = (userId: string, { subjects, weekday, within, not }: LedgerFilter): SqlPart => {
  const [first = ''] = subjects
  const own = first.startsWith('text:=')
    ? part`1 ${matchesSearch('f.session_id', first.slice('text:='.length), { userId, kind: 'session' })}`
    : hasSubject(userId, subjects)
  const counts = weekday === null ? own : part`${own} AND strftime('%u', f.date) = ${String(weekday)}`
  return part`${not ? part`(${counts}) IS NOT TRUE` : counts}
      AND ${within ? isFiledUnder('project', within) : constant('1')}`
}

/**
 * SQL for the facts that pass all filters. `from` names them `f`, `where` selects them; `seconds` and `starts` are the
 * amounts of each fact. @param range null for all time @param splitsHours one row for each hour
 */
export const factsQuery = (userId: string, given: LedgerFilter[], range: SqlDateRange | null, splitsHours = false) => {
  const filters = flattenFilters(given)
  const byHour = splitsHours || filters.some((filter) => filterKind(filter) === 'hour')
  const times = filters.some(isSeveral) ? part`(SELECT count(*) - 1 FROM (${tagged}))` : null
  const seconds = byHour ? constant('(hour.value % 100000)') : constant('f.seconds')
  const starts = byHour ? constant('(f.starts AND hour.key = 0)') : constant('f.starts')
  return {
    from: part`session_days AS f ${byHour ? joinHours : constant('')}`,
    where: part`f.user_id = ${userId} AND ${range ? part`f.date BETWEEN ${range.from} AND ${range.to}` : constant('1')}
      AND ${
        filters.length > 0
          ? joined(
              filters.map((filter) => conditionOf(userId, filter)),
              ' AND ',
            )
          : constant('1')
      }`,
    seconds: times ? part`(${seconds} * ${times})` : seconds,
    starts,
  }
}

/** SQL of the UTC date of an instant, shifted by `days`. */
const utcDate = (instant: number | SqlPart, days: string) => part`date(${instant} / 1000, 'unixepoch', ${days})`

/**
 * SELECT of the ids of finished sessions in an interval (epoch ms), except planned ones. May include some outside it. A
 * local date differs from the UTC date by at most one day, and an entered session has at most three. Longer sessions
 * are found by the days of their time, unless idle for days before their end. @param to null for now
 */
export const sessionsAround = (userId: string, from: number | SqlPart, to: number | SqlPart | null) => part`
    SELECT session_id FROM session_days
    WHERE user_id = ${userId} AND date >= ${utcDate(from, '-5 days')}
      AND ${to === null ? constant('1') : part`date <= ${utcDate(to, '+1 day')}`}`

/** SQL of an aggregate over all facts of a row in the table; NULL if it has no facts. */
export const trackedAggregate = (
  table: 'projects' | 'plans' | 'tasks',
  aggregate: 'sum(seconds)' | 'sum(starts)' | 'max(date)',
) =>
  constant(`(
    SELECT ${aggregate} FROM session_days AS own
    WHERE own.user_id = ${table}.user_id AND own.${table.slice(0, -1)}_id = ${table}.id)`)

const isOfDays = (filter: LedgerFilter) => filter.weekday !== null || filterKind(filter) === 'hour'

/**
 * SELECT of the facts that pass all filters. `starts`: it is the session's first day. `is_start`: the filters count it
 * as a session. `is_listed`: it is the session's first fact in the range, where lists show the session. @param also a
 * further condition on the facts `f`
 */
export const selectFacts = (
  userId: string,
  filters: LedgerFilter[],
  range: SqlDateRange | null,
  also: SqlPart = constant('1'),
) => {
  const { from, where, seconds, starts } = factsQuery(userId, filters, range)
  const firstDay = part`(
      SELECT min(day.value ->> 0) FROM sessions AS own JOIN json_each(own.days) AS day
      WHERE own.user_id = f.user_id AND own.id = f.session_id AND day.value ->> 0 >= ${range?.from ?? ''})`
  const isListed = flattenFilters(filters).some(isOfDays)
    ? constant('row_number() OVER (PARTITION BY f.session_id ORDER BY f.date) = 1')
    : part`(f.starts = 1 OR f.date = ${firstDay})`
  return part`
    SELECT f.session_id, f.date, f.starts, ${starts} AS is_start, ${seconds} AS seconds, ${isListed} AS is_listed
    FROM ${from}
    WHERE ${where} AND ${also}`
}

/** True if the filter selects all of a person's time. */
export const isEverything = ({ subjects, weekday, within, and }: LedgerFilter) =>
  subjects[0] === 'all' && weekday === null && within === undefined && and === undefined

/** SELECT of the days that have facts, with their sums. Reads `day_totals` for all of a person's time. */
export const selectDays = (userId: string, filters: LedgerFilter[], range: SqlDateRange | null) => {
  if (filters.every(isEverything))
    return part`
    SELECT date, total_seconds, session_count
    FROM day_totals
    WHERE user_id = ${userId} AND ${range ? part`date BETWEEN ${range.from} AND ${range.to}` : constant('1')}
      AND (total_seconds > 0 OR session_count > 0)`
  const { from, where, seconds, starts } = factsQuery(userId, filters, range)
  return part`
    SELECT f.date, sum(${seconds}) AS total_seconds, sum(${starts}) AS session_count
    FROM ${from}
    WHERE ${where}
    GROUP BY f.date
    HAVING sum(${seconds}) > 0 OR sum(${starts}) > 0`
}

/** Days with sessions, in date order. @param range null for all time */
export const readDaySums = (db: D1Database, userId: string, filter: LedgerFilter, range: SqlDateRange | null) =>
  allRows<DaySum>(sql(db)`${selectDays(userId, [filter], range)} ORDER BY date`)

/** Sums by project or client, for each day or for each month (by its first day), in date order. */
export const readDaySumsBy = (
  db: D1Database,
  userId: string,
  filter: LedgerFilter,
  range: SqlDateRange,
  kind: 'project' | 'organization',
  isByMonth: boolean,
) => {
  const { from, where, seconds, starts } = factsQuery(userId, [filter], range)
  return allRows<DaySum & { subject: string }>(sql(db)`
    SELECT ${constant(isByMonth ? "substr(f.date, 1, 8) || '01'" : 'f.date')} AS date, ${subjectOfKind(userId, kind)} AS subject,
      sum(${seconds}) AS total_seconds, sum(${starts}) AS session_count
    FROM ${from}
    WHERE ${where}
    GROUP BY 1, 2
    HAVING sum(${seconds}) > 0
    ORDER BY 1`)
}

/** SQL of the earliest day with the most time; NULL if there is no time. */
export const selectBestDay = (userId: string, filter: LedgerFilter, range: SqlDateRange | null) => part`(
    SELECT date FROM (${selectDays(userId, [filter], range)})
    WHERE total_seconds > 0
    ORDER BY total_seconds DESC, date
    LIMIT 1)`

/** @param range null for all time */
export const readTotal = async (
  db: D1Database,
  userId: string,
  filter: LedgerFilter | LedgerFilter[],
  range: SqlDateRange | null,
): Promise<Sums> => {
  const sum = await sql(db)`
    SELECT coalesce(sum(total_seconds), 0) AS total_seconds, coalesce(sum(session_count), 0) AS session_count
    FROM (${selectDays(userId, [filter].flat(), range)})`.first<Sums>()
  return sum ?? noTime
}

/** SELECT of `subject`, `total_seconds` and `session_count` of each subject of a kind that has facts. */
export const selectSubjects = (
  userId: string,
  filters: LedgerFilter[],
  range: SqlDateRange | null,
  kind: SubjectKind,
) => {
  const { from, where, seconds, starts } = factsQuery(userId, filters, range, kind === 'hour')
  const tags =
    kind === 'tag'
      ? constant('LEFT JOIN session_tags AS tagged ON tagged.user_id = f.user_id AND tagged.session_id = f.session_id')
      : constant('')
  return part`
    SELECT ${subjectOfKind(userId, kind)} AS subject, sum(${seconds}) AS total_seconds, sum(${starts}) AS session_count
    FROM ${from} ${tags}
    WHERE ${where}
    GROUP BY ${kind === 'hour' ? weekHour : constant('1')}
    HAVING subject IS NOT NULL AND (total_seconds > 0 OR session_count > 0)`
}

/** SELECT of the sums of several kinds, whose facts are read once. None is `tag` or `hour`. */
const selectSubjectsOf = (
  userId: string,
  filters: LedgerFilter[],
  range: SqlDateRange | null,
  kinds: SubjectKind[],
) => {
  const { from, where, seconds, starts } = factsQuery(userId, filters, range)
  const columns = kinds.map((kind) => part`${subjectOfKind(userId, kind)} AS ${constant(kind)}`)
  const sums = kinds.map(
    (kind) => part`
    SELECT ${constant(kind)} AS subject, sum(seconds) AS total_seconds, sum(starts) AS session_count
    FROM filed
    GROUP BY 1
    HAVING subject IS NOT NULL AND (total_seconds > 0 OR session_count > 0)`,
  )
  return part`
    WITH filed AS MATERIALIZED (
      SELECT ${joined(columns, ', ')}, sum(${seconds}) AS seconds, sum(${starts}) AS starts
      FROM ${from}
      WHERE ${where}
      GROUP BY ${constant(kinds.map((_, index) => index + 1).join(', '))})
    ${joined(sums, ' UNION ALL ')}`
}

type NamedRow = Sums & Omit<NamedSubject, 'label'> & { label: string | null }

/** Sums of the subjects of some kinds, longest first, with names. @param range null for all time */
export const subjectSums = async (
  db: D1Database,
  userId: string,
  filters: LedgerFilter[],
  range: SqlDateRange | null,
  kinds: SubjectKind[],
): Promise<SubjectSum[]> => {
  const isSplit = kinds.length === 1 || kinds.some((kind) => kind === 'tag' || kind === 'hour')
  const sums = isSplit
    ? joined(
        kinds.map((kind) => selectSubjects(userId, filters, range, kind)),
        ' UNION ALL ',
      )
    : selectSubjectsOf(userId, filters, range, kinds)
  const rows = await allRows<NamedRow>(sql(db)`
    WITH sums AS MATERIALIZED (${sums})
    SELECT sums.subject, total_seconds, session_count, label, client, classification, color, deleted, organization_id,
      organization
    FROM sums LEFT JOIN (${namesSelect(userId, part`SELECT subject FROM sums`)}) AS names ON names.subject = sums.subject
    ORDER BY total_seconds DESC, sums.subject`)
  return rows.map(({ subject, total_seconds, session_count, label, ...name }) => ({
    subject,
    total_seconds,
    session_count,
    name: label === null ? null : { subject, label, ...name },
  }))
}
