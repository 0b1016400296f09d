import { v7 as uuid } from 'uuid'
import type { Made } from '../changes/make'
import { quoted } from '../changes/words'
import { undoable } from '../changes/writes'
import type { ListedProject, ProjectValues } from './schema'
import { projectLabel } from './words'
import { updateProject } from './writes'

const isRenamed = (before: ListedProject, values: ProjectValues) =>
  before.name !== values.name || before.client !== values.client

/** Under its client where that is what changed. */
const named = (before: ListedProject, values: ProjectValues) => {
  const label = (project: ProjectValues) => (before.client === values.client ? project.name : projectLabel(project))
  return `Renamed ${quoted(label(before))} to ${quoted(label(values))}`
}

/**
 * An edit of a project as it was at `seq`. One that gives it another name or client is a change that can be taken back.
 * @param now epoch ms
 */
export const editProject = (
  db: D1Database,
  userId: string,
  before: ListedProject,
  values: ProjectValues & { seq: number },
  now: number,
): { writes: D1PreparedStatement[]; renamed: Made | null } => {
  const writes = updateProject(db, userId, before.id, values, now)
  if (!isRenamed(before, values)) return { writes, renamed: null }
  const renamed = { id: uuid(), summary: named(before, values) }
  const change = { ...renamed, kind: 'rename' as const }
  return { writes: undoable(db, userId, change, { projects: [before.id] }, writes, now), renamed }
}
