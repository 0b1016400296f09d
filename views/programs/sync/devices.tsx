import { conflictsPath } from '../../../functions/programs/sync/conflicts/schema'
import type { DeviceRow } from '../../../functions/programs/sync/devices/device'
import type { DeviceWithCredential, ListedDevice } from '../../../functions/programs/sync/devices/schema'
import { conflictsText, lagText, nameOfDevice } from '../../../functions/programs/sync/devices/schema'
import { Actions, Badge, Button, Cancel, LinkButton, Notice } from '../../ui/button'
import { CopyableCode } from '../../ui/copyable'
import { Moment, type Reader } from '../../ui/moment'
import {
  Fold,
  PageHead,
  PlainRow,
  RowActions,
  RowList,
  RowMeta,
  RowName,
  Rows,
  Section,
  TextLink,
} from '../../ui/section'
import { devicesPath } from './line'

const pathOf = ({ id }: DeviceRow, step: 'revoke' | 'allow' | 'remove') =>
  `${devicesPath}/${encodeURIComponent(id)}/${step}`

const Id = ({ device }: { device: DeviceRow }) =>
  nameOfDevice(device) !== device.id && <bdi class="mono">{device.id}</bdi>

const DeviceMeta = ({ listed, ...reader }: Reader & { listed: ListedDevice }) => {
  const { device, behind, conflicts } = listed
  return (
    <RowMeta
      parts={[
        behind === 0 ? (
          <Badge tone="good" icon="check">
            {lagText(listed)}
          </Badge>
        ) : (
          lagText(listed)
        ),
        <>
          synced <Moment at={device.last_sync_at} {...reader} />
        </>,
        conflicts > 0 ? <a href={conflictsPath}>{conflictsText(conflicts)}</a> : Id({ device }),
      ]}
    />
  )
}

const Device = ({ listed, ...reader }: Reader & { listed: ListedDevice }) => {
  const name = nameOfDevice(listed.device)
  return (
    <li>
      <div>
        <RowName>{name}</RowName>
        <DeviceMeta listed={listed} {...reader} />
      </div>
      <RowActions>
        <LinkButton small href={pathOf(listed.device, 'revoke')}>
          Revoke<span class="sr-only"> {name}</span>
        </LinkButton>
      </RowActions>
    </li>
  )
}

const RevokedDevice = ({ device, ...reader }: Reader & { device: DeviceRow }) => {
  const name = nameOfDevice(device)
  return (
    <li>
      <div>
        <RowName>{name}</RowName>
        <RowMeta
          parts={[
            <>
              revoked <Moment at={device.revoked_at ?? device.last_sync_at} {...reader} />
            </>,
            <>
              last synced <Moment at={device.last_sync_at} {...reader} />
            </>,
            Id({ device }),
          ]}
        />
      </div>
      <div class="actions">
        <form method="post" action={pathOf(device, 'allow')}>
          <Button small icon="undo">
            Allow again<span class="sr-only"> {name}</span>
          </Button>
        </form>
        <form method="post" action={pathOf(device, 'remove')}>
          <Button small iconOnly={`Remove ${name}`} icon="trash" />
        </form>
      </div>
    </li>
  )
}

type CommandsProps = { origin: string; user: Reader['user'] }

const Commands = ({ origin, user: { email } }: CommandsProps) => (
  <CopyableCode id="commands" name="Commands" class="mt-3">
    {`daymark login --server ${origin} ${email ?? 'you@example.com'}\ndaymark sync`}
  </CopyableCode>
)

const ConflictsNotice = ({ count }: { count: number }) => (
  <Notice tone="warning" actions={<LinkButton href={conflictsPath}>Review conflicts</LinkButton>}>
    <p>You have {conflictsText(count)}: changes that were replaced or couldn’t be stored. Each is kept.</p>
  </Notice>
)

type SyncedProps = { devices: ListedDevice[]; openConflicts: number; origin: string }

/** Synced devices, a section of the page of sign-in and devices. */
export const SyncedDevices = ({ devices, openConflicts, origin, ...reader }: Reader & SyncedProps) => {
  const active = devices.filter(({ device }) => device.revoked_at === null)
  const revoked = devices.filter(({ device }) => device.revoked_at !== null)
  return (
    <>
      <Section
        id="synced"
        title="Command line"
        summary="works offline, and syncs later"
        aside={openConflicts === 0 && devices.length > 0 && <TextLink href={conflictsPath}>Conflicts</TextLink>}
      >
        {openConflicts > 0 && <ConflictsNotice count={openConflicts} />}
        <RowList rows={active} item={(listed) => <Device listed={listed} {...reader} />} />
        <p class="hint">To connect {active.length > 0 ? 'another' : 'a'} computer, run in its terminal:</p>
        <Commands origin={origin} user={reader.user} />
      </Section>
      {revoked.length > 0 && (
        <Fold id="revoked" title="Revoked" summary={revoked.length} open={active.length === 0}>
          <RowList rows={revoked} item={({ device }) => <RevokedDevice device={device} {...reader} />} />
        </Fold>
      )}
    </>
  )
}

const credentialText = ({ credential, is_shared, is_live }: DeviceWithCredential) => {
  const what = credential.startsWith('token:') ? 'API token' : 'sign-in'
  if (is_shared) return `Another device syncs with the same ${what}, so that keeps working.`
  return is_live ? `Its ${what} ends, too.` : ''
}

/** `/settings/devices/:id/revoke` */
export const RevokeDevicePage = ({ device, ...reader }: Reader & { device: DeviceWithCredential }) => (
  <>
    <PageHead title="Revoke a device" />
    <Rows>
      <PlainRow
        name={nameOfDevice(device)}
        parts={[
          <>
            last synced <Moment at={device.last_sync_at} {...reader} />
          </>,
          Id({ device }),
        ]}
      />
    </Rows>
    <form class="stack" method="post" action={pathOf(device, 'revoke')}>
      <p>
        It can no longer sync. {credentialText(device)} What it hasn’t sent stays on it, and you can allow it again
        later.
      </p>
      <Actions>
        <Button variant="danger-primary">Revoke device</Button>
        <Cancel href={devicesPath} />
      </Actions>
    </form>
  </>
)
