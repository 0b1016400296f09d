import { v7 as uuid } from 'uuid'
import { quoted } from '../changes/words'
import { undoable } from '../changes/writes'
import { addedInContext } from '../context/added'
import { duration, plural } from '../lib/format'
import { filingErrors } from '../lib/resource/filing'
import type { Resource, Write } from '../lib/resource/resource'
import { deleteRow } from '../lib/resource/stored'
import type { Outdates } from '../lib/sql'
import * as q from './queries'
import { clientKey } from './queries'
import type { ListedProject, NewProjectValues, ProjectValues } from './schema'
import { classificationNames, nameTaken, projectLabel } from './words'
import { restoreProject, updateProject } from './writes'

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
const movedTime = (before: ProjectValues & Counted, after: ProjectValues) => {
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

/** Names the client only where it changed. */
const renameSummary = (before: ListedProject, values: ListedProject) => {
  const label = (project: ListedProject) => (before.client === values.client ? project.name : projectLabel(project))
  return `Renamed ${quoted(label(before))} to ${quoted(label(values))}`
}

/** Saves an edit. A new name or client is a change that can be undone. The toast names the sums that move. */
const update = (db: D1Database, userId: string, values: ListedProject, now: number, before: ListedProject): Write => {
  const statements = updateProject(db, userId, values, now)
  const isRenamed = before.name !== values.name || before.client !== values.client
  const moved = movedTime(before, values)
  if (!isRenamed) {
    const isShown = moved || before.color !== values.color || before.organization_id !== values.organization_id
    const outdates: Outdates[] = isShown ? ['stats'] : []
    return { statements, outdates, toast: moved ? { message: `Project saved. ${moved}` } : undefined }
  }
  const change = { id: uuid(), kind: 'rename', summary: renameSummary(before, values) } as const
  return {
    statements: undoable(db, userId, change, { projects: [before.id] }, statements, now),
    outdates: ['stats'],
    toast: { message: moved ? `${change.summary}. ${moved}` : change.summary, undo: `/changes/${change.id}/undo` },
  }
}

const remove = deleteRow('projects', ['stats'])

/** The writes that the pages and the API of projects share. */
export const project: Resource<ListedProject, NewProjectValues> = {
  name: 'project',
  find: q.project,
  validate: filingErrors,
  insert: (db, userId, id, { client = '', classification = 'work', color = 'slate', ...values }, now, c) =>
    q.addProjects(
      db,
      userId,
      [{ ...addedInContext(c, values), id, client, classification, color, import_id: null }],
      now,
    ),
  update,
  remove: (db, userId, id, now) => ({
    ...remove(db, userId, id, now),
    toast: { message: 'Project deleted. Its sessions are kept.' },
  }),
  restore: restoreProject,
  refused: { unique: 'projects.name_key', errors: { name: [nameTaken] } },
}
