import type { SessionData } from '../../functions/programs/sync/core/protocol'
import { sessionTitle } from '../../functions/time/sessions/title'
import type { Database } from '../store/database'
import { readStoredNote } from '../store/notes'
import { planTitle } from '../store/queries'

type Filed = Pick<SessionData, 'title' | 'project_id' | 'goal_id' | 'plan_id' | 'chunk_id'>

/**
 * How a person recognizes a session: its title, `@project`, `!goal` and `%plan/chunk`.
 * @param id finds the planned end if the focus was started here, because sync carries no planned ends
 */
export const sessionLabel = (db: Database, filed: Filed, id?: string) => {
  const { title, project_id, goal_id, plan_id, chunk_id } = filed
  const project = project_id === null ? undefined : readStoredNote(db, 'projects')?.find(({ id }) => id === project_id)
  const goal = goal_id === null ? undefined : readStoredNote(db, 'goals')?.find(({ id }) => id === goal_id)
  const plan = plan_id === null ? null : `${planTitle(db, plan_id) ?? plan_id}${chunk_id ? `/${chunk_id}` : ''}`
  const focus = readStoredNote(db, 'focus')
  const parts = [title, project && `@${project.name}`, goal && `!${goal.title}`, plan && `%${plan}`]
  return (
    parts.filter(Boolean).join(' ') ||
    sessionTitle({ title, focus_ends_at: focus?.id === id ? (focus?.ends_at ?? null) : null })
  )
}
