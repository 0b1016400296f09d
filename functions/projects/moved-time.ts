import { duration, plural } from '../lib/format'
import { clientKey } from './queries'
import type { ListedProject, ProjectValues } from './schema'
import { classificationNames } from './words'

type Counted = Pick<ListedProject, 'tracked_seconds' | 'session_count'>

/** `2 sessions (3h 20m)`; null when nothing is tracked. */
export const countedText = ({ tracked_seconds, session_count }: Counted) =>
  tracked_seconds ? `${plural(session_count ?? 0, 'session')} (${duration(tracked_seconds)})` : null

export const clientName = (client: string) => client || 'No client'

/** `2 sessions (3h 20m) still count`; null when nothing is tracked. */
export const stillCountText = (project: Counted) => {
  const counted = countedText(project)
  return counted && `${counted} still ${project.session_count === 1 ? 'counts' : 'count'}`
}

/**
 * Says which sums an edit of a project moves: `2 sessions (3h 20m) moved from UNAM to No client.` A name and a status
 * move none, and clients that differ only in case are one. Null when none moves.
 */
export const movedTime = (before: ProjectValues & Counted, after: ProjectValues) => {
  const counted = countedText(before)
  const moves = [
    clientKey(before.client) !== clientKey(after.client) && [clientName(before.client), clientName(after.client)],
    before.classification !== after.classification && [
      classificationNames[before.classification],
      classificationNames[after.classification],
    ],
  ].flatMap((move) => (move ? [`from ${move[0]} to ${move[1]}`] : []))
  return counted && moves.length > 0 ? `${counted} moved ${moves.join(', and ')}.` : null
}
