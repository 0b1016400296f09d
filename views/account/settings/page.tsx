import type { UnlistedApps } from '../../../functions/account/settings/save'
import type { User } from '../../../functions/lib/env'
import { conflictsText } from '../../../functions/programs/sync/devices/queries'
import type { DaysOffList } from '../../../functions/time/days-off/queries'
import { ShortcutList } from '../../data/palette/list'
import { devicesPath } from '../../programs/sync/line'
import { DaysOffSection } from '../../time/days-off/page'
import { Badge, PostButton } from '../../ui/button'
import { PlainRow, RowList, Section } from '../../ui/section'
import { type SettingsDraft, SettingsForm } from './form'

const account = [
  { href: '/settings/sign-in', label: 'Sign-in and devices', does: 'how and where you are signed in' },
  { href: devicesPath, label: 'Synced devices', does: 'the command line, and changes that were replaced' },
  { href: '/settings/tokens', label: 'API tokens', does: 'for your own programs' },
  { href: '/settings/account', label: 'Delete account', does: 'and all its data' },
]

const data = [
  { href: '/sessions/import', label: 'Import sessions', does: 'from a CSV file of Toggl Track or Daymark' },
  { href: '/settings/export', label: 'Export', does: 'everything, or for a spreadsheet, a calendar or Anki' },
  { href: '/settings/backups', label: 'Backups', does: 'made daily, to download or restore' },
  { href: '/api/docs', label: 'API', does: 'read and write your data from your own programs' },
  { href: '/deleted', label: 'Recently deleted', does: 'can be restored for 30 days' },
]

const Ways = ({
  id,
  title,
  ways,
  openConflicts = 0,
}: {
  id: string
  title: string
  ways: { href: string; label: string; does: string }[]
  openConflicts?: number
}) => (
  <Section id={id} title={title}>
    <RowList
      rows={ways}
      item={({ href, label, does }) => (
        <PlainRow
          name={label}
          href={href}
          parts={[
            does,
            href === devicesPath && openConflicts > 0 && (
              <Badge tone="warning" icon="alert">
                {conflictsText(openConflicts)}
              </Badge>
            ),
          ]}
        />
      )}
    />
  </Section>
)

const Shortcuts = ({ on }: { on: boolean }) => (
  <Section id="shortcuts" title="Keyboard shortcuts" summary={on ? undefined : 'switched off'}>
    <ShortcutList />
  </Section>
)

const SignOut = () => (
  <Section id="sign-out" title="Sign out">
    <PostButton action="/auth/sign-out" icon="sign-out" label="Sign out of this browser" />
  </Section>
)

type Props = {
  user: User
  draft?: SettingsDraft
  unlisted: UnlistedApps | null
  daysOff: DaysOffList
  /** Open conflicts of devices that sync. */
  openConflicts: number
  today: string
  /** epoch ms */
  now: number
}

export const SettingsPage = ({ user, draft, unlisted, daysOff, openConflicts, today, now }: Props) => (
  <>
    <SettingsForm user={user} draft={draft} unlisted={unlisted} now={now} />
    <DaysOffSection list={daysOff} today={today} />
    <Ways id="data" title="Your data" ways={data} />
    <Ways id="account" title="Your account" ways={account} openConflicts={openConflicts} />
    <Shortcuts on={user.preferences.shortcuts} />
    <SignOut />
  </>
)
