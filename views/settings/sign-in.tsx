import type { GitHubLink } from '../../functions/auth/github/accounts'
import type { User } from '../../functions/lib/env'
import type { DeviceList } from '../../functions/settings/sign-in/list'
import { dayAndTime } from '../../functions/settings/sign-in/words'
import { RowMeta, RowName, Rows } from '../ui/rows'
import { PageHead, Section, TextLink } from '../ui/section'
import { Devices } from './devices'
import { GitHubSection } from './github'

type Reader = { preferences: User['preferences']; now: number }

const Email = ({ link, preferences, now }: Reader & { link: GitHubLink }) => {
  if (link.email === null) return <p class="grey">The account has no email address.</p>
  return (
    <Rows>
      <li>
        <div>
          <RowName>{link.email}</RowName>
          <RowMeta
            parts={
              link.email_proven_at === null
                ? ['not verified: sign in once with an email link']
                : ['sign-in links are sent here', `verified ${dayAndTime(link.email_proven_at, preferences, now)}`]
            }
          />
        </div>
      </li>
    </Rows>
  )
}

type PageProps = Reader & { link: GitHubLink; github: boolean; mail: boolean; list: DeviceList }

/** `/settings/sign-in` */
export const SignInSettingsPage = ({ link, github, mail, list, ...reader }: PageProps) => (
  <>
    <PageHead title="Sign-in and devices" />
    <Section id="email" title="Email">
      <Email link={link} {...reader} />
    </Section>
    <GitHubSection link={link} configured={github} canMail={mail} />
    <Devices list={list} {...reader} />
    <Section id="programs" title="Your own programs" aside={<TextLink href="/settings/tokens">API tokens</TextLink>}>
      <p class="hint">API tokens work until revoked or expired, even after you sign out.</p>
    </Section>
  </>
)
