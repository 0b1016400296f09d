import {
  knownFilter,
  type LedgerFilter,
  limitFilter,
  type ResolvedSubject,
  resolveSubject,
} from '../../../ledger/resolve-subject'
import type { OrgTime } from '../../../lib/org'
import type { Range } from '../../../lib/time/days'
import { readMissingNames, type SubjectNames } from '../../../time/sessions/list/page'
import { type ChangeLine, changeLines } from './change-lines'
import type { EditedSession } from './queries'
import * as q from './queries'

const lineLimit = 200

export type ChangesView = {
  ledger: ResolvedSubject
  range: Range | null
  /** The moment since which changes are listed (epoch ms). */
  since: number
  /** The figure then and now, in seconds. With too many edits, `before` is the figure before the earliest edit read. */
  before: number
  after: number
  lines: (ChangeLine & { session: EditedSession | undefined })[]
  /** Earlier edits, which have no line of their own. */
  rest: { count: number; effect: number }
  /** False if there are more edits than a view reads. */
  isAll: boolean
  names: SubjectNames
}

/** Changes of a figure. `before` and all effects sum to `after`. Null if the project or goal does not exist. */
export const changesView = async (
  db: D1Database,
  userId: string,
  { subject, range, since }: { subject: string; range: Range | null; since: number },
  context: OrgTime | null = null,
): Promise<ChangesView | null> => {
  const editsOf = (filter: LedgerFilter) => q.figureAndEdits(db, userId, filter, range, since)
  const plain = knownFilter(subject)
  const known = plain && limitFilter(plain, context)
  const resolving = resolveSubject(db, userId, subject, context)
  const [ledger, started] = await Promise.all([resolving, known && editsOf(known)])
  if (!ledger) return null
  const { seconds, edits, isAll } = started ?? (await editsOf(ledger))
  const { before, lines } = changeLines(edits, seconds, ledger, range)
  const shown = lines.slice(0, lineLimit)
  const rest = lines.slice(lineLimit)
  const ids = new Set(shown.flatMap(({ edits: [edit] }) => edit?.session_id ?? []))
  const snapshots = shown.flatMap(({ edits }) =>
    edits.flatMap(({ before, after }) => [before ?? [], after ?? []].flat()),
  )
  const [sessions, names] = await Promise.all([
    q.editedSessions(db, userId, [...ids]),
    readMissingNames(db, userId, snapshots),
  ])
  const byId = new Map(sessions.map((session) => [session.id, session]))
  return {
    ledger,
    range,
    since,
    before,
    after: seconds,
    lines: shown.map((line) => ({ ...line, session: byId.get(line.edits[0]?.session_id ?? '') })),
    rest: {
      count: rest.reduce((count, line) => count + line.edits.length, 0),
      effect: rest.reduce((sum, line) => sum + line.effect, 0),
    },
    isAll,
    names,
  }
}
