import { filterParams, intersectFilters } from '../../functions/lib/filter'
import { pathTo } from '../../functions/lib/http/path-to'
import { type Kind, kindEntry } from '../../functions/lib/kinds'
import { firstCharacters } from '../../functions/lib/text/text'
import type { Range } from '../../functions/lib/time/days'

/** Escapes a value like URLSearchParams, which is too slow for the hundreds of links of a calendar. */
const escaped = (value: string) =>
  /^[\w.*:-]*$/.test(value)
    ? value
    : String(new URLSearchParams({ v: value }))
        .slice(2)
        .replaceAll('%3A', ':')

/**
 * Path with a query. A `subject` is written as the parameters of its filter. Colons, as in `project:<id>`, stay
 * unescaped, so that the URL is readable.
 * @param query names must need no escaping
 */
export const withQuery = (page: string, query: [name: string, value: string | undefined][]) => {
  let address = page
  for (const [name, value] of query) {
    if (value === undefined) continue
    for (const [part, text] of name === 'subject' && value !== 'all' ? filterParams(value) : [[name, value]])
      address += `${address === page ? '?' : '&'}${part}=${escaped(text ?? '')}`
  }
  return address
}

const path = (page: string, params: Record<string, string | undefined>) => withQuery(page, Object.entries(params))

/** Path of the sessions of a range. @param range null for all time */
export const sessionsPath = (range: Range | null, subject?: string) =>
  path('/sessions', { from: range?.from, to: range?.to, subject })

/** Path of a kind's list, filtered by a tag. */
export const taggedPath = (kind: Kind, tag: string) => {
  const { tagged } = kindEntry(kind)
  return !tagged || tagged.isIn === 'ledger'
    ? sessionsPath(null, `tag:#${tag}`)
    : withQuery(tagged.list, [['tag', tag]])
}

/** Path of the row that a subject with an id names: `/projects/<id>` of `project:<id>`. */
export const subjectPath = (subject: string) => `/${subject.replace(':', 's/')}`

/** Report of a subject, by default of this month. */
export const reportOfPath = (subject: string, range?: string | Range) =>
  path('/report', { ...(typeof range === 'string' ? { range } : range), subject })

export const dayPath = (date: string, subject = 'all') =>
  sessionsPath({ from: date, to: date }, subject === 'all' ? undefined : subject)

/** Sessions that count for all of the subjects. @param range null for all time */
export const jointPath = (range: Range | null, subjects: string[]) => sessionsPath(range, intersectFilters(...subjects))

/** Path of the page that adds up the time that counts for both subjects. */
export const crossPath = (range: Range, subject: string, other: string) =>
  subject === 'all' ? explainPath(range, other) : jointPath(range, [subject, other])

export const statsPath = ({ from, to }: Range) => path('/stats', { from, to })

/** Path of app use on some days. It is the last page: devices report spans, which no page lists. */
export const appsOfDaysPath = (range: Range) => `${statsPath(range)}#apps`

/** Path of statistics, from `StatsParams` of functions/figures/stats/query.ts. A named range stays named. */
export const statsLink = (params: Record<string, string | undefined>) => path('/stats', params)

/** Link back from a figure to its statistics. */
export const statsBackLink = (range?: Range | null, subject = 'all') => ({
  href: statsLink({ ...range, subject: subject === 'all' ? undefined : subject }),
  name: 'Statistics',
})

export const statsCsvPath = (params: Record<string, string | undefined>, part: 'series' | 'breakdown' | 'hours') =>
  path('/stats.csv', { ...params, part })

/** Path that a page polls. `version` is the version of the displayed figures. */
export const livePath = (
  version: string,
  view: { view: 'dashboard' | 'plan' | 'stats' | 'tasks' } & Record<string, string | undefined>,
) => path('/stats/live', { v: version, ...view })

/** Path of a search. @param kind empty for all kinds */
export const searchPath = ({ q, kind }: { q: string; kind: string }, cursor?: string) =>
  path('/search', { q, kind: kind || undefined, cursor })

/** Path of the API reference. @param group empty for all groups */
export const docsPath = ({ q, group }: { q: string; group: string }, id?: string) =>
  path('/api/docs', { q: q || undefined, group: group || undefined }) + (id === undefined ? '' : `#${id}`)

/** Sessions with a title and a project, or without a project. */
export const sessionsTitledPath = (title: string, projectId: string | null) =>
  path('/sessions', {
    q: `"${firstCharacters(title.replaceAll('"', ' '), 190)}"`,
    subject: projectId === null ? 'project:none' : `project:${projectId}`,
  })

/** Learnings with filters (functions/learning/learnings/page-data.ts). Empty filters are left out. */
export const learningsPath = (filters: Record<string, string> = {}) =>
  path('/learnings', Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== '')))

export const timelinePath = (date: string) => `/day/${date}`

/** Form for a session, with its times filled in (functions/time/sessions/schema.ts `FixedTimes`). */
export const entryPath = (block: Record<string, string>) => path('/sessions/entry', block)

/** Form of a new token for a client that reports app use. */
export const usageTokenPath = '/settings/tokens?scopes=usage#new-token'

type SessionTimes = { date: string; started_at?: string; ended_at?: string; time_zone?: string }

/** Form of a new session, with its date or times filled in. After saving it leads to `back`. */
export const newSessionPath = (times: SessionTimes, back: string) => path('/sessions/new', { ...times, back })

/** Figures of a range with an explanation, besides the total. */
export type ExplainedFigure = 'active' | 'average' | 'best' | 'streak' | 'longest'

/** Path of the ledger rows behind a figure. @param range null for all time */
export const explainPath = (range: Range | null, subject = 'all', more: { figure?: ExplainedFigure } = {}) =>
  path('/stats/explain', { subject, from: range?.from, to: range?.to, figure: more.figure })

/** Path of the edits that changed a figure. @param since a duration such as `24h` */
export const changesPath = (range: Range | null, subject = 'all', since?: string) =>
  path('/stats/changes', { subject, from: range?.from, to: range?.to, since })

/** Path that compares a range with another; by default with the same number of days before. */
export const comparePath = ({ from, to }: Range, subject = 'all', than?: Range) =>
  path('/stats/compare', { subject, from, to, than_from: than?.from, than_to: than?.to })

export const repoPath = (owner: string, name: string) =>
  `/stats/repos/${encodeURIComponent(owner)}/${encodeURIComponent(name)}`

export const personAppsPath = (personId: string) => pathTo`/admin/users/${personId}/whitelist`
