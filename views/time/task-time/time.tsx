import { duration } from '../../../functions/lib/text/format'
import type { TaskTimeData } from '../../../functions/time/task-time/read'
import { Figure, FigureLine, Spark } from '../../ui/figure'
import { sessionsPath } from '../../ui/links'
import { Stack, TextLink } from '../../ui/section'
import { LatestSessions } from '../sessions/row'

/** Compares with the estimate: `of 1h 30m, 10m left`. */
const ofEstimate = (over: number, estimate: number) =>
  `of ${duration(estimate)}, ${duration(Math.abs(over))} ${over > 0 ? 'over' : 'left'}`

/** Id of the section. It exists without tracked time, too, because the timer's response replaces it. */
const section = 'task-time'

/** Tracked time of a task against its estimate, and its latest sessions. */
export const TaskTime = ({ task, ...latest }: TaskTimeData) => {
  const { id, tracked_seconds, estimated_minutes, project_id, goal_id } = task
  const estimate = (estimated_minutes ?? 0) * 60
  const href = sessionsPath(null, `task:${id}`)
  if (tracked_seconds === 0) return <div id={section} />
  return (
    <LatestSessions
      id={section}
      title="Time"
      aside={<TextLink href={href}>All sessions</TextLink>}
      hides={[`project:${project_id}`, `goal:${goal_id}`]}
      {...latest}
    >
      <Stack>
        <FigureLine>
          <Figure seconds={tracked_seconds} href={href} />
          {estimate > 0 && <span class="grey">{ofEstimate(tracked_seconds - estimate, estimate)}</span>}
        </FigureLine>
        {estimate > 0 && (
          <Spark
            max={Math.max(tracked_seconds, estimate)}
            parts={[{ value: tracked_seconds }]}
            target={estimate}
            label={`${duration(tracked_seconds)} tracked of ${duration(estimate)}`}
          />
        )}
      </Stack>
    </LatestSessions>
  )
}
