import { Icon } from '../../ui/icon'
import { Row } from '../../ui/item'
import { Rows, RowTitle } from '../../ui/section'
import { LimitGauge, LimitState, type LimitsProps } from '../whitelists/limits'

/** Limits that are nearly used or used up. */
export const LimitsToday = ({ limits, today, reader }: LimitsProps) => (
  <section aria-labelledby="limits-head">
    <h2 class="border-line border-b pt-4 pb-1 font-regular text-grey text-small" id="limits-head">
      Limits
    </h2>
    <Rows ordered id="limit-rows">
      {limits.map((use) => (
        <Row
          id={`today-limit-${use.scope}`}
          mark={<Icon name="clock" />}
          title={
            <RowTitle href={`/whitelists#limit-${encodeURIComponent(use.scope)}`}>
              <bdi>{use.label}</bdi>
            </RowTitle>
          }
          facts={[<LimitState use={use} today={today} reader={reader} />]}
          figures={<LimitGauge use={use} />}
        />
      ))}
    </Rows>
  </section>
)
