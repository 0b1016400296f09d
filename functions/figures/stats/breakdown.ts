import { classificationNames } from '../../filing/projects/schema'
import { readDaySums, subjectSums } from '../../ledger/facts'
import { daysWithin, previousRange } from '../../ledger/range'
import type { LedgerFilter } from '../../ledger/resolve-subject'
import {
  addUp,
  bestDayOf,
  type DaySum,
  isLong,
  type NamedSubject,
  noTime,
  type SubjectSum,
  type Sums,
  yearBefore,
} from '../../ledger/schema'
import { noneLabels, parseHourSubject, type SubjectKind } from '../../ledger/subject'
import { padded, weekdayNames } from '../../lib/text/format'
import { isoWeekday, monthEnd, monthOf, monthStart, type Range } from '../../lib/time/days'
import type { Division, StatsQuery } from './query'

/**
 * A subject's share of the time of a range. `key` is the id of a project, organization, goal, plan or task,
 * `plan/chunk`, a name, or the number of a weekday or hour. Null for time without a subject of this kind; empty for
 * time counted under more than one.
 */
export type Share = Sums & {
  subject: string
  key: string | number | null
  label: string
  client: string
  color: string | null
  deleted: boolean
}

const noDetails = { client: '', color: null, deleted: false }

const subjectKinds: Record<Division, SubjectKind[]> = {
  project: ['project'],
  client: ['project', 'organization'],
  organization: ['project', 'organization'],
  classification: ['project'],
  goal: ['goal'],
  plan: ['plan'],
  chunk: ['chunk'],
  task: ['task'],
  repo: ['repo'],
  tag: ['all', 'tag'],
  weekday: ['hour'],
  hour: ['hour'],
}

const subtract = (one: Sums, other: Sums): Sums => ({
  total_seconds: one.total_seconds - other.total_seconds,
  session_count: one.session_count - other.session_count,
})

const keyOf = (subject: string) => subject.slice(subject.indexOf(':') + 1)

const ofKind = (sums: SubjectSum[], kind: SubjectKind) => sums.filter(({ subject }) => subject.startsWith(`${kind}:`))

/** Longest first. Time without a subject and time counted more than once come last. */
const sortShares = <S extends Share>(shares: S[]) => {
  const rank = ({ key }: Share) => (key === '' ? 2 : Number(key === null))
  return shares.toSorted((a, b) => rank(a) - rank(b) || b.total_seconds - a.total_seconds)
}

type Names = Map<string, NamedSubject>

/** Kinds that a session is filed under at most once. */
type FiledKind = 'project' | 'goal' | 'plan' | 'chunk' | 'task' | 'repo'

const filedShares = (sums: SubjectSum[], names: Names, kind: FiledKind) =>
  ofKind(sums, kind).map((sum): Share => {
    const name = names.get(sum.subject)
    const without = noneLabels.get(sum.subject)
    const unnamed = kind === 'project' || kind === 'goal' ? 'Permanently deleted' : keyOf(sum.subject)
    return {
      ...sum,
      key: without === undefined ? keyOf(sum.subject) : null,
      label: name?.label ?? without ?? unnamed,
      client: name?.client ?? '',
      color: name?.color ?? null,
      deleted: kind !== 'repo' && without === undefined && name?.deleted !== 0,
    }
  })

/** Groups projects by a current property of theirs, and sums each group. */
const groupProjects = (sums: SubjectSum[], groupOf: (subject: string) => Omit<Share, keyof Sums>) => {
  const groups = new Map<string, Share>()
  for (const { subject, ...sum } of ofKind(sums, 'project')) {
    const group = groupOf(subject)
    const known = groups.get(group.subject)
    groups.set(group.subject, known ? { ...known, ...addUp([known, sum]) } : { ...group, ...sum })
  }
  return [...groups.values()]
}

/** Time by organization as of each day, in the colour of its longest project. As client, its subject has its name. */
const organizationShares = (sums: SubjectSum[], names: Names, by: 'client' | 'organization') =>
  ofKind(sums, 'organization').map(({ subject, name, ...sum }): Share => {
    const id = keyOf(subject)
    if (!name) return { subject: `${by}:none`, key: null, label: `No ${by}`, ...noDetails, ...sum }
    const { label } = name
    const color = ofKind(sums, 'project').find((one) => names.get(one.subject)?.organization_id === id)?.name?.color
    const own = by === 'client' ? { subject: `client:=${label}`, key: label } : { subject, key: id }
    return { ...own, label, ...noDetails, color: color ?? null, ...sum }
  })

const classificationGroup = (names: Names) => (subject: string) => {
  const key = names.get(subject)?.classification ?? null
  return {
    subject: `classification:${key ?? 'none'}`,
    key,
    label: key ? classificationNames[key] : 'No type',
    ...noDetails,
  }
}

/**
 * Each tag with all of its time. A final negative share subtracts time counted more than once, so that shares sum to
 * the total.
 */
const tagShares = (sums: SubjectSum[]): Share[] => {
  const some = ofKind(sums, 'tag').filter(({ subject }) => subject !== 'tag:several')
  const shares = some.map((sum): Share => {
    const tag = keyOf(sum.subject).slice(1)
    return sum.subject === 'tag:none'
      ? { ...sum, key: null, label: 'No tag', ...noDetails }
      : { ...sum, key: tag, label: `#${tag}`, ...noDetails }
  })
  const rest = subtract(addUp(sums.filter(({ subject }) => subject === 'all')), addUp(some))
  const several = { subject: 'tag:several', key: '', label: 'Counted under several tags', ...noDetails, ...rest }
  return rest.total_seconds !== 0 || rest.session_count !== 0 ? [...shares, several] : shares
}

const weekdayShares = (sumOf: (weekday: number) => Sums): Share[] =>
  weekdayNames.map((label, index) => ({
    subject: `weekday:${index + 1}`,
    key: index + 1,
    label,
    ...noDetails,
    ...sumOf(index + 1),
  }))

/** All weekdays from Monday, including those without time. */
export const weekdaySharesOf = (days: DaySum[]) =>
  weekdayShares((weekday) => addUp(days.filter(({ date }) => isoWeekday(date) === weekday)))

/** All hours of the day, including those without time. */
const hourShares = (sums: SubjectSum[]): Share[] =>
  Array.from({ length: 24 }, (_, hour) => ({
    subject: 'all',
    key: hour,
    label: `${padded(hour)}:00`,
    ...noDetails,
    ...addUp(ofKind(sums, 'hour').filter(({ subject }) => parseHourSubject(subject).hour === hour)),
  }))

/** Shares of a breakdown. They sum to the time of the range. `sums` are of the kinds in `subjectKinds`. */
export const breakdownShares = (by: Division, sums: SubjectSum[]): Share[] => {
  const names: Names = new Map(sums.flatMap(({ name }) => (name ? [[name.subject, name]] : [])))
  switch (by) {
    case 'client':
    case 'organization':
      return sortShares(organizationShares(sums, names, by))
    case 'classification':
      return sortShares(groupProjects(sums, classificationGroup(names)))
    case 'project':
    case 'goal':
    case 'plan':
    case 'chunk':
    case 'task':
    case 'repo':
      return sortShares(filedShares(sums, names, by))
    case 'tag':
      return sortShares(tagShares(sums))
    case 'weekday':
      return weekdayShares((weekday) =>
        addUp(ofKind(sums, 'hour').filter(({ subject }) => parseHourSubject(subject).weekday === weekday)),
      )
    case 'hour':
      return hourShares(sums)
  }
}

export type ComparedShare = Share & { before?: number }

/** Adds the seconds of the preceding range. Subjects with time only in that range are added with 0 seconds now. */
export const addPreviousTime = (shares: Share[], before: Share[]): ComparedShare[] => {
  const past = new Map(before.map((share) => [share.subject, share.total_seconds]))
  const now = new Set(shares.map(({ subject }) => subject))
  const gone = before.filter(({ subject }) => !now.has(subject)).map((share) => ({ ...share, ...noTime }))
  const both = [...shares, ...gone].map((share) => ({ ...share, before: past.get(share.subject) ?? 0 }))
  return gone.length > 0 ? sortShares(both) : both
}

/** Ranges that a page of statistics shows. "All time" is from the first session to today. */
export const planRanges = (query: StatsQuery, firstDay: string | null, today: string, weekStart: number) => {
  const from = firstDay && firstDay < today ? firstDay : today
  const range = query.range ?? { from, to: today }
  const before = query.range && previousRange(range)
  const canCompare = before !== null && !isLong(range)
  return {
    range,
    isAll: query.range === null,
    /** The preceding range of equal length; null for all time. */
    before,
    canCompare,
    /** The range to compare with day by day; null without comparison. */
    compared: canCompare && query.compare ? before : null,
    month: query.month ?? monthOf(today),
    year: yearBefore(today, weekStart),
  }
}
type RangePlan = ReturnType<typeof planRanges>

/** Reads the days of the range, the preceding range, and the calendar's year and month, in one statement. */
export const readPeriods = async (db: D1Database, userId: string, filter: LedgerFilter, plan: RangePlan) => {
  const { range, before, compared, year, month } = plan
  const ranges = [range, ...(before ? [before] : []), year, { from: monthStart(month), to: monthEnd(month) }]
  const [from = range.from] = ranges.map((one) => one.from).sort()
  const [to = range.to] = ranges
    .map((one) => one.to)
    .sort()
    .reverse()
  const all = await readDaySums(db, userId, filter, { from, to })
  const ownDays = daysWithin(all, range)
  return {
    days: all,
    ownDays,
    daysBefore: compared ? daysWithin(all, compared) : [],
    totalBefore: before && addUp(daysWithin(all, before)),
    best: bestDayOf(ownDays),
  }
}
export type Periods = Awaited<ReturnType<typeof readPeriods>>

/** Sums of a filter by another kind of subject; empty for weekdays, which are computed from the days. */
export const readSums = async (
  db: D1Database,
  userId: string,
  filter: LedgerFilter,
  by: Division,
  range: Range,
): Promise<SubjectSum[]> => (by === 'weekday' ? [] : subjectSums(db, userId, [filter], range, subjectKinds[by]))
