import { isWholeFilter, matchesFilter } from '../lib/filter'
import { isoWeekday } from '../lib/time/days'
import type { LedgerFilter } from './resolve-subject'

/** Something planned: its date, its title, and the subjects that it is filed under. */
type Planned = { filed: string[]; title: string; date: string }

const wordsIn = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []

const isOf = (subject: string, planned: Planned): boolean => {
  if (subject === 'all' || planned.filed.includes(subject)) return true
  if (isWholeFilter(subject)) return matchesFilter(subject, (one) => isOf(one, planned))
  const { filed, title } = planned
  const kind = subject.slice(0, subject.indexOf(':') + 1)
  if (kind === 'text:') {
    const words = wordsIn(title)
    return wordsIn(subject.slice(kind.length)).every((one) => words.some((word) => word.startsWith(one)))
  }
  const hasKind = filed.some((one) => one.startsWith(kind))
  return (subject === `${kind}none` && !hasKind) || (subject === 'plan:any' && hasKind)
}

/**
 * True if a filter matches a planned row. Planned rows have no source, billing or hours, which only tracked time has
 * (facts.ts).
 */
export const countsPlanned = (filter: LedgerFilter, planned: Planned): boolean => {
  const { subjects, weekday, not = false, within, and = [] } = filter
  const counts =
    subjects.some((one) => isOf(one, planned)) && (weekday === null || isoWeekday(planned.date) === weekday)
  return (
    counts !== not &&
    (!within || within.some((one) => isOf(one, planned))) &&
    and.every((one) => countsPlanned(one, planned))
  )
}
