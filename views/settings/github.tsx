import { type GitHubLink, unlinkRefusal } from '../../functions/auth/github/accounts'
import { Button, LinkButton } from '../ui/button'
import { RowActions, RowMeta, RowName, Rows } from '../ui/rows'
import { Section } from '../ui/section'

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
      <li>
        <div>
          <RowName>@{link.github_username}</RowName>
          <RowMeta parts={[kept ? reasons[kept] : 'signs you in here and in the browser extension']} />
        </div>
        {!kept && (
          <RowActions>
            <form method="post" action={remove} hx-post={remove} hx-target="#github" hx-swap="outerHTML">
              <Button small>Remove</Button>
            </form>
          </RowActions>
        )}
      </li>
    </Rows>
  )
}

type Props = { link: GitHubLink; configured: boolean; canMail: boolean }

/** Nothing where GitHub is not configured and nobody is linked. */
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
