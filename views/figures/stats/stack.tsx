import type { StatsParams } from '../../../functions/figures/stats/query'
import type { Stack, StackPart } from '../../../functions/figures/stats/stack'
import type { Grouping } from '../../../functions/ledger/schema'
import { duration } from '../../../functions/lib/text/format'
import type { Range } from '../../../functions/lib/time/days'
import { Duration, SwatchPicture } from '../../ui/figure'
import { classes, Drawing, projectClass } from '../../ui/icon'
import { sessionsPath, statsLink } from '../../ui/links'
import { Strip, StripLink } from '../../ui/strip'
import { OptionalLink } from '../../ui/uses'
import { barScale, formatTenths, HourScaleBars } from '../../ui/week-bars'
import { axisLabel, type PeriodBar, periodName } from './period-table'

/**
 * Line patterns over the colours of the parts, with their rotation, so that parts can be distinguished without colour.
 */
const lines: [path: string, turn?: number][] = [
  [''],
  ['M0 4h8', 45],
  ['M4 3v2'],
  ['M0 4h8'],
  ['M0 4h8', 135],
  ['M4 0v8'],
  ['M0 4h8M4 0v8', 45],
  ['M0 4h8M4 0v8'],
]

/** Greys that no project has: time without a project, and the remaining parts. */
const fills = { none: 'fill-line-firm', others: 'fill-grey' }

const marks = { none: 'M2 4h4M4 2v4', others: 'M2 2h4v4h-4z' }

const addSeconds = (all: number[]) => all.reduce((sum, seconds) => sum + seconds, 0)

const paintOf = ({ look }: StackPart) => `url(#p-${look})`

/** The patterns of a chart and its legend. */
const Patterns = ({ parts }: Stack) => (
  <defs>
    {parts.map(({ look, color }) => {
      const [path, turn]: [path: string, turn?: number] =
        typeof look === 'number' ? (lines[look] ?? ['']) : [marks[look]]
      return (
        <pattern
          id={`p-${look}`}
          class={typeof look === 'number' ? projectClass(color) : undefined}
          width="8"
          height="8"
          patternUnits="userSpaceOnUse"
          patternTransform={turn && `rotate(${turn})`}
        >
          <rect class={typeof look === 'number' ? 'fill-project' : fills[look]} width="8" height="8" />
          {path && <path class="fill-none stroke-2 stroke-paper" d={path} />}
        </pattern>
      )
    })}
  </defs>
)

/** Height of the chart in px. */
const height = 176

/** Maximum width of a bar in percent, and number of labels that fit on a wide screen and on a phone. */
const [widest, ticksOfScreen, ticksOfPhone] = [5, 14, 6]

const ticksOf = (bars: PeriodBar[], group: Grouping) => {
  const ticked = bars.flatMap(({ date, ticked }, index) => (ticked ? [{ words: axisLabel(date, group), index }] : []))
  const shown = ticked.filter((_, at) => at % Math.ceil(ticked.length / ticksOfScreen) === 0)
  return shown.map((tick, at) => ({ ...tick, isWide: at % Math.ceil(shown.length / ticksOfPhone) > 0 }))
}

type StackProps = {
  stack: Stack
  bars: PeriodBar[]
  group: Grouping
  targetSeconds: number
  today: string
  /** Path that a bar links to. */
  path: (range: Range) => string
}

/** Stacked bars. They link to the same pages as the rows of the table below, so they are not tab stops. */
export const StackedBars = ({ stack, bars, group, targetSeconds, today, path }: StackProps) => {
  const scale = { height, targetSeconds, seconds: bars.map(({ total_seconds }) => total_seconds) }
  const { tall } = barScale(scale)
  const share = 100 / bars.length
  const width = Math.min(share * 0.8, widest)
  const at = (index: number) => (index + 0.5) * share
  const anchor = (index: number) => (at(index) < 3 ? 'start' : at(index) > 97 ? 'end' : 'middle')
  const longest = scale.seconds.indexOf(Math.max(...scale.seconds))
  return (
    <Drawing
      class="mt-4 h-50 pl-8 **:[[fill]]:stroke-paper **:[a:hover>rect]:opacity-80"
      role="group"
      aria-labelledby="hours-head hours-summary"
    >
      <Patterns {...stack} />
      <HourScaleBars {...scale}>
        {bars.map((bar, index) => {
          const seconds = stack.bars[index] ?? []
          const below = seconds.map((_, part) => tall(addSeconds(seconds.slice(0, part))))
          return (
            bar.total_seconds > 0 && (
              <a href={path({ from: bar.date, to: bar.to })} tabindex={-1}>
                <title>
                  {periodName(bar, today)}, {duration(bar.total_seconds)}
                </title>
                {stack.parts.map((part, of) => {
                  const [own = 0, from = 0] = [seconds[of], below[of]]
                  const to = Math.max(below[of + 1] ?? tall(bar.total_seconds), from + 1)
                  return (
                    own > 0 && (
                      <rect
                        fill={paintOf(part)}
                        x={formatTenths(at(index) - width / 2)}
                        width={formatTenths(width)}
                        y={height - to}
                        height={to - from}
                      >
                        <title>
                          {part.label}: {duration(own)}
                        </title>
                      </rect>
                    )
                  )
                })}
              </a>
            )
          )
        })}
      </HourScaleBars>
      <text
        class="fill-ink font-strong"
        x={formatTenths(at(longest))}
        y={height - tall(scale.seconds[longest] ?? 0) - 5}
        text-anchor={anchor(longest)}
      >
        {duration(scale.seconds[longest] ?? 0)}
      </text>
      {ticksOf(bars, group).map(({ words, index, isWide }) => (
        <text
          class={classes(isWide && 'max-lg:hidden')}
          x={formatTenths(at(index))}
          y={height + 16}
          text-anchor={anchor(index)}
        >
          {words}
        </text>
      ))}
    </Drawing>
  )
}

/** Legend: each part with its time, linked to its sessions. */
export const StackLegend = ({ parts, range }: Stack & { range: Range }) => (
  <ul
    class="mt-2 grid grid-cols-[repeat(auto-fill,minmax(min(100%,16rem),1fr))] items-center gap-x-5 gap-y-1 text-grey text-small"
    data-legend
  >
    {parts.map((part) => (
      <li class="grid grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-2 *:[a]:col-span-full *:[a]:grid *:[a]:grid-cols-subgrid *:[a]:items-center">
        <OptionalLink
          href={part.filter === null ? undefined : sessionsPath(range, part.filter)}
          data-figure={part.total_seconds}
        >
          <SwatchPicture>
            <rect fill={paintOf(part)} width="16" height="16" stroke="none" />
          </SwatchPicture>{' '}
          <bdi>{part.client ? `${part.label} · ${part.client}` : part.label}</bdi>{' '}
          <Duration seconds={part.total_seconds} />
        </OptionalLink>
      </li>
    ))}
  </ul>
)

const choices = { '': 'Total', project: 'By project', client: 'By client' } as const

/** Tabs of stacks. With JavaScript, another stack morphs the page. */
export const StackTabs = ({ params }: { params: StatsParams }) => (
  <Strip
    label="Bars"
    look="few"
    hx-target:inherited="#statistics"
    hx-swap:inherited="outerMorph"
    hx-replace-url:inherited="true"
  >
    {Object.entries(choices).map(([by, words]) => {
      const path = statsLink({ ...params, stack: by || undefined })
      return (
        <StripLink
          id={`stack-${by || 'total'}`}
          href={`${path}#hours`}
          isCurrent={by === (params.stack ?? '')}
          hx-get={path}
        >
          {words}
        </StripLink>
      )
    })}
  </Strip>
)
