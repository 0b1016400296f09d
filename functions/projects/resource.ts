import { v7 as uuid } from 'uuid'
import { quoted } from '../changes/words'
import { undoable } from '../changes/writes'
import { addedInContext } from '../context/added'
import { filingErrors } from '../lib/resource/filing'
import type { Resource, Write } from '../lib/resource/resource'
import { deleteRow } from '../lib/resource/stored'
import type { Outdates } from '../lib/sql'
import { movedTime } from './moved-time'
import * as q from './queries'
import type { ListedProject, NewProjectValues } from './schema'
import { nameTaken, projectLabel } from './words'
import { restoreProject, updateProject } from './writes'

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
  restore: (db, userId, id, now) => ({ statements: restoreProject(db, userId, id, now), outdates: ['stats'] }),
  refused: { unique: 'projects.name_key', errors: { name: [nameTaken] } },
}
