import type { DayData } from '../../functions/day/page-data'
import { wallClock } from '../../functions/lib/format'
import { titleOf } from '../sessions/words'
import { classes } from '../ui/classes'
import { projectClass } from '../ui/project-mark'
import { opensForm } from './gap'

/** Height of an hour in rem, so that it grows with the text size. */
const hourHeight = 2.25

/** Heights in rem of a text line and of the smallest bar. */
const lineHeight = 1
const minHeight = 0.125

const rem = (value: number) => `${Math.round(value * 1000) / 1000}rem`
const percent = (value: number) => `${Math.round(value * 100) / 100}%`

type TimeSpan = { from: number; to: number }

/** Offset of an instant and height of a span. */
const scaleOf = ({ from }: TimeSpan) => {
  const y = (instant: number) => ((instant - from) / 3_600_000) * hourHeight
  return {
    y,
    place: (span: TimeSpan) => ({ y: rem(y(span.from)), height: rem(Math.max(y(span.to) - y(span.from), minHeight)) }),
  }
}
type Scale = ReturnType<typeof scaleOf>
type DrawnProps = DayData & { scale: Scale; height: string }

const Lines = ({ timeline, scale }: { timeline: DayData['timeline']; scale: Scale }) => (
  <>
    {timeline.hours.map(({ at }) => (
      <line class="hour" x2="100%" y1={rem(scale.y(at))} y2={rem(scale.y(at))} />
    ))}
    {timeline.clockChanges.map(({ at }) => (
      <line class="clock-change" x2="100%" y1={rem(scale.y(at))} y2={rem(scale.y(at))} />
    ))}
    {timeline.now !== null && (
      <line class="now" x2="100%" y1={rem(scale.y(timeline.now))} y2={rem(scale.y(timeline.now))} />
    )}
  </>
)

const Hours = ({ timeline, reader, scale, height }: DrawnProps) => {
  const { hours, now } = timeline
  const isFree = (at: number) => now === null || Math.abs(scale.y(at) - scale.y(now)) >= lineHeight
  return (
    <svg class="draw" height={height} aria-hidden="true">
      {hours.map(({ at, time }) =>
        isFree(at) ? (
          <text x="100%" y={rem(scale.y(at))} text-anchor="end" dominant-baseline="middle">
            {wallClock(time, reader.clock).replace(':00 ', ' ')}
          </text>
        ) : null,
      )}
      {now !== null && (
        <text class="strong" x="100%" y={rem(scale.y(now))} text-anchor="end" dominant-baseline="middle">
          now
        </text>
      )}
    </svg>
  )
}

const Bars = ({ date, timeline, names, running, scale, height }: DrawnProps) => (
  <svg class="draw" height={height} aria-hidden="true">
    <Lines timeline={timeline} scale={scale} />
    {timeline.gaps.map((gap) => (
      <a {...opensForm(gap, date)} tabindex={-1}>
        <rect class="gap" width="100%" {...scale.place(gap)}>
          <title>Log this gap</title>
        </rect>
      </a>
    ))}
    {timeline.parts.map(({ session, lane, lanes, carried, goes_on, ...part }) => {
      const bar = { x: percent((100 * lane) / lanes), width: percent(100 / lanes - 2) }
      const fill = classes('fill-project', projectClass(names.get(`project:${session.project_id}`)?.color))
      return (
        <a href={`/sessions/${session.id}`} tabindex={-1}>
          {part.idle_to > part.to && (
            <rect class={`${fill} idle`} {...bar} {...scale.place({ from: part.to, to: part.idle_to })} />
          )}
          <rect class={fill} {...bar} {...scale.place(part)}>
            <title>{titleOf(session)}</title>
          </rect>
          {carried && <rect class="beyond" {...bar} y={rem(scale.y(part.from) - 0.25)} height="0.125rem" />}
          {goes_on && <rect class="beyond" {...bar} y={rem(scale.y(part.to) + 0.125)} height="0.125rem" />}
        </a>
      )
    })}
    {running && timeline.run && <rect class="fill-open" x="0" width="98%" {...scale.place(timeline.run)} />}
  </svg>
)

const Labels = ({ timeline, running, scale, height }: DrawnProps) => {
  const labels = [
    ...timeline.parts.map(({ session, from }) => ({ at: from, title: titleOf(session) })),
    ...(running && timeline.run ? [{ at: timeline.run.from, title: titleOf(running) }] : []),
  ].sort((a, b) => a.at - b.at)
  let free = Number.NEGATIVE_INFINITY
  return (
    <svg class="draw phone-hide" height={height} aria-hidden="true">
      <Lines timeline={timeline} scale={scale} />
      {labels.map(({ at, title }) => {
        const y = scale.y(at)
        if (y < free) return null
        free = y + lineHeight
        return (
          <foreignObject x="0" y={rem(y)} width="100%" height={rem(lineHeight)}>
            <p class="day-label">
              <bdi>{title}</bdi>
            </p>
          </foreignObject>
        )
      })}
    </svg>
  )
}

export const Drawing = (view: DayData) => {
  const scale = scaleOf(view.timeline)
  const height = rem(scale.y(view.timeline.to))
  return (
    <div class="day-drawing" aria-hidden="true">
      <Hours {...view} scale={scale} height={height} />
      <Bars {...view} scale={scale} height={height} />
      <Labels {...view} scale={scale} height={height} />
    </div>
  )
}
