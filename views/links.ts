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

/** Where a page asks for its figures again: `version` is the one that it shows, `view` what of it there is to show. */
export const livePath = (version: string, view: { view: 'dashboard' | 'stats' } & Record<string, string | undefined>) =>
  path('/stats/live', { v: version, ...view })

/** A search, of one kind of things or of all, from the document after `cursor` on. */
export const searchPath = ({ q, kind }: { q: string; kind: string }, cursor?: number) =>
  path('/search', { q, kind: kind || undefined, cursor: cursor?.toString() })
