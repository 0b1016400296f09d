import { noneLabels } from '../../functions/ledger/subject'
import { longDate, rangeText, zoneName } from '../../functions/lib/format'
import type { SubjectNames } from '../../functions/sessions/list/page'
import type { SessionsView } from '../../functions/sessions/list/view'

/** A session's name where it stands alone. */
export const titleOf = ({ title }: { title: string }) => title || 'Untitled session'

/** A project or goal by its name, said to be deleted where it is. */
export const nameOf = (names: SubjectNames, subject: string) => {
  const named = names.get(subject)
  if (named) return named.deleted ? `${named.label} (deleted)` : named.label
  return noneLabels[subject]
}

/** A time zone by its city: `Lisbon time`. */
export const zoneWords = (zone: string) => `${zoneName(zone).split('/').at(-1)} time`

/** Which sessions a view is limited to by date: `Thursday, 3 August 2017`; null where it is not. */
export const datesInWords = ({ from, to }: Pick<SessionsView, 'from' | 'to'>, today: string) => {
  if (from && to) return from === to ? longDate(from, today) : rangeText(from, to, today)
  if (from) return `Since ${longDate(from, today)}`
  return to ? `Until ${longDate(to, today)}` : null
}

/** Which subject a view is limited to; null where it is not. */
export const subjectInWords = (subject: string, names: SubjectNames) => nameOf(names, subject) ?? null
