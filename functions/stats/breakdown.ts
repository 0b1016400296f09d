import { subjectsWithout } from '../lib/subject'
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
  sums
    .filter(({ subject }) => subject.startsWith(`${by}:`) && !(subject in subjectsWithout))
    .map(({ subject }) => subject.slice(by.length + 1))

/** The sums of a range by project or by goal, the longest first and what has none last. They sum to those of `all`. */
export const breakdown = (sums: SubjectSum[], names: NamedSubject[], by: SharedBy): Share[] => {
  const named = new Map(names.map((name) => [name.subject, name]))
  const share = (sum: SubjectSum): Share => {
    const name = named.get(sum.subject)
    const without = subjectsWithout[sum.subject]
    return {
      ...sum,
      key: without === undefined ? sum.subject.slice(by.length + 1) : null,
      label: name?.label ?? without ?? 'Gone for good',
      client: name?.client ?? '',
      color: name?.color ?? null,
      deleted: without === undefined && name?.deleted !== 0,
    }
  }
  return sums
    .filter(({ subject }) => subject.startsWith(`${by}:`))
    .map(share)
    .sort((a, b) => Number(a.key === null) - Number(b.key === null))
}
