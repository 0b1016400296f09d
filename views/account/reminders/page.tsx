import type { Child } from 'hono/jsx'
import type { ReminderDraft } from '../../../functions/account/reminders/form'
import {
  type Device,
  type KindSettings,
  path,
  type ReminderSettings,
  type ValueName,
  ways,
} from '../../../functions/account/reminders/schema'
import { pathTo } from '../../../functions/lib/http/path-to'
import type { Preferences } from '../../../functions/lib/preferences'
import type { ReminderKind } from '../../../functions/lib/reminders'
import { duration, momentText, timeOfMinute, wallClock, weekdayNames } from '../../../functions/lib/text/format'
import { Button, PostButton } from '../../ui/button'
import { Check } from '../../ui/choices'
import { Below, described, Field, Select } from '../../ui/field'
import { Table } from '../../ui/figure'
import { Fields } from '../../ui/form'
import { Module } from '../../ui/reorder'
import { PlainRow, RowList, Section, Stack } from '../../ui/section'

type Props = {
  kinds: [name: string, kind: ReminderKind][]
  settings: ReminderSettings
  devices: Device[]
  /** The sign-in of this browser; empty for a program. */
  session: string
  /** Null where this installation pushes nothing. */
  publicKey: string | null
  /** Null where mails reach nobody. */
  mailsTo: string | null
  draft?: ReminderDraft
  preferences: Preferences
  /** epoch ms */
  now: number
}

const wayNames = { off: 'Off', push: 'Push', mail: 'Mail' } as const

/** Why a way cannot be chosen. */
const notAllowed = { off: '', push: 'Allow push on a device first', mail: 'No mail reaches you from here' }

const valueLabels: Record<ValueName, string> = {
  minutes: 'how long',
  at: 'time',
  from: 'from',
  to: 'until',
  days: 'days',
  day: 'day',
}

const daysWords = (days: number[]) => {
  const text = days.join('')
  if (text === '1234567') return 'all days'
  if (text === '12345') return 'weekdays'
  return days.map((day) => weekdayNames[day - 1]?.slice(0, 3)).join(', ')
}

type ValueProps = { kind: string; name: ValueName; label: string; settings: KindSettings } & Pick<
  Props,
  'draft' | 'preferences'
>

const written = (name: ValueName, { [name]: value }: KindSettings, { clock }: Preferences) => {
  if (Array.isArray(value)) return daysWords(value)
  if (name === 'day') return weekdayNames[value - 1] ?? ''
  return name === 'minutes' ? duration(value * 60) : wallClock(timeOfMinute(value), clock)
}

const Value = ({ kind, name, label, settings, draft, preferences }: ValueProps) => {
  const field = `${kind}.${name}`
  const errors = draft?.errors[field]
  const about = {
    id: field,
    name: field,
    'aria-label': `${label}: ${valueLabels[name]}`,
    ...described(field, undefined, errors),
  }
  if (name === 'days') {
    const chosen = draft?.days[field] ?? settings.days.map(String)
    return (
      <>
        <input type="hidden" name={field} value="" />
        <fieldset class="levels" {...described(field, undefined, errors)} aria-label={`${label}: days`}>
          {weekdayNames.map((day, index) => (
            <label class="level">
              <input
                type="checkbox"
                id={`${field}-${index + 1}`}
                name={field}
                value={index + 1}
                checked={chosen.includes(String(index + 1))}
                aria-label={day}
              />
              <span>{day.slice(0, 2)}</span>
            </label>
          ))}
        </fieldset>
      </>
    )
  }
  const value = draft?.values[field]
  if (name === 'day') {
    return (
      <select class="input" {...about}>
        {weekdayNames.map((day, index) => (
          <option value={index + 1} selected={String(index + 1) === (value ?? String(settings.day))}>
            {day}
          </option>
        ))}
      </select>
    )
  }
  return <input class="input" autocomplete="off" value={value ?? written(name, settings, preferences)} {...about} />
}

/** The sentence of a kind, with fields in place of its values once it is on. */
const Sentence = ({ kind, of, isOn, ...props }: Omit<ValueProps, 'name'> & { of: ReminderKind; isOn: boolean }) =>
  of.says.split(/\{(\w+)\}/).map((part, index): Child => {
    if (index % 2 === 0) return part
    const name = part as ValueName
    return isOn ? <Value kind={kind} name={name} {...props} /> : written(name, props.settings, props.preferences)
  })

const Kind = ({ name, kind, ...props }: Omit<Props, 'kinds'> & { name: string; kind: ReminderKind }) => {
  const { settings, draft, devices, publicKey, mailsTo, preferences } = props
  const own = settings.kinds[name]
  if (!own) return null
  const by = draft?.values[`${name}.by`] ?? own.by
  const errors = ['by', ...Object.keys(valueLabels)].flatMap((value) =>
    (draft?.errors[`${name}.${value}`] ?? []).map((message) => ({ id: `${name}.${value}`, message })),
  )
  const canPush = publicKey !== null && !kind.isMailOnly && devices.some(({ endpoint }) => endpoint !== null)
  const allowed = { off: true, push: canPush, mail: mailsTo !== null }
  return (
    <tr>
      <th scope="row" class="kind">
        {kind.name}
        <div class="says">
          <Sentence
            kind={name}
            of={kind}
            isOn={by !== 'off'}
            label={kind.name}
            settings={own}
            draft={draft}
            preferences={preferences}
          />
        </div>
        {errors.map(({ id, message }) => (
          <Below id={id} errors={[message]} />
        ))}
      </th>
      {ways.map((way) => (
        <td>
          <label>
            <span class="unseen">
              {kind.name}: {wayNames[way].toLowerCase()}
            </span>
            <input
              type="radio"
              id={`${name}.by-${way}`}
              name={`${name}.by`}
              value={way}
              checked={by === way}
              disabled={!allowed[way] && by !== way}
              title={allowed[way] ? undefined : notAllowed[way]}
            />
          </label>
        </td>
      ))}
    </tr>
  )
}

const Quiet = ({ settings: { how }, draft, preferences, devices }: Props) => {
  const time = (name: 'quiet_from' | 'quiet_to') => ({
    name: `how.${name}`,
    value: draft?.values[`how.${name}`] ?? wallClock(timeOfMinute(how[name]), preferences.clock),
    errors: draft?.errors[`how.${name}`],
  })
  const check = (name: 'quiet_hours' | 'quiet_days_off' | 'together' | 'titles', label: string, hint?: string) => (
    <>
      <input type="hidden" name={`how.${name}`} value="off" />
      <Check label={label} name={`how.${name}`} value="on" checked={how[name]} hint={hint} />
    </>
  )
  const open = devices.filter(({ endpoint }) => endpoint !== null)
  return (
    <Section id="quiet" title="Quiet hours">
      <Stack>
        {check('quiet_hours', 'Quiet every day')}
        <Fields>
          <Field label="From" autocomplete="off" {...time('quiet_from')} />
          <Field label="To" autocomplete="off" {...time('quiet_to')} />
        </Fields>
        {check('quiet_days_off', 'Quiet on rest days and days off')}
        {check('together', 'What waits comes as one notification when they end')}
        {check('titles', 'Show titles', 'Names of tasks, meetings and timers, also on a locked screen')}
        {open.length > 1 && (
          <Select
            label="Push to"
            name="how.device"
            options={[
              { value: 'all', label: 'All devices' },
              ...open.map(({ id, device }) => ({ value: id, label: device })),
            ]}
            value={how.device}
          />
        )}
      </Stack>
    </Section>
  )
}

const DeviceRow = ({
  device,
  own,
  preferences,
  now,
}: { device: Device; own: boolean } & Pick<Props, 'preferences' | 'now'>) => {
  const day = (at: number) => momentText(at, preferences, now).split(', ')[0]
  return (
    <PlainRow
      name={own ? 'This browser' : device.device}
      parts={[
        own && device.device,
        device.stopped_at
          ? `stopped ${day(device.stopped_at)}: open Daymark there once`
          : `push, last seen ${day(device.seen_at)}`,
      ]}
      actions={
        <form method="post" action={pathTo`${path}/devices/${device.id}/remove`}>
          <Button small variant="quiet">
            Remove<span class="unseen"> {device.device}</span>
          </Button>
        </form>
      }
    />
  )
}

/** Allows this browser by a press (client/push.ts), and tells where it cannot. */
const ThisBrowser = ({ publicKey, devices, session }: Props) => {
  const own = devices.find((one) => one.session_hash === session && one.endpoint !== null)
  if (publicKey === null) return <p class="hint">This installation isn’t set up for push. Mail works all the same.</p>
  return (
    <div data-push={publicKey} data-subscribed={own ? 'yes' : undefined}>
      <p class="hint" role="status" data-push-words>
        {own ? '' : 'Push can be chosen once a device allows it.'}
      </p>
      <div class="section actions">
        {own ? (
          <PostButton action={`${path}/test`} label="Send a test" />
        ) : (
          <Button type="button" class="noscript:hidden" data-push-on>
            Allow push on this device
          </Button>
        )}
      </div>
      <noscript>
        <p class="hint">Push needs JavaScript. Mail works without it.</p>
      </noscript>
      <Module name="push" />
    </div>
  )
}

/** `/settings/notifications`. Every setting is saved as it is changed. */
export const NotificationsPage = (props: Props) => {
  const { kinds, devices, session, preferences, now, mailsTo } = props
  return (
    <div id="notifications">
      <Section id="devices" title="Devices" summary={devices.length === 0 && 'push comes to none yet'}>
        <RowList
          rows={devices}
          item={(device) => (
            <DeviceRow device={device} own={device.session_hash === session} preferences={preferences} now={now} />
          )}
        />
        <ThisBrowser {...props} />
      </Section>
      <form
        id="notifications-form"
        action={path}
        method="post"
        hx-post={path}
        hx-target="#notifications"
        hx-swap="outerHTML"
        autocomplete="off"
        data-auto
        data-queues
      >
        <Section
          id="kinds"
          title="Reminders"
          summary={
            mailsTo && (
              <>
                mail goes to <bdi>{mailsTo}</bdi>
              </>
            )
          }
        >
          <div class="kinds">
            <Table
              caption="How each reminder reaches you"
              columns={[{ label: 'Tell me' }, ...ways.map((way) => ({ label: wayNames[way] }))]}
            >
              {kinds.map(([name, kind]) => (
                <Kind name={name} kind={kind} {...props} />
              ))}
            </Table>
          </div>
        </Section>
        <Quiet {...props} />
        <div class="actions">
          <Button variant="primary" class="script-hide">
            Save
          </Button>
        </div>
      </form>
    </div>
  )
}
