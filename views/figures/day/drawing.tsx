import type { PropsWithChildren } from 'hono/jsx'
import { type Cut, cutPieces, type Overlap, piecesInWords } from '../../../functions/figures/day/overlaps'
import type { DayData } from '../../../functions/figures/day/page-data'
import type { Span } from '../../../functions/figures/day/zones'
import { pathTo } from '../../../functions/lib/http/path-to'
import { type Clock, clockTime, duration, wallClock } from '../../../functions/lib/text/format'
import { dayLengthSeconds } from '../../../functions/lib/time/days'
import type { ListedSession } from '../../../functions/time/sessions/schema'
import { titleOf, zoneWords } from '../../../functions/time/sessions/words'
import { classes, ProjectMark, projectClass, Svg } from '../../ui/icon'

/** Height of an hour in rem, so that it grows with the text size. */
const hourHeight = 3

/** Heights in rem of a text line, of the smallest block, and of the smallest in which “…” fits. */
const lineHeight = 1
const minHeight = 0.125
const minDots = 0.5

const rem = (value: number) => `${Math.round(value * 1000) / 1000}rem`
const percent = (value: number) => `${Math.round(value * 100) / 100}%`

/** Offset of an instant and height of a span. */
const scaleOf = ({ from }: Span) => {
  const y = (instant: number) => ((instant - from) / 3_600_000) * hourHeight
  return { y, height: (span: Span) => Math.max(y(span.to) - y(span.from), minHeight) }
}
type Scale = ReturnType<typeof scaleOf>
type DrawnProps = DayData & { scale: Scale; height: string }

const drawnHours = ({ hours, drawn }: DayData['timeline']) =>
  hours.filter(({ at }) => drawn.from <= at && at <= drawn.to)

const Line = ({ at, scale, kind }: { at: number; scale: Scale; kind: 'hour' | 'now' | 'clock-change' }) => (
  <line class={kind} x2="100%" y1={rem(scale.y(at))} y2={rem(scale.y(at))} />
)

const Hours = ({ timeline, reader, scale, height }: DrawnProps) => {
  const { now, clockChanges } = timeline
  const changes = clockChanges.map(({ at }) => at)
  const taken = now === null ? changes : [now, ...changes]
  const isFree = (at: number) =>
    changes.includes(at) || taken.every((other) => Math.abs(scale.y(at) - scale.y(other)) >= lineHeight)
  const text = { x: '100%', 'text-anchor': 'end', 'dominant-baseline': 'middle' } as const
  return (
    <Svg class="draw" height={height} aria-hidden="true">
      {drawnHours(timeline).map(({ at, time }) =>
        isFree(at) ? (
          <text {...text} y={rem(scale.y(at))}>
            {wallClock(time, reader.clock).replace(':00 ', ' ')}
          </text>
        ) : null,
      )}
      {now !== null && (
        <text {...text} class="strong" y={rem(scale.y(now))}>
          {clockTime(now, reader.time_zone, reader.clock)}
        </text>
      )}
    </Svg>
  )
}

type TextProps = PropsWithChildren<{ height: number; color?: string | null; seconds: number; more?: string }>

/** A title within a block, and its length and project beside it, or below it if there is room; in a low block “…”. */
const BlockText = ({ height, color, seconds, more, children }: TextProps) => {
  if (height < minDots) return null
  const isLow = height < lineHeight
  const hasSecond = height >= 2.25 * lineHeight
  const mark = color && <ProjectMark color={color} />
  return (
    <foreignObject width="100%" height="100%">
      <p class={classes('block-text', isLow && 'low')}>
        {isLow ? (
          '…'
        ) : (
          <>
            {!hasSecond && mark}
            <b>{children}</b> {!hasSecond && <span class="grey">{duration(seconds)}</span>}
          </>
        )}
      </p>
      {hasSecond && (
        <p class="block-text grey">
          {mark}
          {[duration(seconds), more].filter(Boolean).join(' · ')}
        </p>
      )}
    </foreignObject>
  )
}

/** Links a block that is high enough to be pressed. The list beside the drawing links every block. */
const Target = ({ height, children, ...link }: PropsWithChildren<{ height: number; href: string }>) =>
  height < minDots ? (
    <g>{children}</g>
  ) : (
    <a {...link} tabindex={-1}>
      {children}
    </a>
  )

type PartProps = Pick<DayData, 'names' | 'reader'> & { part: DayData['timeline']['parts'][number]; scale: Scale }

const columnOf = (lane: number, lanes: number) => ({
  x: percent((101 * lane) / lanes),
  width: percent(101 / lanes - 1),
})

const Block = ({ part, names, reader, scale }: PartProps) => {
  const { session, lane, lanes, carried, goes_on, isPlanned, from, to, idle_to } = part
  const project = names.get(`project:${session.project_id}`)
  const fill = classes('fill-project', projectClass(project?.color))
  const [start, end] = [from, idle_to].map((instant) => clockTime(instant, session.time_zone, reader.clock))
  const column = columnOf(lane, lanes)
  const height = scale.height(part)
  return (
    <Target height={height} href={pathTo`/sessions/${session.id}`}>
      <title>
        {isPlanned && 'Planned: '}
        {[titleOf(session), `${start}–${end}`, project?.label].filter(Boolean).join(', ')}
      </title>
      {idle_to > to && (
        <rect
          class={`${fill} idle`}
          {...column}
          y={rem(scale.y(to))}
          height={rem(scale.height({ from: to, to: idle_to }))}
        />
      )}
      <Svg aria-hidden="true" {...column} y={rem(scale.y(from))} height={rem(height)}>
        <rect class="block" width="100%" height="100%" rx="0.25rem" />
        {isPlanned ? (
          <rect
            class={classes('planned-block', projectClass(project?.color))}
            width="100%"
            height="100%"
            rx="0.25rem"
          />
        ) : (
          <rect class={`${fill} wash`} width="100%" height="100%" rx="0.25rem" />
        )}
        <BlockText height={height} color={project?.color} seconds={(to - from) / 1000} more={project?.label}>
          <bdi>{titleOf(session)}</bdi>
        </BlockText>
      </Svg>
      {carried && <rect class="beyond" {...column} y={rem(scale.y(from) - 0.25)} height="0.125rem" />}
      {goes_on && <rect class="beyond" {...column} y={rem(scale.y(to) + 0.125)} height="0.125rem" />}
    </Target>
  )
}

/** Meetings and tasks at a time, of which nothing was tracked. */
const Meetings = ({ timeline, reader, scale }: DrawnProps) => (
  <>
    {timeline.meetings.map(({ meeting, lane, lanes, ...span }) => {
      const height = scale.height(span)
      const [start, end] = [span.from, span.to].map((at) => clockTime(at, reader.time_zone, reader.clock))
      const times = meeting.duration_minutes === null ? start : `${start}–${end}`
      return (
        <Target height={height} href={pathTo`/${'at' in meeting ? 'tasks' : 'meetings'}/${meeting.id}`}>
          <title>
            {'at' in meeting ? 'Task' : 'Meeting'}: {meeting.title}, {times}
          </title>
          <Svg aria-hidden="true" {...columnOf(lane, lanes)} y={rem(scale.y(span.from))} height={rem(height)}>
            <rect class="meeting-block" width="100%" height="100%" rx="0.25rem" />
            <BlockText height={height} color={meeting.project_color} seconds={(span.to - span.from) / 1000}>
              <bdi>{meeting.title}</bdi>
            </BlockText>
          </Svg>
        </Target>
      )
    })}
  </>
)

const Running = ({ running, timeline: { run }, scale }: DrawnProps) => {
  if (!running || !run) return null
  const height = Math.max(scale.height(run), 1.25 * lineHeight)
  return (
    <Svg aria-hidden="true" width="100%" y={rem(scale.y(run.to) - height)} height={rem(height)}>
      <rect class="fill-open" width="100%" height="100%" rx="0.25rem" />
      <BlockText height={height} seconds={(run.to - run.from) / 1000} more="running">
        <bdi>{titleOf(running)}</bdi>
      </BlockText>
    </Svg>
  )
}

const Blocks = (view: DrawnProps) => {
  const { timeline, scale, height } = view
  return (
    <Svg class="draw" height={height} aria-hidden="true">
      {drawnHours(timeline).map(({ at }) => (
        <Line kind="hour" at={at} scale={scale} />
      ))}
      {timeline.parts.map((part) => (
        <Block part={part} {...view} />
      ))}
      <Meetings {...view} />
      <Running {...view} />
      {timeline.clockChanges.map(({ at, time_zone }) => (
        <>
          <Line kind="clock-change" at={at} scale={scale} />
          <foreignObject y={rem(scale.y(at) - lineHeight)} width="100%" height={rem(lineHeight)}>
            <p class="clock-name">{zoneWords(time_zone)}</p>
          </foreignObject>
        </>
      ))}
      {timeline.now !== null && (
        <>
          <Line kind="now" at={timeline.now} scale={scale} />
          <circle class="now" r="0.1875rem" cy={rem(scale.y(timeline.now))} />
        </>
      )}
    </Svg>
  )
}

/** The day to scale, folded where it stands below the list, which says the same to those who cannot see it. */
export const Drawing = (view: DayData) => {
  const { drawn } = view.timeline
  const scale = scaleOf(drawn)
  const height = rem(scale.y(drawn.to))
  return (
    <details class="day-clock">
      <summary class="link">The day by the clock</summary>
      <div class="day-drawing" aria-hidden="true">
        <Hours {...view} scale={scale} height={height} />
        <Blocks {...view} scale={scale} height={height} />
      </div>
    </details>
  )
}

/** `23-hour day`, `23.5-hour day` */
const hourDay = (seconds: number) => `${Math.round(seconds / 36) / 100}-hour day`

/** Zones of a day if they are not just the reader's, and its length if it is not 24 hours, with the reason. */
export const lengthInWords = ({ timeline, date, reader }: Pick<DayData, 'timeline' | 'date' | 'reader'>) => {
  const { seconds, zones } = timeline
  const length = seconds === 86_400 || seconds === 0 ? '' : hourDay(seconds)
  const names = [...new Set(zones.map(({ zone }) => zone.time_zone))]
  const where = names.some((name) => name !== reader.time_zone) ? names.map(zoneWords).join(', then ') : ''
  if (names.length > 1) return [length, where].filter(Boolean).join(': ')
  const [first, last] = [zones[0], zones.at(-1)]
  const isMoved = first?.zone.day_start_minute !== last?.zone.day_start_minute
  const isChanged = first !== undefined && dayLengthSeconds(date, first.zone) !== 86_400
  const reason = isMoved
    ? 'the start of the day changed'
    : isChanged && `clocks went ${seconds < 86_400 ? 'forward' : 'back'}`
  const lengthWithReason = length && reason ? `${length}: ${reason}` : length
  return [lengthWithReason, where].filter(Boolean).join(', ')
}

/** New times of the earlier session and the time it loses; null if the cut is impossible. */
export const cutInWords = (overlap: Overlap<ListedSession>, cut: Cut, clock: Clock) => {
  const pieces = cutPieces(overlap, cut)
  if (!pieces) return null
  const left = pieces.reduce((sum, { duration_seconds }) => sum + duration_seconds, 0)
  return {
    times: piecesInWords(pieces, overlap.earlier.time_zone, clock),
    less: duration(overlap.earlier.duration_seconds - left),
    /** The earlier session goes on after the overlap, and loses that time too. */
    cutsShort: cut === 'trim' && overlap.after !== null,
  }
}
