import type { Child } from 'hono/jsx'
import { type Device, hasOpenDevice, notificationsPath } from '../../../functions/account/reminders/schema'
import { pathTo } from '../../../functions/lib/http/path-to'
import { momentText, timeOfMinute, wallClock } from '../../../functions/lib/text/format'
import { Button, Notice, PostButton } from '../../ui/button'
import { Switch } from '../../ui/choices'
import { Field, Select } from '../../ui/field'
import { Module } from '../../ui/reorder'
import { PlainRow, RowList, Section, Stack } from '../../ui/section'
import { AllowPush, isPushMissing, Kinds, type NotificationsProps } from './kinds'

type HowSwitchProps = Pick<NotificationsProps, 'settings' | 'draft'> & {
  name: 'quiet_hours' | 'quiet_days_off' | 'together' | 'titles'
  label: string
  hint?: Child
}

const HowSwitch = ({ settings: { how }, draft, name, ...check }: HowSwitchProps) => (
  <Switch name={`how.${name}`} sent={draft?.values[`how.${name}`]} checked={how[name]} {...check} />
)

const Privacy = ({ settings, draft }: NotificationsProps) => (
  <Section id="privacy" title="Privacy">
    <HowSwitch
      settings={settings}
      draft={draft}
      name="titles"
      label="Show titles"
      hint="Names your tasks, meetings, timers and apps on locked screens and in email subjects. The emails themselves always name them."
    />
  </Section>
)

const Quiet = ({ settings, draft, preferences, devices }: NotificationsProps) => {
  const { how } = settings
  const time = (name: 'quiet_from' | 'quiet_to') => ({
    name: `how.${name}`,
    value: draft?.values[`how.${name}`] ?? wallClock(timeOfMinute(how[name]), preferences.clock),
    errors: draft?.errors[`how.${name}`],
  })
  const open = devices.filter(({ endpoint }) => endpoint !== null)
  const deviceErrors = draft?.errors['how.device']
  return (
    <Section id="quiet" title="Quiet hours">
      <Stack>
        <HowSwitch
          settings={settings}
          draft={draft}
          name="quiet_hours"
          label="Quiet every day"
          hint="Reminders wait until quiet hours end; those that no longer matter by then are dropped. You still hear when a focus or break that you started ends."
        />
        <div class="flex w-full max-w-160 flex-wrap gap-4 *:flex-1 *:basis-32">
          <Field label="From" autocomplete="off" {...time('quiet_from')} />
          <Field label="To" autocomplete="off" {...time('quiet_to')} />
        </div>
        <HowSwitch
          settings={settings}
          draft={draft}
          name="quiet_days_off"
          label="Quiet on rest days and days off"
          hint={
            <>
              You get no reminders on these days, not even for meetings. Set them in{' '}
              <a class="link" href="/settings/days">
                Days
              </a>{' '}
              and{' '}
              <a class="link" href="/settings/days-off">
                Days off
              </a>
              .
            </>
          }
        />
        <HowSwitch
          settings={settings}
          draft={draft}
          name="together"
          label="Combine waiting reminders into one notification"
        />
        <p class="hint">During a focus, reminders wait until it ends, unless something starts sooner.</p>
        {(open.length > 1 || deviceErrors) && (
          <Select
            label="Push to"
            name="how.device"
            options={[
              { value: 'all', label: 'All devices' },
              ...open.map(({ id, device }) => ({ value: id, label: device })),
            ]}
            value={draft?.values['how.device'] ?? how.device}
            errors={deviceErrors}
          />
        )}
        <div class="script:hidden actions">
          <Button>Save quiet hours</Button>
        </div>
      </Stack>
    </Section>
  )
}

const DeviceRow = ({
  device,
  own,
  preferences,
  now,
}: { device: Device; own: boolean } & Pick<NotificationsProps, 'preferences' | 'now'>) => {
  const day = (at: number) => momentText(at, preferences, now).split(', ')[0]
  return (
    <PlainRow
      name={own ? 'This browser' : device.device}
      parts={[
        own && device.device,
        device.stopped_at
          ? `stopped ${day(device.stopped_at)}: open Daymark there to restart it`
          : `push, last seen ${day(device.seen_at)}`,
      ]}
      actions={
        <form method="post" action={pathTo`${notificationsPath}/devices/${device.id}/remove`}>
          <Button small variant="quiet">
            Remove<span class="sr-only"> {device.device}</span>
          </Button>
        </form>
      }
    />
  )
}

const Devices = (props: NotificationsProps) => {
  const { publicKey, devices, session, preferences, now } = props
  const isOn = hasOpenDevice(devices.filter((one) => one.session_hash === session))
  if (publicKey === null && devices.length === 0) return null
  return (
    <Section id="devices" title="Devices" summary={devices.length === 0 && 'no device gets push yet'}>
      <RowList
        rows={devices}
        item={(device) => (
          <DeviceRow device={device} own={device.session_hash === session} preferences={preferences} now={now} />
        )}
      />
      <div class="section actions" data-push-own={isOn ? '' : undefined}>
        {isOn ? (
          <PostButton action={`${notificationsPath}/test`} label="Send a test push" />
        ) : isPushMissing(props) ? (
          <p class="hint">Allow push under Your reminders above.</p>
        ) : (
          <AllowPush />
        )}
      </div>
    </Section>
  )
}

/** Offers to move mailed reminders to push, after push was allowed. */
const MoveToPush = ({ kinds, settings }: NotificationsProps) => {
  const byMail = kinds.filter(([name, { isMailOnly }]) => !isMailOnly && settings.kinds[name]?.by === 'mail')
  return byMail.length === 0 ? null : (
    <Notice tone="good">
      <p>This browser now gets push. Reminders you added before still come by email.</p>
      <form method="post" action={notificationsPath}>
        {byMail.map(([name]) => (
          <input type="hidden" name={`${name}.by`} value="push" />
        ))}
        <Button small>Switch them to push</Button>
      </form>
    </Notice>
  )
}

/** `/settings/notifications`. Each setting is saved on change. */
export const NotificationsPage = (props: NotificationsProps) => (
  <div id="notifications" data-push={props.publicKey ?? undefined}>
    {props.isAllowed && <MoveToPush {...props} />}
    <form
      id="notifications-form"
      action={notificationsPath}
      method="post"
      hx-post={notificationsPath}
      hx-target="#notifications"
      hx-swap="outerHTML"
      autocomplete="off"
      data-auto
      data-queues
    >
      <Kinds {...props} />
      <Privacy {...props} />
      <Quiet {...props} />
    </form>
    {/* Its button stands in the form above, beside the address. */}
    {props.mailsTo && <form id="test-mail" method="post" action={`${notificationsPath}/test-mail`} />}
    <Devices {...props} />
    <Module name="push" />
  </div>
)
