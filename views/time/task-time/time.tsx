import { duration } from '../../../functions/lib/format'
import type { TaskTimeData } from '../../../functions/time/task-time/read'
import { Figure, FigureLine, Spark } from '../../ui/figure'
import { sessionsPath } from '../../ui/links'
import { Stack, TextLink } from '../../ui/section'
import { LatestSessions } from '../sessions/row'

/** `of 1h 30m, 10m left` */
const ofEstimate = (over: number, estimate: number) =>
  `of ${duration(estimate)}, ${duration(Math.abs(over))} ${over > 0 ? 'over' : 'left'}`

/** Shows what was tracked of the estimate, and the sessions that make it up. */
export const TaskTime = ({
  task: { id, tracked_seconds, estimated_minutes, completed_at },
  ...latest
}: TaskTimeData) => {
  const estimate = (estimated_minutes ?? 0) * 60
  const href = sessionsPath(null, `task:${id}`)
  const isTracked = tracked_seconds > 0
  return (
    <LatestSessions
      id="task-time"
      title="Time"
      aside={isTracked && <TextLink href={href}>All sessions</TextLink>}
      {...latest}
    >
      <Stack>
        <FigureLine>
          {isTracked && <Figure seconds={tracked_seconds} href={href} />}
          {isTracked && estimate > 0 && <span class="grey">{ofEstimate(tracked_seconds - estimate, estimate)}</span>}
          {!isTracked && (
            <span class="grey">
              {completed_at !== null
                ? 'Nothing tracked'
                : estimate > 0
                  ? `Nothing of ${duration(estimate)} tracked yet`
                  : 'No time tracked yet'}
            </span>
          )}
        </FigureLine>
        {isTracked && estimate > 0 && (
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
