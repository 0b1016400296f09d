import type { Range } from '../../functions/lib/days'
import { duration, plural } from '../../functions/lib/format'
import { canChoose } from '../../functions/stats/periods'
import { statsPath } from '../links'
import { Legend } from '../ui/heat-cell'
import { Section, TextLink } from '../ui/section'
import type { Bar } from './table'

type Props = { bars: Bar[]; range: Range; group: 'day' | 'week'; targetSeconds: number }

const Switch = ({ range, group }: { range: Range; group: 'day' | 'week' }) => (
  <TextLink href={`${statsPath(range, { group: group === 'day' ? 'week' : 'day' })}#hours`}>
    {group === 'day' ? 'By week' : 'By day'}
  </TextLink>
)

const ChartLegend = ({ target }: { target: string }) => (
  <Legend>
    <span>
      <svg class="i" viewBox="0 0 16 16" aria-hidden="true">
        <rect class="fill" width="16" height="16" stroke="none" />
      </svg>{' '}
      target met
    </span>
    <span>
      <svg class="i" viewBox="0 0 16 16" aria-hidden="true">
        <rect class="fill-soft" width="16" height="16" stroke="none" />
      </svg>{' '}
      below
    </span>
    <span>
      <svg class="i" viewBox="0 0 16 16" aria-hidden="true">
        <path d="M0 8h16" stroke-dasharray="2 3" />
      </svg>{' '}
      target, {target}
    </span>
  </Legend>
)

/** Where client/stats.ts draws the chart of the table below; nothing is there without script. */
export const Hours = ({ bars, range, group, targetSeconds }: Props) => {
  const met = bars.filter((bar) => bar.targetSeconds > 0 && bar.total_seconds >= bar.targetSeconds).length
  const target = duration(targetSeconds)
  return (
    <Section
      id="hours"
      title={`Hours per ${group}`}
      summary={
        <span id="hours-summary">
          {targetSeconds === 0
            ? 'days off, without a target'
            : `target of ${target} met ${met === 0 ? 'on none' : onThese(met, group)}`}
        </span>
      }
      aside={
        <>
          {canChoose(range) && <Switch range={range} group={group} />}
          <TextLink href="#days">As a table</TextLink>
        </>
      }
    >
      <div class="noscript:hidden">
        <div class="chart">
          <canvas
            id="chart"
            role="img"
            aria-labelledby="hours-head hours-summary"
            data-rows="#days [data-seconds]"
            data-target={targetSeconds}
          />
        </div>
        <ChartLegend target={target} />
      </div>
    </Section>
  )
}

const onThese = (met: number, group: 'day' | 'week') =>
  group === 'day' ? `on ${plural(met, 'day')}` : `in ${plural(met, 'week')}`
