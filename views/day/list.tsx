import type { Child } from 'hono/jsx'
import type { DayData } from '../../functions/day/page-data'
import { clockTime } from '../../functions/lib/format'
import { Project, SessionRow } from '../sessions/row'
import { titleOf, zoneWords } from '../sessions/words'
import { Duration } from '../ui/figure'
import { RowMeta, Rows, RowTitle } from '../ui/rows'
import { Gap, LogGap } from './log-gap'
import { KeptOverlap, Overlap } from './overlap'

/** The running timer, which counts once it stops. */
const RunningRow = ({ running, timeline, names, reader }: DayData) => {
  if (!running || !timeline.run) return null
  const { from, to } = timeline.run
  return (
    <li class="session running" id={`session-${running.id}`}>
      <p class="when">
        <time datetime={new Date(running.started_at).toISOString()}>
          {clockTime(running.started_at, running.time_zone, reader.clock)}
        </time>
        –now
      </p>
      <div class="what">
        <RowTitle href="/timer">
          <bdi>{titleOf(running)}</bdi>
        </RowTitle>
        <RowMeta
          parts={[
            'running',
            names.has(`project:${running.project_id}`) && <Project id={running.project_id} names={names} />,
          ]}
        />
      </div>
      <Duration seconds={Math.floor((to - from) / 1000)} class="length grey" />
    </li>
  )
}

/** Times below it are those of another zone. */
const ClockChange = ({ time_zone }: { time_zone: string }) => (
  <li class="between">
    <p class="grey">Clocks change to {zoneWords(time_zone)}</p>
  </li>
)

type DayListProps = DayData & {
  /** Id of the session to focus. */
  focus?: string
}

/** At the same instant a change of clocks comes first, then sessions. */
const inOrder = ({ focus, ...view }: DayListProps) => {
  const { rows, planned, timeline, overlaps, kept, names, reader, date, logging } = view
  const open = new Map(logging?.gaps.map((gap) => [gap.from, gap]))
  const closed = timeline.gaps.filter(({ from }) => !open.has(from))
  const lastSecond = timeline.now !== null && Math.floor(timeline.now / 1000) * 1000
  const starts = new Map(timeline.parts.map(({ session, from }) => [session.id, from]))
  const entries: { at: number; rank: number; row: Child }[] = [
    ...timeline.clockChanges.map(({ at, time_zone }) => ({ at, rank: -1, row: <ClockChange time_zone={time_zone} /> })),
    ...rows.map((session) => ({
      at: starts.get(session.id) ?? session.started_at,
      rank: 0,
      row: <SessionRow session={session} names={names} reader={reader} focus={session.id === focus} />,
    })),
    ...planned.map((session) => ({
      at: starts.get(session.id) ?? session.started_at,
      rank: 0,
      row: <SessionRow session={{ ...session, date }} names={names} reader={reader} planned />,
    })),
    ...(timeline.run ? [{ at: timeline.run.from, rank: 1, row: <RunningRow {...view} /> }] : []),
    ...overlaps.map((overlap) => ({
      at: overlap.from,
      rank: 2,
      row: <Overlap overlap={overlap} date={date} clock={reader.clock} />,
    })),
    ...kept.map((overlap) => ({ at: overlap.from, rank: 3, row: <KeptOverlap overlap={overlap} date={date} /> })),
    ...[...open.values()].map((gap) => ({ at: gap.from, rank: 4, row: <LogGap gap={gap} {...view} /> })),
    ...closed.map((gap) => ({
      at: gap.from,
      rank: 4,
      row: <Gap gap={gap} date={date} clock={reader.clock} isOpen={!timeline.run && gap.to === lastSecond} />,
    })),
  ]
  return entries.sort((a, b) => a.at - b.at || a.rank - b.rank)
}

export const DayList = (view: DayListProps) => (
  <Rows id="day-list" ordered>
    {inOrder(view).map(({ row }) => row)}
  </Rows>
)
