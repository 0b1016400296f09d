import { type ResolvedSubject, resolveSubject } from '../../ledger/resolve-subject'
import type { Range } from '../../lib/days'
import { namesOf, type SubjectNames } from '../../sessions/list/page'
import { type ChangeLine, changeLines } from './change-lines'
import * as q from './queries'
import type { EditedSession, Moments } from './schema'

/** As many lines as one view tells. */
const linesLimit = 200

export type ChangesView = {
  ledger: ResolvedSubject
  range: Range | null
  moments: Moments
  /** The figure at both moments, in seconds; where there are too many edits, `before` is that before the first told. */
  before: number
  after: number
  lines: (ChangeLine & { session: EditedSession | undefined })[]
  /** Edits before those of the lines: how many, and what they did together. */
  rest: { count: number; effect: number }
  /** False where more was edited since the first moment than a view reads. */
  isAll: boolean
  names: SubjectNames
}

/**
 * The difference of a figure between two moments, told by the edits that made it: `before`, the effects of the rest and
 * of the lines sum to `after`. Null for a project or a goal that is not there.
 */
export const changesView = async (
  db: D1Database,
  userId: string,
  asked: { subject: string; range: Range | null; moments: Moments },
): Promise<ChangesView | null> => {
  const { subject, range, moments } = asked
  const ledger = await resolveSubject(db, userId, subject)
  if (!ledger) return null
  const { seconds, edits, isAll } = await q.figureAndEdits(db, userId, ledger, range, moments.since)
  const { before, after, lines } = changeLines(edits, seconds, moments, ledger, range)
  const told = lines.slice(0, linesLimit)
  const untold = lines.slice(linesLimit)
  const firsts = told.flatMap(({ edits: [first] }) => first ?? [])
  const images = told.flatMap(({ edits }) => edits.flatMap(({ before, after }) => [before ?? [], after ?? []].flat()))
  const [sessions, names] = await Promise.all([
    q.editedSessions(db, userId, [...new Set(firsts.map(({ session_id }) => session_id))]),
    namesOf(db, userId, images),
  ])
  const byId = new Map(sessions.map((session) => [session.id, session]))
  return {
    ledger,
    range,
    moments,
    before,
    after,
    lines: told.map((line) => ({ ...line, session: byId.get(line.edits[0]?.session_id ?? '') })),
    rest: {
      count: untold.reduce((count, line) => count + line.edits.length, 0),
      effect: untold.reduce((sum, line) => sum + line.effect, 0),
    },
    isAll,
    names,
  }
}
