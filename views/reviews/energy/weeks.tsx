import { html } from 'hono/html'
import { dayMonth, grouped, shortDayMonth } from '../../../functions/lib/text/format'
import type { EnergyWeek } from '../../../functions/reviews/energy/averages'
import { Table } from '../../ui/figure'
import { Svg } from '../../ui/icon'
import { Section } from '../../ui/section'

type Props = { weeks: EnergyWeek[]; today: string }

const [width, height] = [720, 160]

/** As an element it would be taken for the title of the page. */
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

/** A short stroke with round ends, so that a week alone shows, too. */
const dotsOf = (line: { x: number; y: number }[]) => line.map(({ x, y }) => `M${x} ${y}h.01`).join('')

const Lines = ({ weeks, today }: Props) => {
  const [energy, engagement] = [points(weeks, 'energy'), points(weeks, 'engagement')]
  const grid = [0.5, 1.5, 2.5, 3.5, 4.5].map((level) => `M0 ${(level * height) / 5}h${width}`).join('')
  return (
    <div class="energy-chart">
      <div aria-hidden="true">
        {[5, 4, 3, 2, 1].map((level) => (
          <span>{level}</span>
        ))}
      </div>
      <Svg
        class="energy-lines"
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-labelledby="weeks-head"
      >
        {title}
        <path class="grid" d={grid} />
        <path class="engagement" d={pathOf(engagement)} />
        <path class="engagement dots" d={dotsOf(engagement)} />
        <path class="energy" d={pathOf(energy)} />
        <path class="energy dots" d={dotsOf(energy)} />
      </Svg>
      <div aria-hidden="true">
        {weeks.map(({ from }, index) => (
          <span>{index % 3 === 0 && shortDayMonth(from, today)}</span>
        ))}
      </div>
    </div>
  )
}

const shown = (level: number | null) => (level === null ? <span class="grey">none</span> : level.toFixed(1))

/** Averages of the last weeks as lines, and as a table. */
export const Weeks = ({ weeks, today }: Props) => (
  <Section id="weeks" title="By week" summary="averages from 1 to 5">
    <Lines weeks={weeks} today={today} />
    <p class="legend">
      <span class="energy-key">Energy</span>
      <span class="engagement-key">Engagement</span>
    </p>
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
