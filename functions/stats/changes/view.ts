import { type ResolvedSubject, resolveSubject } from '../../ledger/resolve-subject'
import type { Range } from '../../lib/days'
import { namesOf, type SubjectNames } from '../../sessions/list/page'
import { type ChangeLine, changeLines } from './change-lines'
import * as q from './queries'
import type { EditedSession, Moments } from './schema'

const lineLimit = 200

export type ChangesView = {
  ledger: ResolvedSubject
  range: Range | null
  moments: Moments
  /** The figure at both moments, in seconds; with too many edits, `before` is that before the earliest edit read. */
  before: number
  after: number
  lines: (ChangeLine & { session: EditedSession | undefined })[]
  /** Earlier edits that have no line of their own. */
  rest: { count: number; effect: number }
  /** False if there are more edits than a view reads. */
  isAll: boolean
  names: SubjectNames
}

/** `before`, the rest and the lines' effects sum to `after`. Null if the project or goal does not exist. */
export const changesView = async (
  db: D1Database,
  userId: string,
  { subject, range, moments }: { subject: string; range: Range | null; moments: Moments },
): Promise<ChangesView | null> => {
  const ledger = await resolveSubject(db, userId, subject)
  if (!ledger) return null
  const { seconds, edits, isAll } = await q.figureAndEdits(db, userId, ledger, range, moments.since)
  const { before, after, lines } = changeLines(edits, seconds, moments, ledger, range)
  const shown = lines.slice(0, lineLimit)
  const rest = lines.slice(lineLimit)
  const firstEdits = shown.flatMap(({ edits: [first] }) => first ?? [])
  const snapshots = shown.flatMap(({ edits }) =>
    edits.flatMap(({ before, after }) => [before ?? [], after ?? []].flat()),
  )
  const [sessions, names] = await Promise.all([
    q.editedSessions(db, userId, [...new Set(firstEdits.map(({ session_id }) => session_id))]),
    namesOf(db, userId, snapshots),
  ])
  const byId = new Map(sessions.map((session) => [session.id, session]))
  return {
    ledger,
    range,
    moments,
    before,
    after,
    lines: shown.map((line) => ({ ...line, session: byId.get(line.edits[0]?.session_id ?? '') })),
    rest: {
      count: rest.reduce((count, line) => count + line.edits.length, 0),
      effect: rest.reduce((sum, line) => sum + line.effect, 0),
    },
    isAll,
    names,
  }
}
