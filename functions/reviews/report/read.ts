import { clientSubject, factsQuery } from '../../ledger/facts'
import type { ResolvedSubject } from '../../ledger/resolve-subject'
import type { NamedSubject } from '../../ledger/schema'
import { periodEnd } from '../../ledger/series'
import { noneLabels } from '../../ledger/subject'
import { namesSelect } from '../../ledger/sums'
import { termsOfFact } from '../../ledger/terms'
import { allRows, constant, part, type SqlPart, sql } from '../../lib/db/sql'
import { intersectFilters } from '../../lib/filter'
import { longDate, monthName, rangeText } from '../../lib/text/format'
import { monthOf, type Range } from '../../lib/time/days'
import { buildReport, type Division, type ReportEntry, type ReportGroup } from './build'
import { type ReportQuery, singleClient } from './schema'

type ReportEntryRow = Omit<ReportEntry, 'tags' | 'billable'> & {
  tags: string
  billable: 0 | 1
  started_at: number
  number: number
}

/** Entries of a filter in chronological order. Notes are read only if the report shows them. */
const readEntries = async (
  db: D1Database,
  userId: string,
  filter: ResolvedSubject,
  { range, withNotes }: ReportQuery,
) => {
  const { from, where, seconds } = factsQuery(userId, [filter], range)
  const { isBillable, rateOf } = termsOfFact(userId)
  // Sorted below: SQLite would read each row once more.
  const rows = await allRows<ReportEntryRow>(sql(db)`
    SELECT f.session_id, f.date, sum(${seconds}) AS seconds, 'project:' || coalesce(f.project_id, 'none') AS project,
      'goal:' || coalesce(f.goal_id, 'none') AS goal, 'task:' || coalesce(f.task_id, 'none') AS task,
      ${clientSubject(userId)} AS client, ${isBillable} AS billable, ${rateOf} AS rate, s.title, s.focus_ends_at,
      ${withNotes ? constant('s.notes') : constant("''")} AS notes, s.tags, s.duration_seconds AS whole, s.started_at,
      s.number, iif(s.days ->> '$[0][0]' = f.date, 0, (
        SELECT coalesce(sum(day.value ->> 1), 0) FROM json_each(s.days) AS day WHERE day.value ->> 0 < f.date)) AS offset
    FROM ${from} CROSS JOIN sessions AS s ON s.user_id = f.user_id AND s.id = f.session_id
    WHERE ${where}
    GROUP BY f.date, f.session_id`)
  rows.sort(
    (a, b) => (a.date < b.date ? -1 : Number(a.date > b.date)) || a.started_at - b.started_at || a.number - b.number,
  )
  return rows.map(
    ({ tags, billable, started_at: _, number: __, ...row }): ReportEntry => ({
      ...row,
      tags: JSON.parse(tags),
      billable: billable === 1,
    }),
  )
}

/** Name of a group. `range` are its days; `subject` selects its sessions, null if no filter can. */
type Named = { label: string; color?: string | null; range: Range; subject: string | null }

export type NamedGroup = Omit<ReportGroup, 'groups'> & Named & { division: Division; groups: NamedGroup[] }

const without: Partial<Record<string, string>> = {
  'organization:none': 'No client',
  'tag:none': 'No tag',
}

/** SELECT of the subjects that may be groups of a division; undefined for divisions whose keys need no names. */
const selectGroups = (userId: string, { from, to }: Range): Partial<Record<Division, SqlPart>> => ({
  project: part`SELECT 'project:' || id FROM projects WHERE user_id = ${userId}`,
  goal: part`SELECT 'goal:' || id FROM goals WHERE user_id = ${userId}`,
  task: part`
    SELECT DISTINCT 'task:' || task_id FROM session_days INDEXED BY session_days_by_task
    WHERE user_id = ${userId} AND task_id IS NOT NULL AND date BETWEEN ${from} AND ${to}`,
  client: part`SELECT 'organization:' || id FROM organizations WHERE user_id = ${userId}`,
})

/** Reads the names of a report's groups, in parallel with the entries. */
const readNames = (db: D1Database, userId: string, { range, groups }: ReportQuery) => {
  const selects = selectGroups(userId, range)
  const [first, ...others] = groups.flatMap((division) => selects[division] ?? [])
  if (!first) return []
  const subjects = others.reduce((all, one) => part`${all} UNION ALL ${one}`, first)
  return allRows<NamedSubject>(sql(db)`${namesSelect(userId, subjects)}`)
}

type Naming = {
  names: Map<string, { label: string; color: string | null }>
  query: ReportQuery
  weekStart: number
  today: string
}

const nameOf = (
  key: string,
  division: Division,
  { names, query, weekStart, today }: Naming,
): Omit<Named, 'subject'> => {
  const { range } = query
  if (division === 'day' || division === 'week' || division === 'month') {
    const end = periodEnd(key, division, weekStart)
    // biome-ignore lint/complexity/useMathMinMax: dates are strings
    const days = { from: key < range.from ? range.from : key, to: end > range.to ? range.to : end }
    if (division === 'month') return { label: monthName(monthOf(key), today), range: days }
    return {
      label: days.from === days.to ? longDate(days.from, today) : rangeText(days.from, days.to, today),
      range: days,
    }
  }
  const known = names.get(key)
  const own = /^(tag|title):/.test(key) ? key.slice(key.indexOf(':') + 1) : 'A deleted item'
  return { label: known?.label ?? without[key] ?? noneLabels.get(key) ?? own, color: known?.color, range }
}

/** Subject for the key of a group; null for titles and several tags, which a filter cannot express. */
const subjectOf = (key: string, division: Division) => {
  if (/^(day|week|month)$/.test(division)) return 'all'
  return division === 'title' || (division === 'tag' && key !== 'tag:none') ? null : key
}

const namedGroups = (groups: ReportGroup[], above: Named, naming: Naming, depth = 0): NamedGroup[] =>
  groups.map((group) => {
    const division = naming.query.groups[depth] ?? 'project'
    const name = nameOf(group.key, division, naming)
    const own = subjectOf(group.key, division)
    const range = /^(day|week|month)$/.test(division) ? name.range : above.range
    const subject = own === null || above.subject === null ? null : intersectFilters(above.subject, own)
    const named = { ...name, range, subject }
    return { ...group, ...named, division, groups: namedGroups(group.groups, named, naming, depth + 1) }
  })

/** Reads the entries of a filter and groups them, with names. @param weekStart ISO weekday */
export const readReport = async (
  db: D1Database,
  userId: string,
  filter: ResolvedSubject,
  query: ReportQuery,
  { weekStart, today }: { weekStart: number; today: string },
) => {
  const [entries, found] = await Promise.all([readEntries(db, userId, filter, query), readNames(db, userId, query)])
  const { groups, withSessions, ...options } = query
  const report = buildReport(entries, { ...options, groups, weekStart, withEntries: withSessions })
  const hasOneClient = groups[0] === 'client' || singleClient(query.subject) !== undefined
  const names = new Map(
    found.map(({ subject, label, client, color, deleted }) => [
      subject,
      {
        label: `${label}${client && !hasOneClient ? `, ${client}` : ''}${deleted ? ' (deleted)' : ''}`,
        color,
      },
    ]),
  )
  const above = { label: '', range: query.range, subject: query.subject }
  return { ...report, all: entries, groups: namedGroups(report.groups, above, { names, query, weekStart, today }) }
}

export type NamedReport = Awaited<ReturnType<typeof readReport>>
