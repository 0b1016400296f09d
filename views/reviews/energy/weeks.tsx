import { html } from 'hono/html'
import { dayMonth, grouped, shortDayMonth } from '../../../functions/lib/text/format'
import type { EnergyWeek } from '../../../functions/reviews/energy/averages'
import { Table } from '../../ui/figure'
import { Legend } from '../../ui/figure-table'
import { classes, Svg } from '../../ui/icon'
import { Section } from '../../ui/section'

type Props = { weeks: EnergyWeek[]; today: string }

const [width, height] = [720, 160]

/** A template string: as a JSX element it would become the title of the page. */
const title = html`<title>Energy and engagement by week</title>`

const points = (weeks: EnergyWeek[], of: 'energy' | 'engagement') =>
  weeks.flatMap((week, index) => {
    const level = week[of]
    if (level === null) return []
    const x = Math.round(((index + 0.5) * width) / weeks.length)
    return [{ x, y: Math.round(height - ((level - 0.5) * height) / 5) }]
  })

const pathOf = (line: { x: number; y: number }[]) =>
  line.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join('')

/** Strokes of almost no length with round ends, so that a week without neighbours is visible as a dot. */
const dotsOf = (line: { x: number; y: number }[]) => line.map(({ x, y }) => `M${x} ${y}h.01`).join('')

/** Keeps the width and round ends of strokes when the drawing is stretched. */
const thin = { 'stroke-linecap': 'round', 'stroke-linejoin': 'round', 'vector-effect': 'non-scaling-stroke' }

const Lines = ({ weeks, today }: Props) => {
  const [energy, engagement] = [points(weeks, 'energy'), points(weeks, 'engagement')]
  const grid = [0.5, 1.5, 2.5, 3.5, 4.5].map((level) => `M0 ${(level * height) / 5}h${width}`).join('')
  return (
    <div class="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 py-2 text-grey text-small">
      <div class="grid auto-rows-fr items-center" aria-hidden="true">
        {[5, 4, 3, 2, 1].map((level) => (
          <span>{level}</span>
        ))}
      </div>
      <Svg
        class="h-40 w-full fill-none"
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-labelledby="weeks-head"
      >
        {title}
        <path class="stroke-1 stroke-line" d={grid} {...thin} />
        <path class="stroke-2 stroke-grey" d={pathOf(engagement)} stroke-dasharray="2 5" {...thin} />
        <path class="stroke-7 stroke-grey" d={dotsOf(engagement)} {...thin} />
        <path class="stroke-2 stroke-accent" d={pathOf(energy)} {...thin} />
        <path class="stroke-7 stroke-accent" d={dotsOf(energy)} {...thin} />
      </Svg>
      <div
        class="col-start-2 grid auto-cols-fr grid-flow-col justify-items-center whitespace-nowrap"
        aria-hidden="true"
      >
        {weeks.map(({ from }, index) => (
          <span>{index % 3 === 0 && shortDayMonth(from, today)}</span>
        ))}
      </div>
    </div>
  )
}

/** Classes of the short line before a name in the legend. */
const key = 'before:me-1 before:w-6 before:border-0 before:border-t-2'

const shown = (level: number | null) => (level === null ? <span class="grey">none</span> : level.toFixed(1))

/** Weekly averages as lines, and as a table. */
export const Weeks = ({ weeks, today }: Props) => (
  <Section id="weeks" title="By week" summary="averages from 1 to 5">
    <Lines weeks={weeks} today={today} />
    <Legend>
      <span class={classes(key, 'before:border-accent')}>Energy</span>
      <span class={classes(key, 'before:border-grey before:border-dotted')}>Engagement</span>
    </Legend>
    <details>
      <summary class="link">Show as table</summary>
      <Table
        caption="Average energy and engagement of the last 12 weeks"
        columns={[
          { label: 'Week' },
          { label: 'Check-ins', numeric: true },
          { label: 'Energy', numeric: true },
          { label: 'Engagement', numeric: true },
        ]}
      >
        {weeks.toReversed().map(({ from, checkins, energy, engagement }) => (
          <tr>
            <th scope="row">
              from <time datetime={from}>{dayMonth(from, today)}</time>
            </th>
            <td class="num">{grouped(checkins)}</td>
            <td class="num">{shown(energy)}</td>
            <td class="num">{shown(engagement)}</td>
          </tr>
        ))}
      </Table>
    </details>
  </Section>
)
