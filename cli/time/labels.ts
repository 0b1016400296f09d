import type { SessionData } from '../../functions/programs/sync/core/protocol'
import { titleOf } from '../../functions/time/sessions/title'
import type { Database } from '../store/database'
import { noteIn } from '../store/notes'
import { planTitle } from '../store/queries'

type Filed = Pick<SessionData, 'title' | 'project_id' | 'goal_id' | 'plan_id' | 'chunk_id'>

/**
 * Names by which a person knows a session: its title, `@project`, `!goal` and `%plan/chunk`.
 * @param focusEndsAt epoch ms, where it is known to be a focus: devices exchange no ends
 */
export const sessionLabel = (db: Database, filed: Filed, focusEndsAt: number | null = null) => {
  const { title, project_id, goal_id, plan_id, chunk_id } = filed
  const project = project_id === null ? undefined : noteIn(db, 'projects')?.find(({ id }) => id === project_id)
  const goal = goal_id === null ? undefined : noteIn(db, 'goals')?.find(({ id }) => id === goal_id)
  const plan = plan_id === null ? null : `${planTitle(db, plan_id) ?? plan_id}${chunk_id ? `/${chunk_id}` : ''}`
  const parts = [title, project && `@${project.name}`, goal && `!${goal.title}`, plan && `%${plan}`]
  return parts.filter(Boolean).join(' ') || titleOf({ title, focus_ends_at: focusEndsAt })
}
