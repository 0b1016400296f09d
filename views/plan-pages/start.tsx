import type { ListedPlan } from '../../functions/plans/schema'
import { linkText } from '../../functions/sessions/plan-link'
import { StartButton } from '../timer/start-button'

type Plan = Pick<ListedPlan, 'id' | 'goal_id' | 'project_id' | 'next_chunk' | 'next_title'>

/** Starts the timer on the next chunk of a plan; nothing where all are done. */
export const StartNext = ({ plan, words }: { plan: Plan; words?: string }) => {
  const { id, goal_id, project_id, next_chunk, next_title } = plan
  if (next_title === null) return null
  return (
    <StartButton
      label={`${words ?? 'Start'}: ${next_title}`}
      variant={words === undefined ? undefined : 'primary'}
      words={words}
      title={next_title}
      plan={linkText({ plan_id: id, chunk_id: next_chunk })}
      goal_id={goal_id ?? undefined}
      project_id={project_id ?? undefined}
    />
  )
}
