import type { GitHubLink } from '../../functions/auth/github/link'
import { Button, LinkButton } from '../ui/button'
import { RowActions, RowMeta, Rows } from '../ui/rows'
import { Section } from '../ui/section'

const remove = '/settings/sign-in/github/unlink'

/** Why the link has to stay: nothing else would let its holder in. Null when it may go. */
const whyLast = ({ email, email_proven_at }: GitHubLink) => {
  if (email === null) return <>It is your only way in, for the account has no email address.</>
  if (email_proven_at !== null) return null
  return (
    <>
      It is your only way in so far. Sign in once with a link mailed to <bdi>{email}</bdi>, then it can be removed.
    </>
  )
}

const Linked = ({ link }: { link: GitHubLink }) => {
  const last = whyLast(link)
  return (
    <Rows>
      <li>
        <div>
          <span class="row-title">
            <bdi>@{link.github_username}</bdi>
          </span>
          <RowMeta parts={[last ?? 'signs you in here, and in the browser extension']} />
        </div>
        {!last && (
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

type Props = { link: GitHubLink; configured: boolean }

/** GitHub as a way in, on `/settings/sign-in`; nothing where it is not set up and nobody is linked. */
export const GitHubSection = ({ link, configured }: Props) => {
  const isLinked = link.github_user_id !== null
  if (!configured && !isLinked) return null
  return (
    <Section id="github" title="GitHub" summary={isLinked ? undefined : 'not connected'}>
      {isLinked ? (
        <Linked link={link} />
      ) : (
        <p>
          <LinkButton href="/auth/github?link=1">Connect GitHub</LinkButton>
        </p>
      )}
    </Section>
  )
}
