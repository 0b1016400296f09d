import type { Range } from '../functions/lib/days'

/** An address as people write it: a colon, as in `project:<id>`, needs no escape. */
const path = (page: string, members: Record<string, string | undefined>) => {
  const given = Object.entries(members).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
  return given.length > 0 ? `${page}?${String(new URLSearchParams(given)).replaceAll('%3A', ':')}` : page
}

/** The sessions behind a figure: those of a range of dates, null for all time, and of one subject unless it counts all. */
export const sessionsPath = (range: Range | null, subject?: string) =>
  path('/sessions', { from: range?.from, to: range?.to, subject })

/** The sessions behind a day. */
export const dayPath = (date: string) => sessionsPath({ from: date, to: date })

/** The statistics of a range of dates; `more` is what else the page is asked for. */
export const statsPath = ({ from, to }: Range, more: Record<string, string | undefined> = {}) =>
  path('/stats', { from, to, ...more })

/** The statistics as they are asked for (functions/stats/ask.ts `Terms`). */
export const statsLink = (terms: Record<string, string | undefined>) => path('/stats', terms)

/** A part of the same as CSV. */
export const statsCsvPath = (terms: Record<string, string | undefined>, part: 'series' | 'breakdown' | 'hours') =>
  path('/stats.csv', { ...terms, part })

/** Where a page asks for its figures again: `version` is the one that it shows, `view` what of it there is to show. */
export const livePath = (version: string, view: { view: 'dashboard' | 'stats' } & Record<string, string | undefined>) =>
  path('/stats/live', { v: version, ...view })

/** A search, of one kind of things or of all, from the document after `cursor` on. */
export const searchPath = ({ q, kind }: { q: string; kind: string }, cursor?: number) =>
  path('/search', { q, kind: kind || undefined, cursor: cursor?.toString() })

/** A day to scale: its sessions, gaps and overlaps. */
export const timelinePath = (date: string) => `/day/${date}`

/** The form of a new token for a client that monitors apps. */
export const usageTokenPath = '/settings/tokens?scopes=usage#new-token'

type Prefilled = { date: string; started_at?: string; ended_at?: string }

/** The form of a session with its day, or its times, filled in; saved, it leads to `back`. */
export const newSessionPath = (times: Prefilled, back: string) => path('/sessions/new', { ...times, back })

/** Which figure the ledger rows are asked for, where it is not the total. */
export type ExplainedFigure = 'active' | 'average' | 'best' | 'streak' | 'longest'

/** The ledger rows that make a figure: of a range of dates, null for all time, and of one subject. */
export const explainPath = (range: Range | null, subject = 'all', more: { figure?: ExplainedFigure } = {}) =>
  path('/stats/explain', { subject, from: range?.from, to: range?.to, figure: more.figure })

/** The edits behind the difference of a figure between two moments: `since`, such as `24h`, and now. */
export const changesPath = (range: Range | null, subject = 'all', since?: string) =>
  path('/stats/changes', { subject, from: range?.from, to: range?.to, since })

/** What was done in a repository. */
export const repoPath = (owner: string, name: string) =>
  `/stats/repos/${encodeURIComponent(owner)}/${encodeURIComponent(name)}`

/** What is decided about apps for a person, as admins see it. */
export const personAppsPath = (personId: string) => `/admin/users/${personId}/whitelist`

/** Where an admin's rule about an app for a person is edited; its row alone. */
export const adminRulePath = (personId: string, packageName: string, part: 'rule' | 'row' = 'rule') =>
  path(`${personAppsPath(personId)}/${part}`, { package_name: packageName })

/** Rules for many people; `from` is a person whose rules are copied, `package_name` an app. */
export const manyRulesPath = (asked: { from?: string; package_name?: string } = {}) => path('/admin/users/rules', asked)
