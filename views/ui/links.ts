import { bothText, filterParams } from '../../functions/lib/filter'
import { pathTo } from '../../functions/lib/http/path-to'
import { type Kind, kindEntry } from '../../functions/lib/kinds'
import { firstCharacters } from '../../functions/lib/text/text'
import type { Range } from '../../functions/lib/time/days'

/** Escapes a value as URLSearchParams does, which takes long for the hundreds of links of a calendar. */
const escaped = (value: string) =>
  /^[\w.*:-]*$/.test(value)
    ? value
    : String(new URLSearchParams({ v: value }))
        .slice(2)
        .replaceAll('%3A', ':')

/** A `subject` is written as the members of its filter. Leaves colons, as in `project:<id>`, unescaped: the address stays readable. @param query names need no escaping */
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

/** @param range null for all time */
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

/** The report of a subject, of this month unless another period is named. */
export const reportOfPath = (subject: string, range?: string | Range) =>
  path('/report', { ...(typeof range === 'string' ? { range } : range), subject })

export const dayPath = (date: string, subject = 'all') =>
  sessionsPath({ from: date, to: date }, subject === 'all' ? undefined : subject)

/** Sessions that all of the subjects count. @param range null for all time */
export const jointPath = (range: Range | null, subjects: string[]) => sessionsPath(range, bothText(...subjects))

/** The place that adds up to the time that both subjects count. */
export const crossPath = (range: Range, subject: string, other: string) =>
  subject === 'all' ? explainPath(range, other) : jointPath(range, [subject, other])

export const statsPath = ({ from, to }: Range) => path('/stats', { from, to })

/** The use of apps on some days, whose figures stop there: devices report spans, which no page lists. */
export const appsOfDaysPath = (range: Range) => `${statsPath(range)}#apps`

/** Takes `StatsParams` of functions/figures/stats/query.ts, which keep a named range by its name. */
export const statsLink = (params: Record<string, string | undefined>) => path('/stats', params)

/** The way back from a figure to the statistics that it belongs to. */
export const statsWay = (range?: Range | null, subject = 'all') => ({
  href: statsLink({ ...range, subject: subject === 'all' ? undefined : subject }),
  name: 'Statistics',
})

export const statsCsvPath = (params: Record<string, string | undefined>, part: 'series' | 'breakdown' | 'hours') =>
  path('/stats.csv', { ...params, part })

/** The address that a page polls. `version` is that of the figures on the page. */
export const livePath = (
  version: string,
  view: { view: 'dashboard' | 'plan' | 'stats' | 'tasks' } & Record<string, string | undefined>,
) => path('/stats/live', { v: version, ...view })

/** @param kind empty for all kinds */
export const searchPath = ({ q, kind }: { q: string; kind: string }, cursor?: string) =>
  path('/search', { q, kind: kind || undefined, cursor })

/** @param group empty for all groups */
export const docsPath = ({ q, group }: { q: string; group: string }, id?: string) =>
  path('/api/docs', { q: q || undefined, group: group || undefined }) + (id === undefined ? '' : `#${id}`)

/** Sessions with a title, of a project or of none. */
export const sessionsTitledPath = (title: string, projectId: string | null) =>
  path('/sessions', {
    q: `"${firstCharacters(title.replaceAll('"', ' '), 190)}"`,
    subject: projectId === null ? 'project:none' : `project:${projectId}`,
  })

/** Learnings with filters (functions/learning/learnings/list.ts); an empty one is left out. */
export const learningsPath = (filters: Record<string, string> = {}) =>
  path('/learnings', Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== '')))

export const timelinePath = (date: string) => `/day/${date}`

/** The line for a session with its times filled in (functions/time/sessions/schema.ts `FixedTimes`). */
export const entryPath = (block: Record<string, string>) => path('/sessions/entry', block)

/** Form of a new token, for a client that reports the use of apps. */
export const usageTokenPath = '/settings/tokens?scopes=usage#new-token'

type SessionTimes = { date: string; started_at?: string; ended_at?: string; time_zone?: string }

/** Form of a new session with its date or times filled in. Saving it leads to `back`. */
export const newSessionPath = (times: SessionTimes, back: string) => path('/sessions/new', { ...times, back })

/** Figures of a range that can be explained, apart from the total. */
export type ExplainedFigure = 'active' | 'average' | 'best' | 'streak' | 'longest'

/** The ledger rows behind a figure. @param range null for all time */
export const explainPath = (range: Range | null, subject = 'all', more: { figure?: ExplainedFigure } = {}) =>
  path('/stats/explain', { subject, from: range?.from, to: range?.to, figure: more.figure })

/** The edits that changed a figure. @param since such as `24h` */
export const changesPath = (range: Range | null, subject = 'all', since?: string) =>
  path('/stats/changes', { subject, from: range?.from, to: range?.to, since })

/** A range beside another one, or as many days before. */
export const comparePath = ({ from, to }: Range, subject = 'all', than?: Range) =>
  path('/stats/compare', { subject, from, to, than_from: than?.from, than_to: than?.to })

export const repoPath = (owner: string, name: string) =>
  `/stats/repos/${encodeURIComponent(owner)}/${encodeURIComponent(name)}`

export const personAppsPath = (personId: string) => pathTo`/admin/users/${personId}/whitelist`
