import type { PropsWithChildren } from 'hono/jsx'
import type { UnlistedApps } from '../../../functions/account/settings/save'
import {
  type SettingsForm as Form,
  type Section,
  settingsAsJson,
  usernameLimit,
} from '../../../functions/account/settings/schema'
import type { User } from '../../../functions/lib/env'
import { savedAt } from '../../../functions/lib/http/conflict'
import type { Draft } from '../../../functions/lib/http/form'
import { duration, timeOfMinute, wallClock } from '../../../functions/lib/text/format'
import { isUsed } from '../../../functions/lib/uses'
import { Actions, Button } from '../../ui/button'
import { RadioGroup, Switch, zoneOptions } from '../../ui/choices'
import { Field, optionsOf, Select, type SelectOption } from '../../ui/field'
import { draftFields, Fields } from '../../ui/form'
import { Module } from '../../ui/reorder'
import { Section as PageSection, Stack, TextLink } from '../../ui/section'
import { RestDays, UseChecks, weekdays } from './welcome'

/** Fields with several values are separate members. */
export type SettingsDraft = Draft<Form> & { restDays?: string[]; uses?: string[] }

type Props = { user: User; draft?: SettingsDraft }

/** Props of a field by name. Its value is the typed one, else the saved one. */
const settingsField = ({ user: { username, preferences }, draft }: Props) => {
  const { time_zone, day_start_minute, week_start, daily_target_minutes, ask_after_minutes, theme, clock } = preferences
  const { new_cards_a_day, date_order, sender, work_start_minute, work_end_minute } = preferences
  const [day_start, work_start, work_end] = [day_start_minute, work_start_minute, work_end_minute].map((minute) =>
    wallClock(timeOfMinute(minute), clock),
  )
  const { focus_minutes, short_break_minutes, long_break_minutes, focus_rounds, idle_minutes } = preferences
  const [daily_target, ask_after] = [duration(daily_target_minutes * 60), duration(ask_after_minutes * 60)]
  const [focus_length, short_break, long_break] = [focus_minutes, short_break_minutes, long_break_minutes].map(
    (minutes) => duration(minutes * 60),
  )
  return draftFields(
    {
      username,
      time_zone,
      day_start,
      work_start,
      work_end,
      week_start,
      daily_target,
      ask_after,
      new_cards_a_day,
      theme,
      clock,
      date_order,
      sender,
      focus_length,
      short_break,
      long_break,
      focus_rounds,
      idle_minutes,
    },
    draft,
  )
}

const You = (props: Props) => (
  <Fields>
    <Field label="Name" required maxlength={usernameLimit} autocomplete="name" {...settingsField(props)('username')} />
    <Field
      label="Name and address on reports"
      type="textarea"
      rows={3}
      maxlength={500}
      dir="auto"
      placeholder="Leave empty to use your name"
      {...settingsField(props)('sender')}
    />
  </Fields>
)

type OnOffProps = Props & {
  label: string
  name: 'first_hour' | 'shortcuts' | 'focus_stops' | 'focus_starts' | 'focus_sound'
}

const OnOff = ({ label, name, user: { preferences }, draft }: OnOffProps) => (
  <Switch
    label={label}
    name={name}
    idPrefix="settings"
    sent={draft?.values[name]}
    checked={preferences[name]}
    errors={draft?.errors[name]}
  />
)

const Uses = (props: Props) => (
  <>
    <UseChecks uses={props.draft?.uses ?? props.user.preferences.uses} errors={props.draft?.errors.uses} />
    <OnOff label="Show the first steps on Today" name="first_hour" {...props} />
  </>
)

const Days = (props: Props) => {
  const { user, draft } = props
  const field = settingsField(props)
  return (
    <>
      <Fields short>
        <Select label="Time zone" options={zoneOptions(user.preferences.time_zone)} {...field('time_zone')} />
      </Fields>
      <Fields>
        <Field
          label="A day starts at"
          required
          autocomplete="off"
          hint="e.g. 04:00 for late nights"
          {...field('day_start')}
        />
        <Select label="A week starts on" options={weekdays} {...field('week_start')} />
        <Field label="Daily target" required autocomplete="off" hint="e.g. 2h, 90 or 1:30" {...field('daily_target')} />
      </Fields>
      <Fields>
        <Field
          label="Work starts"
          autocomplete="off"
          hint="Your plan of a day fits tasks into these hours"
          {...field('work_start')}
        />
        <Field label="Work ends" autocomplete="off" {...field('work_end')} />
      </Fields>
      <RestDays days={draft?.restDays ?? user.preferences.rest_days} errors={draft?.errors.rest_days} />
      <p class="hint">
        Past sessions keep the time zone and day start they were logged with.{' '}
        <TextLink href="/sessions?select=session">Change past sessions</TextLink>
      </p>
    </>
  )
}

/** Options of a list of amounts, including the current amount. */
const amounts = (few: number[], present: number, text: (amount: number) => string): SelectOption[] =>
  [...new Set([...few, present])].toSorted((a, b) => a - b).map((one) => ({ value: text(one), label: text(one) }))

export const themes = { system: 'System', light: 'Light', dark: 'Dark' }
const clocks = [
  { value: 24, label: '21:30' },
  { value: 12, label: '9:30 pm' },
]

const dateOrders = { system: 'Same as the browser', dmy: '31/12', mdy: '12/31' }

const Appearance = (props: Props) => {
  const field = settingsField(props)
  return (
    <>
      <RadioGroup label="Theme" options={optionsOf(themes)} {...field('theme')} />
      <RadioGroup label="Clock" options={clocks} {...field('clock')} />
      <RadioGroup label="Day and month" options={optionsOf(dateOrders)} {...field('date_order')} />
    </>
  )
}

const Keyboard = (props: Props) => <OnOff label="Keyboard shortcuts" name="shortcuts" {...props} />

type FormProps = Props & {
  unlisted: UnlistedApps | null
  /** epoch ms */
  now: number
}

const UnlistedHint = ({ user: { preferences }, unlisted, now }: FormProps) =>
  unlisted && unlisted.locked_at !== null ? (
    <>
      Locked by {unlisted.locked_by === null ? 'an admin' : <bdi>{unlisted.locked_by}</bdi>} since{' '}
      <time datetime={new Date(unlisted.locked_at).toISOString()}>{savedAt(unlisted.locked_at, preferences, now)}</time>
      .
    </>
  ) : null

const UnlistedChoice = (props: FormProps) => {
  const { user, draft, unlisted } = props
  const isLocked = unlisted !== null && unlisted.locked_at !== null
  const typed = isLocked ? undefined : draft?.values.unlisted_apps
  return (
    <RadioGroup
      label="Apps without a rule"
      name="unlisted_apps"
      options={[
        { value: 'block', label: 'Block', disabled: isLocked },
        { value: 'allow', label: 'Allow', disabled: isLocked },
      ]}
      value={typed ?? unlisted?.unlisted_apps ?? user.preferences.unlisted_apps}
      errors={draft?.errors.unlisted_apps}
      hint={<UnlistedHint {...props} />}
    />
  )
}

const hours = [60, 120, 180, 240, 360, 480, 720]
const cards = [0, 5, 10, 15, 20, 30, 50, 100]

const Limits = (props: FormProps) => {
  const { user } = props
  const { ask_after_minutes, new_cards_a_day } = user.preferences
  const field = settingsField(props)
  return (
    <>
      {isUsed(user, 'time') && (
        <PageSection id="limit-time" title="Timer">
          <Fields short class="mt-3">
            <Select
              label="Ask if you’re still working after"
              options={amounts(hours, ask_after_minutes, (minutes) => duration(minutes * 60))}
              hint="Daymark never cuts time without asking."
              {...field('ask_after')}
            />
          </Fields>
        </PageSection>
      )}
      {isUsed(user, 'learning') && (
        <PageSection id="limit-cards" title="Cards">
          <Fields short class="mt-3">
            <Select
              label="New cards a day"
              options={amounts(cards, new_cards_a_day, String)}
              hint="Reviews of known cards are not limited."
              {...field('new_cards_a_day')}
            />
          </Fields>
        </PageSection>
      )}
      {isUsed(user, 'apps') && (
        <PageSection id="limit-apps" title="Apps" aside={<TextLink href="/whitelists">Your apps</TextLink>}>
          <UnlistedChoice {...props} />
        </PageSection>
      )}
      {!(['time', 'learning', 'apps'] as const).some((use) => isUsed(user, use)) && (
        <p>
          The parts you use have no limits to set. <TextLink href="/settings/uses">What do you use?</TextLink>
        </p>
      )}
    </>
  )
}

const idleChoices = [0, 5, 10, 15, 20, 30, 60]

const Focus = (props: Props) => {
  const { idle_minutes } = props.user.preferences
  const field = settingsField(props)
  return (
    <>
      <PageSection id="focus-lengths" title="Rounds and breaks">
        <Fields class="mt-3">
          <Field label="Focus" required autocomplete="off" hint="e.g. 25m or 1h" {...field('focus_length')} />
          <Field label="Short break" required autocomplete="off" {...field('short_break')} />
          <Field label="Long break" required autocomplete="off" {...field('long_break')} />
          <Field
            label="Rounds before the long break"
            required
            inputmode="numeric"
            autocomplete="off"
            {...field('focus_rounds')}
          />
        </Fields>
      </PageSection>
      <PageSection id="focus-ends" title="At the end">
        <OnOff label="Stop the timer when a focus ends" name="focus_stops" {...props} />
        <OnOff label="Start the next round when a short break ends" name="focus_starts" {...props} />
        <OnOff label="Play a sound" name="focus_sound" {...props} />
      </PageSection>
      <PageSection id="focus-idle" title="Idle time">
        <Fields short class="mt-3">
          <Select
            label="While the timer runs, ask about idle time after"
            options={[...new Set([...idleChoices, idle_minutes])]
              .toSorted((a, b) => a - b)
              .map((minutes) => ({
                value: String(minutes),
                label: minutes === 0 ? 'Never' : duration(minutes * 60),
              }))}
            hint="Daymark never cuts time without asking."
            {...field('idle_minutes')}
          />
        </Fields>
        <p class="hint mt-3" data-idle-said role="status">
          A visible Daymark page notices your keys and pointer. It can’t see what you do in other programs.
        </p>
        <Button type="button" class="mt-3 whitespace-normal" hidden data-idle-allow>
          Detect when I’m away from this device
        </Button>
        <Module name="idle" />
      </PageSection>
    </>
  )
}

const fieldsOf = {
  'sign-in': You,
  uses: Uses,
  days: Days,
  focus: Focus,
  limits: Limits,
  appearance: Appearance,
  keyboard: Keyboard,
}

/** Form of a section of the settings. Each setting is saved on change. */
export const SettingsForm = ({ section, children, ...props }: PropsWithChildren<FormProps & { section: Section }>) => {
  const SectionFields = fieldsOf[section]
  return (
    <form
      id="settings-form"
      action="/settings"
      method="post"
      hx-post="/settings"
      hx-target="this"
      hx-swap="outerHTML"
      autocomplete="off"
      data-auto
      data-queues
    >
      <input type="hidden" name="shown" value={props.draft?.values.shown ?? settingsAsJson(props.user)} />
      <input type="hidden" name="section" value={section} />
      <Stack>
        <SectionFields {...props} />
        <Actions>
          <Button variant="primary" id="settings-save" class="script:hidden">
            Save
          </Button>
        </Actions>
      </Stack>
      {children}
    </form>
  )
}
