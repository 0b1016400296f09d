import { html } from 'hono/html'
import { Svg } from '../ui/svg'
import type { Bar } from './period-table'

type Props = { bars: Bar[]; targetSeconds: number }

const [width, height] = [720, 160]

/** As an element it would be taken for the title of the page. */
const title = html`<title>Hours</title>`

/** The bars as one path: a shape each would double the page. */
const pathOf = (bars: { at: number; tall: number }[], step: number) =>
  bars
    .map(({ at, tall }) => `M${(at * step).toFixed(1)} ${height}v-${tall}h${(step * 0.8).toFixed(1)}v${tall}z`)
    .join('')

/** The chart of hours where no script draws it. The table under it has the figures. */
export const HoursSvg = ({ bars, targetSeconds }: Props) => {
  const most = Math.max(targetSeconds, ...bars.map(({ total_seconds }) => total_seconds), 1)
  const tallOf = (seconds: number) => Math.round((seconds / most) * height)
  const drawn = bars.map((bar, at) => ({ bar, at, tall: tallOf(bar.total_seconds) })).filter(({ tall }) => tall > 0)
  const isMet = ({ total_seconds, targetSeconds: target }: Bar) => target > 0 && total_seconds >= target
  const step = width / Math.max(bars.length, 1)
  return (
    <Svg class="hours-svg" viewBox={`0 0 ${width} ${height}`} role="img" aria-labelledby="hours-head hours-summary">
      {title}
      <path
        class="fill"
        stroke="none"
        d={pathOf(
          drawn.filter(({ bar }) => isMet(bar)),
          step,
        )}
      />
      <path
        class="fill-soft"
        stroke="none"
        d={pathOf(
          drawn.filter(({ bar }) => !isMet(bar)),
          step,
        )}
      />
      {targetSeconds > 0 && (
        <path stroke="currentColor" stroke-dasharray="2 3" d={`M0 ${height - tallOf(targetSeconds)}h${width}`} />
      )}
    </Svg>
  )
}
