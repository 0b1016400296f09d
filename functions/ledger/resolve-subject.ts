import { type Clock, wallClock, weekdayNames } from '../lib/format'
import { nameKey } from '../lib/text'
import { noneLabels } from './subject'
import * as q from './sums'

/**
 * Which rows of the ledger a subject means: those of any of `subjects`, of which no session has two; of these only those
 * on a weekday (1 to 7), and only of sessions without a repository or a plan.
 */
export type LedgerFilter = { subjects: string[]; weekday: number | null; without: 'repo' | 'plan' | null }

/** A subject with its rows; `name` is what its project or goal is called, null where there is none. */
export type ResolvedSubject = LedgerFilter & { subject: string; name: string | null }

const own = (subject: string): LedgerFilter => ({ subjects: [subject], weekday: null, without: null })

/** The ledger subject of every session that has none of a project's. */
const noProjectSubject = 'project:none'

const ofProjects = (ids: { id: string }[], alsoNone: boolean): LedgerFilter => ({
  ...own(noProjectSubject),
  subjects: [...ids.map(({ id }) => `project:${id}`), ...(alsoNone ? [noProjectSubject] : [])],
})

/** An hour of all weekdays. */
const onWeekdays = (hour: string) => weekdayNames.map((_, index) => `hour:${index + 1}:${hour}`)

const splitSubject = (subject: string) => {
  const colon = subject.indexOf(':')
  return colon < 0 ? [subject, ''] : [subject.slice(0, colon), subject.slice(colon + 1)]
}

/**
 * Which rows of the ledger a subject (as `anySubject` has it) means, with the projects that a client or a classification
 * has now, deleted ones too; null for a project or a goal that is not there.
 */
export const resolveSubject = async (
  db: D1Database,
  userId: string,
  subject: string,
): Promise<ResolvedSubject | null> => {
  const [kind, key = ''] = splitSubject(subject)
  const without = noneLabels[subject]
  if (without !== undefined) return { ...own(subject), subject, name: without }
  if (kind === 'project' || kind === 'goal') {
    const [named] = await q.subjectNames(db, userId, kind === 'project' ? [key] : [], kind === 'goal' ? [key] : [])
    if (!named) return null
    return { ...own(subject), subject, name: named.deleted ? `${named.label} (deleted)` : named.label }
  }
  const ledger = async (): Promise<LedgerFilter> => {
    if (kind === 'client') {
      const wanted = key === 'none' ? '' : nameKey(key.slice(1))
      return ofProjects(await q.projectsOfClient(db, userId, wanted), wanted === '')
    }
    if (subject === 'classification:none') return own(noProjectSubject)
    if (kind === 'classification') return ofProjects(await q.projectsOfClassification(db, userId, key), false)
    if (kind === 'hour' && !key.includes(':')) return { ...own(subject), subjects: onWeekdays(key) }
    if (kind === 'weekday') return { ...own('all'), weekday: Number(key) }
    if (subject === 'repo:none') return { ...own('all'), without: 'repo' }
    if (subject === 'plan:none') return { ...own('all'), without: 'plan' }
    return own(subject)
  }
  return { ...(await ledger()), subject, name: null }
}

const weekdays = (day: string) => `${weekdayNames[Number(day) - 1]}s`

const hourWords = (key: string, clock: Clock) => {
  const [hour = '', day] = key.split(':').reverse()
  if (hour === 'none') return day ? `${weekdays(day)}, hours not worked out yet` : 'Hours not worked out yet'
  const time = (at: number) => wallClock(`${String(at % 24).padStart(2, '0')}:00`, clock)
  const span = `${time(Number(hour))}–${time(Number(hour) + 1)}`
  return day ? `${weekdays(day)} ${span}` : span
}

const fixedWords: Partial<Record<string, string>> = {
  all: 'All sessions',
  'client:none': 'No client',
  'classification:work': 'Work',
  'classification:personal': 'Personal',
  'classification:learning': 'Learning',
  'classification:none': 'No classification',
  'tag:none': 'No tag',
  'tag:several': 'Counted under several tags',
  'repo:none': 'No repository',
  'plan:none': 'No plan',
}

/** A subject in words: `Thesis`, `#deep`, `Tuesdays 09:00–10:00`, `acme/web #12`. Some of it is user text. */
export const subjectLabel = ({ subject, name }: Pick<ResolvedSubject, 'subject' | 'name'>, clock: Clock) => {
  const [kind = '', key = ''] = splitSubject(subject)
  const words = name ?? fixedWords[subject]
  if (words !== undefined) return words
  if (kind === 'hour') return hourWords(key, clock)
  if (kind === 'weekday') return weekdays(key)
  if (kind === 'client') return key.slice(1)
  if (kind === 'pr') return key.replace('#', ' #')
  return kind === 'plan' ? `Plan ${key}` : key
}
