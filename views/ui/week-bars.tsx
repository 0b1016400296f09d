import type { PropsWithChildren } from 'hono/jsx'
import { monthName } from '../../functions/lib/text/format'
import { Drawing } from './icon'

type WeekBar = {
  /** First day of the period. */
  date: string
  seconds: number
  tone?: 'fill' | 'fill-soft' | 'fill-open'
}

/** `label` is for screen readers. The page must have the figures in a table. */
type Props = { bars: WeekBar[]; label: string; targetSeconds?: number }

/** Height of the chart in px. */
const height = 96

/** If there are fewer weeks, their bars are as wide as if there were this many. */
const fewWeeks = 12

/** Possible distances between lines of the scale, in hours. */
const steps = [0.5, 1, 2, 3, 5, 10, 20, 50]

export const formatTenths = (percent: number) => `${Math.round(percent * 10) / 10}%`

type ScaleProps = PropsWithChildren<{ seconds: number[]; height: number; targetSeconds?: number }>

/** Returns the height in px of a number of seconds, scaled to the longest bar and the target. */
export const barScale = ({ seconds, height, targetSeconds = 0 }: Omit<ScaleProps, 'children'>) => {
  const most = Math.max(...seconds, targetSeconds, 1800)
  return { most, tall: (some: number) => Math.round((height * some) / (most * 1.05)) }
}

/** Bars on a scale in hours, with a base line and a dashed line at the target. */
export const HourScaleBars = ({ children, ...scale }: ScaleProps) => {
  const { height, targetSeconds = 0 } = scale
  const { most, tall } = barScale(scale)
  const step = steps.find((hours) => hours * 4 * 3600 > most) ?? 100
  const lines = [1, 2, 3, 4].map((times) => times * step).filter((hours) => hours * 3600 <= most * 1.05)
  return (
    <>
      {lines.map((hours) => (
        <>
          <line
            class="stroke-line"
            x1="0"
            x2="100%"
            y1={height - tall(hours * 3600)}
            y2={height - tall(hours * 3600)}
          />
          <text x="-8" y={height - tall(hours * 3600)} text-anchor="end" dominant-baseline="middle">
            {hours < 1 ? `${hours * 60}m` : `${hours}h`}
          </text>
        </>
      ))}
      {children}
      <line class="stroke-line" x1="0" x2="100%" y1={height} y2={height} />
      {targetSeconds > 0 && (
        <line
          class="stroke-ink"
          x1="0"
          x2="100%"
          y1={height - tall(targetSeconds)}
          y2={height - tall(targetSeconds)}
          stroke-dasharray="3 3"
        />
      )}
    </>
  )
}

/** Bar chart by week or another period, labelled by month. */
export const WeekBars = ({ bars, label, targetSeconds }: Props) => {
  const scale = { height, targetSeconds, seconds: bars.map(({ seconds }) => seconds) }
  const { tall } = barScale(scale)
  const width = 100 / Math.max(bars.length, fewWeeks)
  const months = bars.map(({ date }) => date.slice(0, 7))
  return (
    <Drawing class="mt-3 h-28 pl-8" role="img" aria-label={label}>
      <HourScaleBars {...scale}>
        {bars.map(({ seconds, tone = 'fill' }, index) => (
          <rect
            class={tone}
            x={formatTenths(index * width)}
            width={formatTenths(width * 0.8)}
            y={height - tall(seconds)}
            height={tall(seconds)}
          />
        ))}
      </HourScaleBars>
      {months.map(
        (month, index) =>
          (index === 0 ? months[2] === month || bars.length < 3 : month !== months[index - 1]) && (
            <text x={formatTenths(index * width)} y={height + 14}>
              {monthName(month, month).slice(0, 3)}
            </text>
          ),
      )}
    </Drawing>
  )
}
