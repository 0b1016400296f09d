import type { PlanWithContent } from '../../../functions/learning/plans/schema'
import { planPath, sharePath } from '../../../functions/learning/plans/schema'
import type { ShareForm, ShareRow } from '../../../functions/learning/shares/schema'
import type { Draft } from '../../../functions/lib/http/form'
import { Actions, Button, Menu, PostButton } from '../../ui/button'
import { Secret } from '../../ui/copyable'
import { Field, Select } from '../../ui/field'
import { draftFields, EditForm, Fields, FormId } from '../../ui/form'
import { MenuPost } from '../../ui/item'
import { Moment, type Reader } from '../../ui/moment'
import { PageHead, PlainRow, RowList, Section, TextLink } from '../../ui/section'

const permissionNames = { read: 'Can read', edit: 'Can edit' }

const permissions = Object.entries(permissionNames).map(([value, label]) => ({ value, label }))

const stateNames: Record<ShareRow['state'], string> = {
  invited: 'Invited',
  accepted: 'Accepted',
  declined: 'Declined',
  left: 'Left',
}

type ShareProps = Reader & { planId: string; share: ShareRow }

const Share = ({ planId, share, user, now }: ShareProps) => {
  const { id, email, permission, state } = share
  const isOpen = state === 'invited' || state === 'accepted'
  const isRead = permission === 'read'
  return (
    <PlainRow
      name={email}
      parts={[
        isOpen && permissionNames[permission],
        stateNames[state],
        <Moment at={share.created_at} user={user} now={now} />,
      ]}
      actions={
        <Menu label={`More for ${email}`}>
          {isOpen && (
            <MenuPost
              action={`${sharePath(planId, id)}/permission`}
              label={isRead ? 'Let them edit' : 'Let them only read'}
              icon={isRead ? 'edit' : 'plans'}
              swapsNothing
            >
              <input type="hidden" name="permission" value={isRead ? 'edit' : 'read'} />
            </MenuPost>
          )}
          <MenuPost
            action={`${sharePath(planId, id)}/revoke`}
            label={isOpen ? 'Stop sharing' : 'Remove'}
            icon="trash"
            danger
            swapsNothing
          />
        </Menu>
      }
    />
  )
}

type Props = Reader & {
  plan: PlanWithContent
  shares: ShareRow[]
  /** Epoch ms; null without a public link. */
  linkedAt: number | null
  /** The public link; only set on the page that created it. */
  url?: string
  draft?: Draft<ShareForm>
}

const PublicLink = ({ plan, linkedAt, url, user, now }: Props) => {
  const path = sharePath(plan.id, 'link')
  return (
    <Section id="public-link" title="Public link">
      <p>Anyone with the link can read the plan without an account. Your progress, time and cards stay private.</p>
      {url && (
        <>
          <Secret label="Link" value={url} class="mt-3" />
          <p class="hint">Copy it now: it won’t be shown again.</p>
        </>
      )}
      {linkedAt !== null && !url && (
        <p>
          Created <Moment at={linkedAt} user={user} now={now} />. It can’t be shown again; a new link replaces it.
        </p>
      )}
      <Actions>
        <form method="post" action={path}>
          <FormId />
          <Button sure="link">{linkedAt === null ? 'Create a link' : 'Create a new link'}</Button>
        </form>
        {linkedAt !== null && <PostButton action={`${path}/remove`} label="Remove link" variant="quiet" />}
      </Actions>
    </Section>
  )
}

/** `/plans/:id/share` */
export const SharePage = (props: Props) => {
  const { plan, shares, draft, user, now } = props
  const field = draftFields({ email: '', permission: 'read' }, draft, 'share')
  return (
    <>
      <PageHead
        title="Share"
        back={{ href: planPath(plan.id), name: plan.title }}
        summary={
          <>
            They accept under <TextLink href="/shared">Shared with me</TextLink>, with their own progress, time and
            cards.
          </>
        }
      />
      <EditForm label="Share with someone" action={sharePath(plan.id)}>
        <Fields>
          <Field
            label="Email address"
            type="email"
            wide
            required
            autocomplete="off"
            maxlength={254}
            {...field('email')}
          />
          <Select label="Permission" options={permissions} {...field('permission')} />
        </Fields>
        <Actions>
          <Button variant="primary">Invite</Button>
        </Actions>
      </EditForm>
      {shares.length > 0 && (
        <Section id="shares" title="Shared with" summary={shares.length}>
          <RowList rows={shares} item={(share) => <Share planId={plan.id} share={share} user={user} now={now} />} />
        </Section>
      )}
      <PublicLink {...props} />
    </>
  )
}
