import type { NamedSubject, SubjectSum } from './schema'

/** The share of a project or a goal in a range. `key` is its id, null for the time without one. */
export type Share = {
  subject: string
  key: string | null
  label: string
  client: string
  color: string | null
  deleted: boolean
  total_seconds: number
  session_count: number
}

export type SharedBy = 'project' | 'goal'

/** The ids of what time was spent on, by kind. */
export const subjectIds = (sums: SubjectSum[], by: SharedBy) =>
  sums.filter(({ subject }) => subject.startsWith(`${by}:`)).map(({ subject }) => subject.slice(by.length + 1))

/** What is left when the shares are taken from the whole: the sessions without a project, or without a goal. */
const rest = (all: SubjectSum | undefined, shares: Share[], by: SharedBy): Share => ({
  subject: `${by}:none`,
  key: null,
  label: by === 'project' ? 'No project' : 'No goal',
  client: '',
  color: null,
  deleted: false,
  total_seconds: shares.reduce((left, share) => left - share.total_seconds, all?.total_seconds ?? 0),
  session_count: shares.reduce((left, share) => left - share.session_count, all?.session_count ?? 0),
})

/** The sums of a range by project or by goal, the longest first and what has none last. They sum to those of `all`. */
export const breakdown = (sums: SubjectSum[], names: NamedSubject[], by: SharedBy): Share[] => {
  const named = new Map(names.map((name) => [name.subject, name]))
  const shares = sums
    .filter(({ subject }) => subject.startsWith(`${by}:`))
    .map((sum) => {
      const name = named.get(sum.subject)
      return {
        ...sum,
        key: sum.subject.slice(by.length + 1),
        label: name?.label ?? 'Gone for good',
        client: name?.client ?? '',
        color: name?.color ?? null,
        deleted: name?.deleted !== 0,
      }
    })
  const without = rest(
    sums.find(({ subject }) => subject === 'all'),
    shares,
    by,
  )
  return without.session_count > 0 || without.total_seconds > 0 ? [...shares, without] : shares
}
