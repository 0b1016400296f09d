import { type DaySum, hasSessions, type NamedSubject, type SubjectSum } from '../ledger/schema'
import { noneLabels, type SubjectKind } from '../ledger/subject'
import { isoWeekday } from '../lib/days'
import { weekdayNames } from '../lib/format'
import { nameKey } from '../lib/text'
import { classificationNames } from '../projects/words'
import type { Division } from './schema'

type Sum = { total_seconds: number; session_count: number }

/**
 * A share of a range's time: what `subject` stands for. `key` is the id of a project, goal or plan, a name, or the
 * number of a weekday or an hour; null for the time without one; empty for what is counted under more than one.
 */
export type Share = Sum & {
  subject: string
  key: string | number | null
  label: string
  client: string
  color: string | null
  deleted: boolean
}

const noDetails = { client: '', color: null, deleted: false }

/** Which subjects of the ledger a breakdown is made of. Weekdays come from the days of a range, where these are read. */
export const subjectKinds: Record<Division, SubjectKind[]> = {
  project: ['project'],
  client: ['project'],
  classification: ['project'],
  goal: ['goal'],
  plan: ['all', 'plan'],
  repo: ['all', 'repo'],
  tag: ['all', 'tag'],
  weekday: ['hour'],
  hour: ['hour'],
}

/** The sum of some sums. */
export const sumOf = (sums: Sum[]): Sum => ({
  total_seconds: sums.reduce((total, sum) => total + sum.total_seconds, 0),
  session_count: sums.reduce((count, sum) => count + sum.session_count, 0),
})

const subtract = (one: Sum, other: Sum): Sum => ({
  total_seconds: one.total_seconds - other.total_seconds,
  session_count: one.session_count - other.session_count,
})

/** What stands after the colon of a subject. */
const keyOf = (subject: string) => subject.slice(subject.indexOf(':') + 1)

const ofKind = (sums: SubjectSum[], kind: SubjectKind) => sums.filter(({ subject }) => subject.startsWith(`${kind}:`))

/** The ids of what time was spent on, by kind. */
export const subjectIds = (sums: SubjectSum[], kind: 'project' | 'goal') =>
  ofKind(sums, kind)
    .filter(({ subject }) => !(subject in noneLabels))
    .map(({ subject }) => keyOf(subject))

/** The longest first; what has none, and then what is counted more than once, last. */
const ordered = <S extends Share>(shares: S[]) => {
  const place = ({ key }: Share) => (key === '' ? 2 : Number(key === null))
  return shares.toSorted((a, b) => place(a) - place(b) || b.total_seconds - a.total_seconds)
}

type Names = Map<string, NamedSubject>

const namedShares = (sums: SubjectSum[], names: Names, kind: 'project' | 'goal') =>
  ofKind(sums, kind).map((sum): Share => {
    const name = names.get(sum.subject)
    const without = noneLabels[sum.subject]
    return {
      ...sum,
      key: without === undefined ? keyOf(sum.subject) : null,
      label: name?.label ?? without ?? 'Gone for good',
      client: name?.client ?? '',
      color: name?.color ?? null,
      deleted: without === undefined && name?.deleted !== 0,
    }
  })

/** The sums of projects, put together by what each of them now has. */
const groupShares = (sums: SubjectSum[], of: (subject: string) => Omit<Share, keyof Sum>) => {
  const groups = new Map<string, Share>()
  for (const { subject, ...sum } of ofKind(sums, 'project')) {
    const group = of(subject)
    const known = groups.get(group.subject)
    groups.set(group.subject, known ? { ...known, ...sumOf([known, sum]) } : { ...group, ...sum })
  }
  return [...groups.values()]
}

/** Clients that are spelled in several ways are one, by the first spelling. */
const clientGroup = (names: Names) => {
  const clients = [...names.values()].map(({ client }) => client).sort()
  const spelled = new Map(clients.toReversed().map((client) => [nameKey(client), client]))
  return (subject: string) => {
    const label = spelled.get(nameKey(names.get(subject)?.client ?? ''))
    return label
      ? { subject: `client:=${label}`, key: label, label, ...noDetails }
      : { subject: 'client:none', key: null, label: 'No client', ...noDetails }
  }
}

const classificationGroup = (names: Names) => (subject: string) => {
  const key = names.get(subject)?.classification ?? null
  return {
    subject: `classification:${key ?? 'none'}`,
    key,
    label: key ? classificationNames[key] : 'No classification',
    ...noDetails,
  }
}

const restLabels = { plan: 'No plan', repo: 'No repository' }

/** The shares of subjects that not every session is counted under, and what is left of the whole. */
const withRest = (sums: SubjectSum[], kind: keyof typeof restLabels): Share[] => {
  const some = ofKind(sums, kind).map((sum) => ({
    ...sum,
    key: keyOf(sum.subject),
    label: keyOf(sum.subject),
    ...noDetails,
  }))
  const rest = subtract(sumOf(sums.filter(({ subject }) => subject === 'all')), sumOf(some))
  const share = { subject: `${kind}:none`, key: null, label: restLabels[kind], ...noDetails, ...rest }
  return hasSessions(rest) ? [...some, share] : some
}

/** Each tag with all of its time, and last what that counts more than once, less than nothing: so they sum to the whole. */
const tagShares = (sums: SubjectSum[]): Share[] => {
  const some = ofKind(sums, 'tag').filter(({ subject }) => subject !== 'tag:several')
  const shares = some.map((sum): Share => {
    const tag = keyOf(sum.subject).slice(1)
    return sum.subject === 'tag:none'
      ? { ...sum, key: null, label: 'No tag', ...noDetails }
      : { ...sum, key: tag, label: `#${tag}`, ...noDetails }
  })
  const rest = subtract(sumOf(sums.filter(({ subject }) => subject === 'all')), sumOf(some))
  const several = { subject: 'tag:several', key: '', label: 'Counted under more than one tag', ...noDetails, ...rest }
  return rest.total_seconds !== 0 || rest.session_count !== 0 ? [...shares, several] : shares
}

const weekdayShares = (of: (weekday: number) => Sum): Share[] =>
  weekdayNames.map((label, index) => ({
    subject: `weekday:${index + 1}`,
    key: index + 1,
    label,
    ...noDetails,
    ...of(index + 1),
  }))

/** The weekdays of days, Monday first, with time or without. */
export const weekdaySharesOf = (days: DaySum[]) =>
  weekdayShares((weekday) => sumOf(days.filter(({ date }) => isoWeekday(date) === weekday)))

/** The weekday (1 to 7) and the hour (0 to 23, null where it is not worked out) of a subject `hour:<weekday>:<hour>`. */
export const parseHourSubject = (subject: string) => {
  const [, weekday, hour] = subject.split(':')
  return { weekday: Number(weekday), hour: hour === 'none' ? null : Number(hour) }
}

/** The hours of the day over all weekdays, each with time or without, and what is not worked out yet. */
const hourShares = (sums: SubjectSum[]): Share[] => {
  const at = (wanted: number | null) =>
    sumOf(ofKind(sums, 'hour').filter(({ subject }) => parseHourSubject(subject).hour === wanted))
  const ofDay = Array.from({ length: 24 }, (_, hour) => ({
    subject: 'all',
    key: hour,
    label: `${String(hour).padStart(2, '0')}:00`,
    ...noDetails,
    ...at(hour),
  }))
  const none = at(null)
  return hasSessions(none)
    ? [...ofDay, { subject: 'all', key: null, label: 'Not worked out yet', ...noDetails, ...none }]
    : ofDay
}

/**
 * A range's time divided up, from the sums of its subjects (`kindsOf`): each weekday or hour, else what has time, the
 * longest first and what has none last. The shares sum to the range.
 */
export const breakdownShares = (by: Division, sums: SubjectSum[], known: NamedSubject[]): Share[] => {
  const names: Names = new Map(known.map((name) => [name.subject, name]))
  switch (by) {
    case 'project':
    case 'goal':
      return ordered(namedShares(sums, names, by))
    case 'client':
      return ordered(groupShares(sums, clientGroup(names)))
    case 'classification':
      return ordered(groupShares(sums, classificationGroup(names)))
    case 'plan':
    case 'repo':
      return ordered(withRest(sums, by))
    case 'tag':
      return ordered(tagShares(sums))
    case 'weekday':
      return weekdayShares((weekday) =>
        sumOf(ofKind(sums, 'hour').filter(({ subject }) => parseHourSubject(subject).weekday === weekday)),
      )
    case 'hour':
      return hourShares(sums)
  }
}

/** A share beside its time in the days before. */
export type ComparedShare = Share & { before?: number }

/** Shares with their seconds in the days before; what had time only then comes with none. */
export const withTimeBefore = (shares: Share[], before: Share[]): ComparedShare[] => {
  const past = new Map(before.map((share) => [share.subject, share.total_seconds]))
  const now = new Set(shares.map(({ subject }) => subject))
  const gone = before
    .filter(({ subject }) => !now.has(subject))
    .map((share) => ({ ...share, total_seconds: 0, session_count: 0 }))
  const both = [...shares, ...gone].map((share) => ({ ...share, before: past.get(share.subject) ?? 0 }))
  return gone.length > 0 ? ordered(both) : both
}
