import type { User } from '../../functions/lib/env'
import { Button, LinkButton } from '../ui/button'
import type { IconName } from '../ui/icon'
import { Rows } from '../ui/rows'
import { Section } from '../ui/section'
import { ShortcutList } from '../ui/shortcuts'
import { type SettingsDraft, SettingsForm } from './form'

type Way = { href: string; label: string; does: string; icon: IconName; download?: boolean }

const ways: Way[] = [
  {
    href: '/sessions/import',
    label: 'Import sessions',
    does: 'from a CSV file, by Toggl Track or by Daymark',
    icon: 'import',
  },
  {
    href: '/sessions.csv',
    label: 'Sessions as CSV',
    does: 'for spreadsheets, and to import again',
    icon: 'export',
    download: true,
  },
  {
    href: '/api/v1/export',
    label: 'Everything as JSON',
    does: 'for your own records and programs',
    icon: 'export',
    download: true,
  },
  { href: '/deleted', label: 'Recently deleted', does: 'what was deleted in the last 30 days', icon: 'trash' },
]

const Data = () => (
  <Section id="data" title="Your data">
    <Rows>
      {ways.map(({ href, label, does, icon, download }) => (
        <li>
          <span class="grey">{does}</span>
          <LinkButton href={href} icon={icon} download={download}>
            {label}
          </LinkButton>
        </li>
      ))}
    </Rows>
  </Section>
)

const Shortcuts = ({ on }: { on: boolean }) => (
  <Section id="shortcuts" title="Keyboard shortcuts" summary={on ? undefined : 'switched off'}>
    <ShortcutList />
  </Section>
)

const SignOut = () => (
  <Section id="sign-out" title="Sign out">
    <form action="/auth/sign-out" method="post">
      <Button icon="sign-out">Sign out of this browser</Button>
    </form>
  </Section>
)

/** What a person can set, the ways in and out for their data, and the way out. */
export const SettingsPage = ({ user, draft }: { user: User; draft?: SettingsDraft }) => (
  <>
    <SettingsForm user={user} draft={draft} />
    <Data />
    <Shortcuts on={user.preferences.shortcuts} />
    <SignOut />
  </>
)
