import { type Invitation, type InvitationForm, isDomain } from '../../../functions/apps/admin/invitations/schema'
import type { Draft } from '../../../functions/lib/http/form'
import { pathTo } from '../../../functions/lib/http/path-to'
import { dayMonth } from '../../../functions/lib/text/format'
import { dayOf } from '../../../functions/lib/time/days'
import { Button, PostButton } from '../../ui/button'
import { Secret } from '../../ui/copyable'
import { Empty } from '../../ui/empty'
import { Field } from '../../ui/field'
import type { Reader } from '../../ui/moment'
import { PageHead, RowList, RowMeta } from '../../ui/section'
import { AdminTabs } from './tabs'

type Props = Reader & {
  invitations: Invitation[]
  policy: 'open' | 'invited' | 'closed'
  /** True if invitations are mailed. */
  mails: boolean
  draft?: Draft<InvitationForm>
  /** A link that was just made. */
  link?: string
}

const policies = {
  open: 'Anyone can create an account here (SIGN_UP=open), so nobody needs an invitation.',
  invited: 'Only people with an invitation can create an account here.',
  closed: 'Nobody can create an account here (SIGN_UP=closed). Invitations wait until that changes.',
}

const nameOf = ({ address, is_link }: Invitation) => {
  if (address === null) return 'A link that nobody has used'
  if (isDomain(address)) return `Everyone at ${address.slice(1)}`
  return is_link ? `${address}, by a link` : address
}

const Item = ({ invitation, user: { preferences }, now }: Reader & { invitation: Invitation }) => {
  const { id, expires_at } = invitation
  const end = expires_at && dayMonth(dayOf(expires_at, preferences), dayOf(now, preferences))
  return (
    <li>
      <div>
        <p class="row-title">
          <bdi>{nameOf(invitation)}</bdi>
        </p>
        <RowMeta parts={[end ? `until ${end}` : 'until you remove it']} />
      </div>
      <PostButton action={pathTo`/admin/invitations/${id}/remove`} label="Remove" small />
    </li>
  )
}

/** `/admin/invitations` */
export const InvitationsPage = ({ invitations, policy, mails, draft, link, ...reader }: Props) => (
  <>
    <PageHead title="Invitations" />
    <AdminTabs current="/admin/invitations" />
    <div class="stack gap-4">
      <p>{policies[policy]}</p>
      {link && <Secret label="Link for one person" value={link} />}
      <form class="stack max-w-132" action="/admin/invitations" method="post">
        <Field
          label="Email addresses or domains"
          name="addresses"
          type="textarea"
          rows={3}
          dir="ltr"
          required
          value={draft?.values.addresses}
          errors={draft?.errors.addresses}
          hint={`One or a list. @example.org invites everyone there. ${mails ? 'Each address gets an email.' : 'Email isn’t set up here, so tell them yourself.'}`}
        />
        <Button variant="primary">Invite</Button>
      </form>
      <PostButton action="/admin/invitations/link" label="Create a link for one person" />
    </div>
    {invitations.length === 0 ? (
      <Empty title="No open invitations">Invitations stay here until they are used, expire or are removed.</Empty>
    ) : (
      <RowList rows={invitations} item={(invitation) => <Item invitation={invitation} {...reader} />} />
    )}
  </>
)
