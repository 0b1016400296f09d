import type { PropsWithChildren } from 'hono/jsx'
import { type GitHubLink, unlinkRefusal } from '../../../functions/account/auth/github/accounts'
import type { PasskeyRow } from '../../../functions/account/auth/passkeys/passkeys'
import { type DeviceList, dayAndTime } from '../../../functions/account/settings/sign-in/api'
import { Button, LinkButton, PostButton } from '../../ui/button'
import type { Reader } from '../../ui/moment'
import { PageHead, PlainRow, Rows, Section } from '../../ui/section'
import { Devices } from './devices'
import { SettingsForm } from './form'
import { Passkeys } from './passkeys'

const remove = '/settings/sign-in/github/unlink'

const reasons = {
  'no address': 'your only way to sign in: the account has no email address',
  'no mail': 'your only way to sign in: email isn’t set up here',
  'not proven': 'your only way to sign in: use an email link once, then you can remove it',
}

const Linked = ({ link, canMail }: { link: GitHubLink; canMail: boolean }) => {
  const kept = unlinkRefusal(link, canMail)
  return (
    <Rows>
      <PlainRow
        name={`@${link.github_username}`}
        parts={[kept ? reasons[kept] : 'signs you in here and in the browser extension']}
        actions={
          !kept && (
            <form method="post" action={remove} hx-post={remove} hx-target="#github" hx-swap="outerHTML">
              <Button small>Remove</Button>
            </form>
          )
        }
      />
    </Rows>
  )
}

type Props = { link: GitHubLink; configured: boolean; canMail: boolean }

/** Renders nothing if GitHub is not configured and no account is linked. */
export const GitHubSection = ({ link, configured, canMail }: Props) => {
  const isLinked = link.github_user_id !== null
  if (!configured && !isLinked) return null
  return (
    <Section id="github" title="GitHub" summary={isLinked ? undefined : 'not connected'}>
      {isLinked ? (
        <Linked link={link} canMail={canMail} />
      ) : (
        <p>
          <LinkButton href="/auth/github?link=1">Connect GitHub</LinkButton>
        </p>
      )}
    </Section>
  )
}

type EmailProps = Reader & { link: GitHubLink; isRefusing: boolean }

const Email = ({ link, isRefusing, user: { preferences }, now }: EmailProps) => {
  if (link.email === null) return <p class="grey">The account has no email address.</p>
  return (
    <Rows>
      <PlainRow
        name={link.email}
        parts={
          link.email_proven_at === null
            ? ['not verified: sign in once with an email link']
            : [
                'sign-in links are sent here; it can’t be changed',
                `verified ${dayAndTime(link.email_proven_at, preferences, now)}`,
                isRefusing && 'you get no invitations to shared plans by email',
              ]
        }
        actions={
          isRefusing &&
          link.email_proven_at !== null && (
            <PostButton small action="/settings/sign-in/invitations" label="Allow invitations" />
          )
        }
      />
    </Rows>
  )
}

type PageProps = EmailProps & {
  github: boolean
  mail: boolean
  list: DeviceList
  passkeys: PasskeyRow[]
}

/** `/settings/sign-in` */
export const SignInSettingsPage = (props: PropsWithChildren<PageProps>) => {
  const { link, isRefusing, github, mail, list, passkeys, children, ...reader } = props
  return (
    <>
      <PageHead title="Sign-in and devices" />
      <SettingsForm section="sign-in" user={reader.user} unlisted={null} now={reader.now} />
      <Section id="email" title="Email">
        <Email link={link} isRefusing={isRefusing} {...reader} />
      </Section>
      <GitHubSection link={link} configured={github} canMail={mail} />
      <Passkeys passkeys={passkeys} {...reader} />
      <Devices list={list} preferences={reader.user.preferences} now={reader.now} />
      {children}
    </>
  )
}
