import type { Context, MiddlewareHandler } from 'hono'
import { z } from 'zod'
import { decodeTexts, encodeTexts } from './text/text'

/** A session passes if each group in `all` has a subject that matches, and no subject in `none` matches. */
export type FilterParts = { all: string[][]; none: string[] }

/** Maximum number of groups in a filter. Each excluded subject counts as a group. */
export const groupLimit = 12

const Parts = z.strictObject({ all: z.array(z.array(z.string()).min(1)), none: z.array(z.string()) })

const partsIn = (text: string): FilterParts | undefined => {
  try {
    return Parts.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

/** Groups of a filter's text. A single subject, or several alternatives, are one group; `all` has no group. */
export const partsOf = (subject: string): FilterParts => {
  if (subject === 'all') return { all: [], none: [] }
  return (subject.startsWith('{') && partsIn(subject)) || { all: [decodeTexts(subject)], none: [] }
}

/** True if the text is a filter of several groups. */
export const isWholeFilter = (subject: string) => subject.startsWith('{') && partsIn(subject) !== undefined

/** All subjects in a filter, included or excluded. */
export const eachSubject = (subject: string) => {
  const { all, none } = partsOf(subject)
  return [...all.flat(), ...none]
}

/** Normal form of a filter as text: the text of a single group, else JSON of the groups. */
export const filterText = ({ all, none }: FilterParts): string => {
  const groups = [...new Set(all.filter((group) => group.length > 0 && !group.includes('all')).map(encodeTexts))]
  const out = [...new Set(none)]
  const [only = 'all', ...others] = groups
  return others.length + out.length > 0 ? JSON.stringify({ all: groups.map(decodeTexts), none: out }) : only
}

/** Filter text for the intersection of filters. */
export const intersectFilters = (...subjects: string[]) => {
  const parts = subjects.map(partsOf)
  return filterText({ all: parts.flatMap(({ all }) => all), none: parts.flatMap(({ none }) => none) })
}

/** True if a filter matches. @param has true if the thing has a subject */
export const matchesFilter = (subject: string, has: (one: string) => boolean) => {
  const { all, none } = partsOf(subject)
  return all.every((group) => group.some(has)) && !none.some(has)
}

/** A filter in words: `Thesis or #deep, and Acme, not #break`. */
export const filterWords = (subject: string, nameOf: (one: string) => string) => {
  const { all, none } = partsOf(subject)
  const groups = all.map((group) => group.map(nameOf).join(' or ')).join(', and ')
  return [groups || nameOf('all'), ...none.map((one) => `not ${nameOf(one)}`)].join(', ')
}

const marks = /^(and|not) /

/** Subjects of a filter for a single form field: other groups as `and …`, excluded subjects as `not …`. */
export const markGroups = (subject: string) => {
  if (subject === '') return []
  const { all, none } = partsOf(subject)
  const [first = ['all'], ...others] = all
  return [...first, ...others.flat().map((one) => `and ${one}`), ...none.map((one) => `not ${one}`)]
}

/** Groups of subjects with the marks of `markGroups`. */
export const parseMarkedGroups = (values: string[]) => {
  const of = (mark?: string) =>
    values.filter((one) => marks.exec(one)?.[1] === mark).map((one) => one.replace(marks, ''))
  return { any: of(), also: of('and'), none: of('not') }
}

/** Groups of a filter as text, including excluded ones, each with the filter that remains without it. */
export const groupsOf = (subject: string) => {
  const { all, none } = partsOf(subject)
  return [
    ...all.map((group) => ({
      subject: encodeTexts(group),
      isOut: false,
      without: filterText({ all: all.filter((other) => other !== group), none }),
    })),
    ...none.map((one) => ({
      subject: one,
      isOut: true,
      without: filterText({ all, none: none.filter((other) => other !== one) }),
    })),
  ]
}

/** Query parameters that filter by one kind of subject, with the prefix of these subjects. */
const members = {
  project: 'project:',
  client: 'client:=',
  organization: 'organization:',
  goal: 'goal:',
  plan: 'plan:',
  task: 'task:',
  tag: 'tag:#',
  repo: 'repo:',
  type: 'type:',
  billable: 'billable:',
  q: 'text:=',
} as const

export const filterMembers = Object.keys(members) as (keyof typeof members)[]

/** Names of all query parameters of a filter, except dates. */
export const filterNames = [
  'subject',
  'any',
  'also',
  'not',
  ...filterMembers,
  ...filterMembers.map((name) => `not_${name}` as const),
] as const

export type FilterName = (typeof filterNames)[number]

/** The search words in a filter; empty if it has no words. */
export const subjectWords = (subject: string) =>
  partsOf(subject)
    .all.find(([one = '']) => one.startsWith(members.q))?.[0]
    ?.slice(members.q.length) ?? ''

const subjectOf = (member: keyof typeof members, value: string) =>
  value === 'none' && /^(client|tag):/.test(members[member])
    ? `${member}:none`
    : members[member] + value.replace(member === 'tag' ? /^#/ : '', '')

/** Subjects in one `subject` parameter. `|` separates alternatives. */
export const parseSubjectParam = (text: string) =>
  decodeTexts(text).flatMap((one) => (one === text ? one.split(/\|(?=[a-z-]+:)/) : one))

/** Values of query parameters by name. Empty values are ignored. */
export type FilterValues = Partial<Record<FilterName, string | string[]>>

/**
 * Filter text of query parameters. Values of one parameter are alternatives, parameters are combined, and `not_…`
 * excludes. A form sends subjects of any kind as `any`, `also` and `not`. Subjects may be unknown.
 */
export const filterOf = (values: FilterValues): string => {
  const given = (name: FilterName) =>
    [values[name] ?? []]
      .flat()
      .map((one) => one.trim())
      .filter(Boolean)
  const subjects = given('subject').map(
    (text) => (isWholeFilter(text) && partsIn(text)) || { all: [parseSubjectParam(text)], none: [] },
  )
  const ofMembers = filterMembers.map((name) => given(name).map((value) => subjectOf(name, value)))
  return filterText({
    all: [...subjects.flatMap(({ all }) => all), given('any'), given('also'), ...ofMembers],
    none: [
      ...subjects.flatMap(({ none }) => none),
      ...given('not'),
      ...filterMembers.flatMap((name) => given(`not_${name}`).map((value) => subjectOf(name, value))),
    ],
  })
}

const isFilterName = (name: string): name is FilterName => filterNames.some((one) => one === name)

/** Query with all filter parameters combined into `subject`. Of other repeated parameters, the first counts. */
export const combineParams = (params: URLSearchParams): Record<string, string> => {
  const others = [...params].filter(([name]) => !isFilterName(name))
  const given = filterNames.map((name) => [name, params.getAll(name)])
  return { ...Object.fromEntries(others.toReversed()), subject: filterOf(Object.fromEntries(given)) }
}

/** Query of a page, with its filter as `subject`. */
export const queryOf = (c: Context) => combineParams(new URL(c.req.url).searchParams)

/**
 * Removes empty filter parameters, which a form sends, from the URL of a page: by a redirect, or with htmx by replacing
 * the URL. If nothing would remain, adds `subject=all`, because an empty query opens the default view.
 */
export const dropEmptyFilters: MiddlewareHandler = async (c, next) => {
  const url = new URL(c.req.url)
  const given = [...url.searchParams]
  const said = given.filter(([name, value]) => value !== '' || !isFilterName(name))
  if (c.req.method !== 'GET' || !url.searchParams.has('any') || said.length === given.length) return next()
  if (said.every(([name]) => name === 'org')) said.push(['subject', 'all'])
  const address = `${url.pathname}?${new URLSearchParams(said)}`
  if (!c.req.header('HX-Request')) return c.redirect(address, 303)
  await next()
  c.header('HX-Replace-Url', address)
}

/** The query parameter for a subject; undefined if only `subject` can express it. */
const memberOf = (subject: string): [name: keyof typeof members, value: string] | undefined => {
  const without = /^(client|tag):none$/.exec(subject)?.[1]
  if (without) return [without as 'client' | 'tag', 'none']
  const name = filterMembers.find((one) => subject.startsWith(members[one]))
  const value = name && subject.slice(members[name].length)
  // Not for a client or tag named "none", nor for values whose outer spaces would be trimmed.
  return name && value && value.trim() === value && !(value === 'none' && /[=#]$/.test(members[name]))
    ? [name, value]
    : undefined
}

/** Query parameters of one name for a group; undefined if the group needs several names, or `subject`. */
const oneMember = (group: string[]) => {
  const said = group.map(memberOf)
  const [first] = said
  return first && said.every((one) => one?.[0] === first[0]) ? said.flatMap((one) => (one ? [one] : [])) : undefined
}

const inOneText = (group: string[]) => (group.some((one) => one.includes('|')) ? encodeTexts(group) : group.join('|'))

/** Query parameters of a filter, the inverse of `filterOf`; empty for `all`. */
export const filterParams = (subject: string): [name: string, value: string][] => {
  if (subject === 'all') return []
  if (!isWholeFilter(subject)) return [['subject', inOneText(decodeTexts(subject))]]
  const { all, none } = partsOf(subject)
  const taken = new Set<string>()
  const params = all.flatMap((group): [string, string][] => {
    const said = oneMember(group)
    const name = said?.[0]?.[0]
    if (!name || taken.has(name)) return [['subject', inOneText(group)]]
    taken.add(name)
    return said
  })
  const out = none.map((one) => memberOf(one))
  if (out.some((one) => one === undefined)) return [['subject', subject]]
  return [...params, ...out.flatMap((one): [string, string][] => (one ? [[`not_${one[0]}`, one[1]]] : []))]
}

/** The filter of a query. */
export const filterOfQuery = (query: string) => combineParams(new URLSearchParams(query)).subject ?? 'all'

/** Replaces the filter of a query. */
export const queryWithFilter = (filter: string, query: string) => {
  const { subject: _, ...others } = combineParams(new URLSearchParams(query))
  return String(new URLSearchParams([...Object.entries(others), ...filterParams(filter)]))
}
