import {
  type Device,
  type DeviceList,
  dayAndTime,
  formatLastUse,
  kindNames,
} from '../../../functions/account/settings/sign-in/api'
import type { User } from '../../../functions/lib/env'
import { grouped, plural } from '../../../functions/lib/text/format'
import { Actions, Button, Cancel, LinkButton } from '../../ui/button'
import { CheckboxField } from '../../ui/choices'
import { PlainRow, RowList, Section } from '../../ui/section'

type Reader = { preferences: User['preferences']; now: number }

const path = '/settings/sign-in/devices'

/** htmx attributes: each form replaces the whole section. */
const renews = { 'hx-target': '#devices', 'hx-swap': 'outerHTML' }

const Instant = ({ at, children }: { at: number; children: string }) => (
  <time datetime={new Date(at).toISOString()}>{children}</time>
)

const DeviceRow = ({ device, own, preferences, now }: Reader & { device: Device; own: boolean }) => {
  const name = device.device || 'Unnamed device'
  const signedIn = dayAndTime(device.created_at, preferences, now)
  const end = `${path}/${device.id}/end`
  const send = own ? { action: '/auth/sign-out' } : { action: end, 'hx-post': end, ...renews }
  return (
    <PlainRow
      name={own ? 'This browser' : name}
      parts={[
        own ? <bdi>{name}</bdi> : device.kind !== 'browser' && kindNames[device.kind],
        !own && (
          <>
            used <Instant at={device.last_seen_at}>{formatLastUse(device.last_seen_at, preferences, now)}</Instant>
          </>
        ),
        <>
          signed in <Instant at={device.created_at}>{signedIn}</Instant>
        </>,
      ]}
      actions={
        <form method="post" {...send}>
          <Button small>
            Sign out<span class="sr-only"> {own ? 'of this browser' : `${name}, signed in ${signedIn}`}</span>
          </Button>
        </form>
      }
    />
  )
}

const summary = ({ devices, count }: DeviceList) =>
  devices.length < count && `the ${devices.length} most recently used, of ${grouped(count)}`

export const Devices = ({ list, ...reader }: Reader & { list: DeviceList }) => (
  <Section
    id="devices"
    title="Signed-in devices"
    summary={summary(list)}
    aside={
      list.count > 1 && (
        <LinkButton small href={`${path}/end-others`}>
          Sign out all others
        </LinkButton>
      )
    }
  >
    <RowList
      rows={list.devices}
      item={(device) => <DeviceRow device={device} own={device.id === list.own} {...reader} />}
    />
  </Section>
)

/** `/settings/sign-in/devices/end-others` */
export const EndOthersPage = ({ tokens }: { tokens: number }) => (
  <form class="stack" method="post" action={`${path}/end-others`}>
    <p>This signs out all other browsers and programs. This browser stays signed in.</p>
    {tokens > 0 && (
      <CheckboxField
        name="tokens"
        label={`Also revoke ${plural(tokens, 'API token')}`}
        hint="Scripts, assistants and command lines that use them lose access."
      />
    )}
    <Actions>
      <Button variant="danger-primary" sure="others">
        Sign out all others
      </Button>
      <Cancel href="/settings/sign-in" />
    </Actions>
  </form>
)
