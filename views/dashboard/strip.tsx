import type { StripSession } from '../../functions/dashboard/strip'
import type { DashboardView } from '../../functions/dashboard/view'
import { clockTime } from '../../functions/lib/format'
import { nameOf, titleOf } from '../sessions/words'
import { classes } from '../ui/classes'
import { projectClass } from '../ui/project-mark'

type Props = Pick<DashboardView, 'day' | 'names' | 'preferences' | 'timer'>

const anchor = (x: number) => {
  if (x < 4) return 'start'
  return x > 96 ? 'end' : 'middle'
}

/** Nearer to the present moment than this, in percent, a label of the axis yields to it: everywhere, and on a phone. */
const nearness = { wide: 8, phone: 13 }

/** Whether a label has room beside the present moment's. One at an end of the axis stands to one side, and needs more. */
const hasRoom = (x: number, now: number, needed: number) =>
  Math.abs(x - now) > needed * (anchor(x) === 'middle' && anchor(now) === 'middle' ? 1 : 1.5)

const subjectOf = ({ session }: StripSession) => `project:${session.project_id}`

/** The day's sessions on an axis of its hours, with a line at the present moment. */
export const DayStrip = ({ day: { strip }, names, preferences: { time_zone, clock }, timer }: Props) => {
  const time = (instant: number) => clockTime(instant, time_zone, clock)
  const tickLabel = (instant: number) => time(instant).replace(':00 ', ' ')
  const words = strip.pieces.map((piece) => {
    const name = nameOf(names, subjectOf(piece)) ?? titleOf(piece.session)
    return `${time(piece.start)} to ${time(piece.end)} ${name}`
  })
  if (strip.running && timer)
    words.push(`since ${time(strip.running.start)} ${timer.project?.name ?? titleOf(timer)}, running`)
  const label = `The day so far: ${words.join(', ') || 'nothing tracked'}. It is ${time(strip.now.at)}.`
  return (
    <svg class="draw" height="48" role="img" aria-label={label}>
      <rect class="fill-ground" y="16" width="100%" height="2" />
      {strip.pieces.map((piece) => (
        <rect
          class={classes('fill-project', projectClass(names.get(subjectOf(piece))?.color))}
          x={`${piece.x}%`}
          y="6"
          width={`${Math.max(piece.width, 0.3)}%`}
          height="22"
        />
      ))}
      {strip.running && (
        <rect
          class="fill-open"
          x={`${strip.running.x}%`}
          y="6.5"
          width={`${Math.max(strip.running.width, 0.3)}%`}
          height="21"
        />
      )}
      <line class="now" x1={`${strip.now.x}%`} x2={`${strip.now.x}%`} y1="0" y2="32" />
      {strip.ticks.map(
        ({ at, x }, index) =>
          hasRoom(x, strip.now.x, nearness.wide) && (
            <text
              class={index % 2 === 1 || !hasRoom(x, strip.now.x, nearness.phone) ? 'phone-hide' : undefined}
              x={`${x}%`}
              y="44"
              text-anchor={anchor(x)}
            >
              {tickLabel(at)}
            </text>
          ),
      )}
      <text class="strong" x={`${strip.now.x}%`} y="44" text-anchor={anchor(strip.now.x)}>
        {time(strip.now.at)}
      </text>
    </svg>
  )
}
