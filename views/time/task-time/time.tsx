import { duration } from '../../../functions/lib/format'
import type { TaskTimeData } from '../../../functions/time/task-time/read'
import { FigureKpi, Kpi, Kpis, Spark } from '../../ui/figure'
import { sessionsPath } from '../../ui/links'
import { TextLink } from '../../ui/section'
import { LatestSessions } from '../sessions/row'

const Tracked = ({ task: { id, tracked_seconds, estimated_minutes } }: Pick<TaskTimeData, 'task'>) => {
  const estimate = (estimated_minutes ?? 0) * 60
  const over = tracked_seconds - estimate
  return (
    <>
      <Kpis>
        <FigureKpi label="Tracked" seconds={tracked_seconds} href={sessionsPath(null, `task:${id}`)} />
        {estimate > 0 ? (
          <>
            <FigureKpi label="Estimate" seconds={estimate} />
            <FigureKpi label={over > 0 ? 'Over' : 'Left'} seconds={Math.abs(over)} />
          </>
        ) : (
          <Kpi label="Estimate">
            <TextLink href={`/tasks/${id}/edit`}>Add one</TextLink>
          </Kpi>
        )}
      </Kpis>
      {estimate > 0 && (
        <Spark
          max={Math.max(tracked_seconds, estimate)}
          parts={[{ value: tracked_seconds }]}
          target={estimate}
          label={`${duration(tracked_seconds)} tracked of ${duration(estimate)}`}
        />
      )}
    </>
  )
}

/** Shows what was tracked of the estimate, and the sessions that make it up. */
export const TaskTime = ({ task, ...latest }: TaskTimeData) => (
  <LatestSessions
    id="task-time"
    title="Time"
    aside={task.tracked_seconds > 0 && <TextLink href={sessionsPath(null, `task:${task.id}`)}>All sessions</TextLink>}
    {...latest}
  >
    <Tracked task={task} />
    {latest.sessions.length === 0 && <p class="hint">No sessions yet.</p>}
  </LatestSessions>
)
