import type { PathRead } from '../lib/feature'
import { filterOf, isWholeFilter, partsOf } from '../lib/filter'
import { type OrgTime, organizationNamed } from '../lib/org'
import { type Clock, padded, wallClock, weekdayNames } from '../lib/text/format'
import { capitalize, decodeTexts, encodeTexts, nameKey } from '../lib/text/text'
import { afterAllDates, hasAppSubject, readCounting } from './goal-tree'
import type { NamedSubject } from './schema'
import { figureSubject, noneLabels } from './subject'
import * as q from './sums'

/**
 * Selects ledger rows of any of `subjects` (each session once), on one weekday (1 to 7) or any day (null). With `not`,
 * selects all other rows. `within`: one of these subjects must match, too. `and`: all of these filters must match, too.
 */
export type LedgerFilter = {
  subjects: string[]
  weekday: number | null
  within?: string[]
  not?: boolean
  and?: LedgerFilter[]
}

/**
 * A subject with its filter. `name`: name of its project, goal, plan, chunk or task, else null. `each`: the alternative
 * subjects. `groups`: the groups of a filter that has several.
 */
export type ResolvedSubject = LedgerFilter & {
  subject: string
  name: string | null
  each?: ResolvedSubject[]
  groups?: ResolvedSubject[]
}

/** All filters, including nested ones. */
export const flattenFilters = (filters: LedgerFilter[]): LedgerFilter[] =>
  filters.flatMap((one) => [one, ...flattenFilters(one.and ?? [])])

/** Selects all time. */
export const allTimeFilter: LedgerFilter = { subjects: ['all'], weekday: null }

/** Selects time that belongs to a context. */
export const filterOfContext = ({ subjects }: OrgTime): LedgerFilter => ({ ...allTimeFilter, subjects })

/** Limits a filter to a context. */
export const limitFilter = (filter: LedgerFilter, context: OrgTime | null): LedgerFilter => {
  if (context === null) return filter
  if (filter.subjects[0] === 'all' && !filter.not) return { ...filter, subjects: context.subjects }
  if (filter.not || !filter.subjects.every((subject) => subject.startsWith('project:')))
    return { ...filter, within: context.subjects }
  const within = new Set(context.subjects)
  return { ...filter, subjects: filter.subjects.filter((subject) => within.has(subject)) }
}

/** Selects time of one subject. */
export const subjectFilter = (subject: string): LedgerFilter => ({ subjects: [subject], weekday: null })

const noProjectSubject = 'project:none'

const projectsFilter = (ids: { id: string }[], includeNone: boolean): LedgerFilter => ({
  ...subjectFilter(noProjectSubject),
  subjects: [...ids.map(({ id }) => `project:${id}`), ...(includeNone ? [noProjectSubject] : [])],
})

const hourOnAllWeekdays = (hour: string) => weekdayNames.map((_, index) => `hour:${index + 1}:${hour}`)

const splitSubject = (subject: string) => {
  const colon = subject.indexOf(':')
  return colon < 0 ? [subject, ''] : [subject.slice(0, colon), subject.slice(colon + 1)]
}

/** Filter for an organization. Time belongs to its project's client of that day. @param key id, `=name` or `none` */
const organizationFilter = async (db: D1Database, userId: string, key: string) => {
  const id = key.startsWith('=') ? organizationNamed(userId, nameKey(key.slice(1))) : key
  const [projects, dated] = await Promise.all([
    q.projectsOfOrganization(db, userId, key === 'none' ? null : id),
    q.datedOrganization(db, userId, id),
  ])
  return dated === null ? projectsFilter(projects, key === 'none') : subjectFilter(`organization:${dated}`)
}

const anyOfThem = (filters: LedgerFilter[]): LedgerFilter => ({
  ...allTimeFilter,
  subjects: [...new Set(filters.flatMap(({ subjects }) => subjects))],
})

const allOfThem = (all: LedgerFilter[], none: LedgerFilter[]): LedgerFilter => ({
  ...allTimeFilter,
  and: [...all, ...none.map((filter) => ({ ...filter, not: true }))],
})

/** Filter of a `figureSubject`; null if its projects or goals must be read from the database first. */
export const knownFilter = (subject: string): LedgerFilter | null => {
  if (isWholeFilter(subject)) {
    const { all, none } = partsOf(subject)
    const [known, out] = [all.map((group) => knownFilter(encodeTexts(group))), none.map(knownFilter)]
    const isKnown = (filter: LedgerFilter | null) => filter !== null
    return known.every(isKnown) && out.every(isKnown) ? allOfThem(known, out) : null
  }
  const each = decodeTexts(subject)
  if (each.length > 1) {
    const all = each.flatMap((one) => knownFilter(one) ?? [])
    return all.length === each.length ? anyOfThem(all) : null
  }
  const [kind, key = ''] = splitSubject(subject)
  if (subject === 'classification:none') return subjectFilter(noProjectSubject)
  if (/^(goal-tree|client|classification|organization)$/.test(kind ?? '')) return null
  if (kind === 'hour' && !key.includes(':')) return { ...subjectFilter(subject), subjects: hourOnAllWeekdays(key) }
  if (kind === 'weekday') return { ...subjectFilter('all'), weekday: Number(key) }
  return kind === 'gone' ? { ...subjectFilter(subject), subjects: [] } : subjectFilter(subject)
}

/** Filter of a `figureSubject`. An unknown project or goal matches no rows. */
export const filterFor = async (db: D1Database, userId: string, subject: string): Promise<LedgerFilter> => {
  const known = knownFilter(subject)
  if (known) return known
  if (isWholeFilter(subject)) {
    const { all, none } = partsOf(subject)
    const filtersOf = (subjects: string[]) => Promise.all(subjects.map((one) => filterFor(db, userId, one)))
    return allOfThem(...(await Promise.all([filtersOf(all.map(encodeTexts)), filtersOf(none)])))
  }
  const each = decodeTexts(subject)
  if (each.length > 1) return anyOfThem(await Promise.all(each.map((one) => filterFor(db, userId, one))))
  const [kind, key = ''] = splitSubject(subject)
  if (kind === 'client' || kind === 'organization') return organizationFilter(db, userId, key)
  if (kind === 'classification') return projectsFilter(await q.projectsOfClassification(db, userId, key), false)
  const [id = '', date = afterAllDates] = key.split('@')
  const { countedAt } = await readCounting(db, userId, date)
  return { ...subjectFilter(subject), subjects: countedAt(id, date).filter((counted) => !hasAppSubject(counted)) }
}

const labelOf = ({ label, deleted }: NamedSubject) => (deleted ? `${label} (deleted)` : label)

const isKept = (subject: string) => /^(plan|chunk|task):/.test(subject) && !/:none$/.test(subject)

/**
 * Resolves a `figureSubject` within a context; null if its project, goal or organization does not exist. Plans and
 * tasks may be gone for good, because their time is kept.
 */
export const resolveSubject = async (
  db: D1Database,
  userId: string,
  subject: string,
  context: OrgTime | null = null,
): Promise<ResolvedSubject | null> => {
  const resolved = await resolveEverywhere(db, userId, subject)
  return resolved && { ...resolved, ...limitFilter(resolved, context) }
}

/** Reads the `figureSubject` of a page, if its projects or goals must be known before its figures can be read. */
export const readSubject: PathRead = async (c, userId) => {
  const subject = figureSubject.safeParse(filterOf(c.req.queries())).data
  if (c.req.method !== 'GET' || subject === undefined || knownFilter(subject)) return null
  return resolveEverywhere(c.env.DB, userId, subject)
}

/** Returns a function that names a filter's groups and their subjects. */
export const namesOfParts = (filter: ResolvedSubject, clock: Clock) => {
  const groups = filter.groups ?? [filter]
  const names = new Map(
    groups.flatMap((group) => [group, ...(group.each ?? [])]).map((one) => [one.subject, subjectLabel(one, clock)]),
  )
  return (subject: string) => names.get(subject) ?? subject
}

/** Resolves a filter of several groups; null if a subject in it does not exist. */
const resolveWhole = async (db: D1Database, userId: string, subject: string): Promise<ResolvedSubject | null> => {
  const { all, none } = partsOf(subject)
  const found = await Promise.all([...all.map(encodeTexts), ...none].map((one) => resolveEverywhere(db, userId, one)))
  const groups = found.filter((one) => one !== null)
  if (groups.length < found.length) return null
  const whole = allOfThem(groups.slice(0, all.length), groups.slice(all.length))
  const name = groups.map((one, index) => (index < all.length ? '' : 'not ') + subjectLabel(one, 24)).join(', ')
  return { ...whole, subject, name, groups }
}

const resolveEverywhere = async (db: D1Database, userId: string, subject: string): Promise<ResolvedSubject | null> => {
  if (isWholeFilter(subject)) return resolveWhole(db, userId, subject)
  const each = decodeTexts(subject)
  if (each.length > 1) {
    const all = await Promise.all(each.map((one) => resolveEverywhere(db, userId, one)))
    const found = all.filter((one) => one !== null)
    const name = found.map((one) => subjectLabel(one, 24)).join(' or ')
    return found.length === each.length ? { ...anyOfThem(found), subject, name, each: found } : null
  }
  const without = noneLabels.get(subject)
  if (without !== undefined) return { ...subjectFilter(subject), subject, name: without }
  if (/^(project|goal|goal-tree|organization):(?!none$)/.test(subject)) {
    const named = subject.replace(/^goal-tree:/, 'goal:').replace(/@.*/, '')
    const [[name], filter] = await Promise.all([q.subjectNames(db, userId, [named]), filterFor(db, userId, subject)])
    return name ? { ...filter, subject, name: labelOf(name) } : null
  }
  if (isKept(subject)) {
    const [named] = await q.subjectNames(db, userId, [subject])
    return { ...subjectFilter(subject), subject, name: named ? labelOf(named) : null }
  }
  return { ...(await filterFor(db, userId, subject)), subject, name: null }
}

const weekdayPlural = (day: string) => `${weekdayNames[Number(day) - 1]}s`

const hourLabel = (key: string, clock: Clock) => {
  const [hour = '', day] = key.split(':').reverse()
  const time = (at: number) => wallClock(`${padded(at % 24)}:00`, clock)
  const span = `${time(Number(hour))}–${time(Number(hour) + 1)}`
  return day ? `${weekdayPlural(day)} ${span}` : span
}

const fixedLabels = new Map([
  ['all', 'All sessions'],
  ['client:none', 'No client'],
  ['organization:none', 'No organization'],
  ['classification:work', 'Work'],
  ['classification:personal', 'Personal'],
  ['classification:learning', 'Learning'],
  ['classification:none', 'No type'],
  ['plan:any', 'Any plan'],
  ['type:timer', 'Timer'],
  ['type:manual', 'Entered'],
  ['type:import', 'Imported'],
  ['type:extension', 'Browser extension'],
  ['type:cli', 'Command line'],
  ['billable:yes', 'Billable'],
  ['billable:no', 'Not billable'],
  ['tag:none', 'No tag'],
  ['tag:several', 'Counted under several tags'],
])

/** Label of a subject: `Thesis`, `#deep`, `Tuesdays 09:00–10:00`, `acme/web #12`. Contains user text. */
export const subjectLabel = ({ subject, name }: Pick<ResolvedSubject, 'subject' | 'name'>, clock: Clock) => {
  const [kind = '', key = ''] = splitSubject(subject)
  if (kind === 'goal-tree' && name !== null) return `${name} with subgoals`
  const label = name ?? fixedLabels.get(subject)
  if (label !== undefined) return label
  if (kind === 'hour') return hourLabel(key, clock)
  if (kind === 'weekday') return weekdayPlural(key)
  if (kind === 'client') return key.slice(1)
  if (kind === 'gone') return `${capitalize(key)} that was deleted`
  if (kind === 'text') return `“${key.slice(1)}”`
  if (kind === 'pr') return key.replace('#', ' #')
  return kind === 'plan' || kind === 'chunk' || kind === 'task' ? `${capitalize(kind)} ${key}` : key
}
