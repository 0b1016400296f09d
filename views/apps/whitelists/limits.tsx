import { amountWords, limitWords } from '../../../functions/apps/app-rules/unlock-condition'
import { allowedSeconds, type ShownLimit } from '../../../functions/apps/whitelists/limited'
import { exactUntilWords, missingWords, untilWords } from '../../../functions/apps/whitelists/messages'
import { withParameters } from '../../../functions/lib/http/list-view'
import type { Preferences } from '../../../functions/lib/preferences'
import { duration, exactDuration, shortWeekdays, timeOfMinute } from '../../../functions/lib/text/format'
import { Button, Menu } from '../../ui/button'
import { Gauge, Progress } from '../../ui/figure'
import { htmxForm } from '../../ui/form'
import { Icon } from '../../ui/icon'
import { MenuLink, Row } from '../../ui/item'
import { RowActions, RowList, Section, TextLink } from '../../ui/section'
import { hideWhileFiltered } from './earned'
import { AdminName } from './editor'

export const limitsPath = '/whitelists/limits'

export const limitPath = (scope: string, path: string = limitsPath) => withParameters(path, [['scope', scope]])

export const editLimitPath = (scope: string) => limitPath(scope, `${limitsPath}/edit`)

/** Menu item that gives an app a limit. */
export const LimitLink = ({ package_name }: { package_name: string }) => (
  <MenuLink icon="clock" label="Limit…" aria-keyshortcuts="l" href={limitPath(`app:${package_name}`)} />
)

type LimitProps = { use: ShownLimit; today: string; reader: Preferences }

/** For example `4m left today`, `used up until 04:00` or `not today`. */
export const LimitState = ({ use, today, reader }: LimitProps) => {
  const { holds, is_used_up, left_seconds, until, limit } = use
  if (!holds) return <>not today</>
  const end = untilWords(until, today, reader)
  const title = exactUntilWords(until, today, reader)
  return (
    <time datetime={new Date(until).toISOString()} title={title}>
      {is_used_up || left_seconds === 0 ? (
        <>
          <b class="font-strong text-ink">used up</b> {is_used_up ? end : `· ${amountWords(limit.grace_seconds)} grace`}
        </>
      ) : (
        <>
          <b class="font-strong text-ink">{missingWords(left_seconds)} left</b> {limit.period === 'day' ? 'today' : end}
        </>
      )}
    </time>
  )
}

/** Bar and words of a limit's use: `26m of 30m`. */
export const LimitGauge = ({ use }: { use: ShownLimit }) => {
  const [used, most] = [use.used_seconds, allowedSeconds(use)]
  const bar = <Progress value={used} max={most} label={`Use of ${use.label}`} />
  return (
    <Gauge class="-mr-1" room="whitespace-nowrap sm:min-w-26" bar={bar} hidesBar>
      <span class="num" title={`${exactDuration(used)} of ${exactDuration(most)}`}>
        {duration(used)} of {duration(most)}
      </span>
    </Gauge>
  )
}

/** Weekdays with the limit: `Mon, Tue`; null for all. */
const daysWords = ({ limit: { weekdays } }: ShownLimit) => weekdays && `on ${shortWeekdays(weekdays)}`

/** Asks why, and gives five more minutes. */
const MoreMinutes = ({ use: { scope, label } }: Pick<LimitProps, 'use'>) => (
  <form
    {...htmxForm(`${limitsPath}/more`)}
    class="mt-1 flex max-w-100 flex-wrap items-center gap-2"
    hx-target="#toasts"
    hx-swap="beforeend"
  >
    <input type="hidden" name="scope" value={scope} />
    <input
      class="input min-w-32 flex-1"
      name="reason"
      required
      maxlength={200}
      aria-label={`Why more time for ${label}?`}
      placeholder="Why?"
    />
    <Button small class="flex-none" aria-keyshortcuts="5">
      5 more minutes
    </Button>
  </form>
)

export const LimitRow = ({ use, today, reader }: LimitProps) => {
  const { scope, label, limit, earned_seconds, extended_seconds, admin } = use
  const edit = editLimitPath(scope)
  return (
    <Row
      id={`limit-${scope}`}
      title={<bdi class="row-title">{label}</bdi>}
      facts={[
        <LimitState use={use} today={today} reader={reader} />,
        !use.holds && limitWords(limit),
        daysWords(use),
        earned_seconds > 0 && `${amountWords(earned_seconds)} earned`,
        extended_seconds > 0 && `${amountWords(extended_seconds)} added`,
        admin !== undefined && (
          <>
            Set for you by <AdminName name={admin} />
          </>
        ),
      ]}
      figures={<LimitGauge use={use} />}
      actions={
        admin === undefined && (
          <RowActions>
            <Menu label={`More for ${label}`}>
              <MenuLink
                icon="edit"
                label="Edit the limit"
                aria-label={`Edit the limit of ${label}`}
                aria-keyshortcuts="l"
                href={edit}
                hx-get={edit}
                hx-target="closest li"
                hx-swap="outerHTML"
              />
              <form {...htmxForm(`${limitsPath}/remove`)} hx-swap="none">
                <input type="hidden" name="scope" value={scope} />
                <button type="submit" aria-keyshortcuts="#">
                  <Icon name="undo" />
                  Remove the limit
                </button>
              </form>
            </Menu>
          </RowActions>
        )
      }
    >
      {use.is_used_up && limit.extensions && <MoreMinutes use={use} />}
    </Row>
  )
}

export type LimitsProps = { limits: ShownLimit[]; today: string; reader: Preferences }

export const Limits = ({ limits, today, reader }: LimitsProps) => (
  <Section
    id="limits"
    class={hideWhileFiltered}
    title="Limits"
    summary={
      limits.length > 0 && `new day at ${timeOfMinute(reader.day_start_minute)} · the program on the device blocks`
    }
    aside={<TextLink href={limitsPath}>Add</TextLink>}
  >
    {limits.length > 0 ? (
      <RowList rows={limits} item={(use) => <LimitRow use={use} today={today} reader={reader} />} />
    ) : (
      <p class="grey">No limits yet. Give an app, a category or everything at most 30 minutes a day.</p>
    )}
  </Section>
)
