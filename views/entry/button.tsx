import type { Interpretation } from '../../functions/entry/interpret'
import { daysBetween, localDateTime } from '../../functions/lib/days'
import { clockTime, duration, plural } from '../../functions/lib/format'
import type { Reader } from '../sessions/row'
import { shortTitle, titleOf } from '../sessions/words'
import { actText } from './choices'

export type PreviewProps = {
  interpretation?: Interpretation
  /** The timer that a start would stop. */
  running?: { title: string } | null
  /** Seconds of the new session that are tracked already. */
  overlap?: number
  /** Where the context files time without a project. */
  general?: { name: string; isNew: boolean } | null
  reader: Reader
  today: string
}

export const clockAt = (instant: number, { time_zone, clock }: Reader) => clockTime(instant, time_zone, clock)

/** `23:30–00:45`, or `9:00–10:00 +1 day` for 25 hours. */
export const span = ({ started_at, ended_at }: { started_at: number; ended_at: number }, reader: Reader) => {
  const days =
    ended_at - started_at < 86_400_000
      ? 0
      : daysBetween(localDateTime(started_at, reader.time_zone).date, localDateTime(ended_at, reader.time_zone).date)
  const later = days > 0 ? ` +${plural(days, 'day')}` : ''
  return `${clockAt(started_at, reader)}–${clockAt(ended_at, reader)}${later}`
}

/** The project that the line creates; one that is like another needs a choice first. */
export const createdName = (project: Interpretation['project']) =>
  project?.kind === 'new' || (project?.kind === 'unknown' && project.similar.length === 0) ? project.name : null

/** `Log 35m, 11:30–12:05`, `Start` or `Start, and stop Methods` */
export const ButtonText = ({ interpretation, running, reader }: PreviewProps) => {
  if (!interpretation) {
    return (
      <span>
        Start<span class="script-hide"> or log</span>
      </span>
    )
  }
  const { plan, wants, project } = interpretation
  if (!plan) return <>{wants === 'start' ? 'Start' : 'Log'}</>
  const created = createdName(project)
  if (created !== null) {
    return (
      <span>
        Create project “<bdi>{shortTitle(created)}</bdi>” and {actText(plan)}
      </span>
    )
  }
  if (plan.kind === 'log') {
    return (
      <>
        Log {duration(plan.times.duration_seconds)}, {span(plan.times, reader)}
      </>
    )
  }
  return (
    <span>
      Start{plan.started_at !== undefined && ` at ${clockAt(plan.started_at, reader)}`}
      {running && (
        <>
          , and stop <bdi>{shortTitle(titleOf(running))}</bdi>
        </>
      )}
    </span>
  )
}
