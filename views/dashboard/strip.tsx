import type { StripSession } from '../../functions/dashboard/strip'
import type { DashboardView } from '../../functions/dashboard/view'
import { clockTime } from '../../functions/lib/format'
import { nameOf, titleOf } from '../sessions/words'
import { classes } from '../ui/classes'
import { projectClass } from '../ui/project-mark'
import { Svg } from '../ui/svg'

type Props = Pick<DashboardView, 'day' | 'names' | 'preferences' | 'timer'>

const anchor = (x: number) => {
  if (x < 4) return 'start'
  return x > 96 ? 'end' : 'middle'
}

/** Labels nearer than this to the label of the current time are hidden; in percent. */
const minDistance = { wide: 8, phone: 13 }

/** A label at an end of the axis stands to one side of its tick and needs more room. */
const hasRoom = (x: number, now: number, distance: number) =>
  Math.abs(x - now) > distance * (anchor(x) === 'middle' && anchor(now) === 'middle' ? 1 : 1.5)

const subjectOf = ({ session }: StripSession) => `project:${session.project_id}`

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
    <Svg class="draw" height="48" role="img" aria-label={label}>
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
          hasRoom(x, strip.now.x, minDistance.wide) && (
            <text
              class={index % 2 === 1 || !hasRoom(x, strip.now.x, minDistance.phone) ? 'phone-hide' : undefined}
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
    </Svg>
  )
}
