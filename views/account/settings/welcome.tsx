import type { PropsWithChildren } from 'hono/jsx'
import type { DayForm } from '../../../functions/account/settings/schema'
import type { Draft } from '../../../functions/lib/http/form'
import type { Preferences } from '../../../functions/lib/preferences'
import { duration, weekdayNames } from '../../../functions/lib/text/format'
import { uses, useTexts } from '../../../functions/lib/uses'
import { Brand } from '../../frame/shell/navigation'
import { Actions, Button, LinkButton, PostButton } from '../../ui/button'
import { Checks, zoneOptions } from '../../ui/choices'
import { Below, described, Field, Select } from '../../ui/field'
import { drafted, Fields } from '../../ui/form'
import { PageHead, Stack } from '../../ui/section'

const options = uses.map((use) => ({ value: use, label: useTexts[use].label, detail: useTexts[use].has }))

type CheckProps = { uses: readonly string[]; errors?: string[] }

/** The parts of Daymark to choose from; the hidden field says that the form asked. */
export const UseChecks = ({ uses: chosen, errors }: CheckProps) => (
  <>
    <input type="hidden" name="uses" value="" />
    <Checks
      label="Use Daymark to"
      unseenLabel
      name="uses"
      upright
      options={options}
      values={[...chosen]}
      errors={errors}
    />
  </>
)

export const weekdays = weekdayNames.map((label, index) => ({ value: index + 1, label }))

/** Days of the week without a target; the hidden field says that the form asked. */
export const RestDays = ({ days, errors }: { days: (string | number)[]; errors?: string[] }) => (
  <>
    <input type="hidden" name="rest_days" value="" />
    <fieldset class="field" {...described('rest_days', true, errors)}>
      <legend class="label">Rest days</legend>
      <div class="levels">
        {weekdays.map(({ value, label }) => (
          <label class="level">
            <input
              type="checkbox"
              id={`rest_days-${value}`}
              name="rest_days"
              value={value}
              checked={days.map(String).includes(String(value))}
              aria-label={label}
            />
            <span>{label.slice(0, 3)}</span>
          </label>
        ))}
      </div>
      <Below id="rest_days" hint="Rest days don’t break your streak." errors={errors} />
    </fieldset>
  </>
)

type WelcomeProps = CheckProps & {
  /** Path of the page after it. */
  next: string
}

/** A page without navigation, with one form and a way out. */
const Welcome = ({ action, children }: PropsWithChildren<{ action: string }>) => (
  <div class="door welcome">
    <Brand />
    <form method="post" action={action}>
      {children}
    </form>
    <div class="actions mt-4">
      <PostButton variant="quiet" small action="/auth/sign-out" label="Sign out" />
    </div>
  </div>
)

/** The question of the first sign-in. */
export const WelcomePage = ({ next, ...checks }: WelcomeProps) => (
  <Welcome action="/welcome">
    <PageHead title="What do you want to do with Daymark?" />
    <input type="hidden" name="next" value={next} />
    <Stack>
      <p class="grey">The rest stays hidden until you turn it on in Settings.</p>
      <UseChecks {...checks} />
      <Actions>
        <Button variant="primary">Continue</Button>
        <LinkButton variant="quiet" href={next}>
          Skip
        </LinkButton>
      </Actions>
    </Stack>
  </Welcome>
)

type DayProps = { preferences: Preferences; draft?: Draft<DayForm> & { restDays: string[] } }

/** Settings that a new person needs first. */
export const DayPage = ({ preferences, draft }: DayProps) => {
  const { time_zone, week_start, daily_target_minutes } = preferences
  const field = drafted({ time_zone, week_start, daily_target: duration(daily_target_minutes * 60) }, draft)
  return (
    <Welcome action="/welcome/day">
      <PageHead title="Set up your day" />
      <Stack>
        <p class="grey">Your days, weeks and statistics follow these. You can change them in Settings.</p>
        <Fields>
          <Select label="Time zone" wide options={zoneOptions(time_zone)} {...field('time_zone')} />
          <Select label="A week starts on" options={weekdays} {...field('week_start')} />
          <Field label="Daily target" required autocomplete="off" {...field('daily_target')} />
        </Fields>
        <RestDays days={draft?.restDays ?? preferences.rest_days} errors={draft?.errors.rest_days} />
        <Actions>
          <Button variant="primary">Save</Button>
          <LinkButton variant="quiet" href="/">
            Not now
          </LinkButton>
        </Actions>
      </Stack>
    </Welcome>
  )
}
