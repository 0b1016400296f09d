import {
  actionEffects,
  actNames,
  actsFor,
  actTitle,
  doneWords,
  personName,
  refusalWords,
  type UserAction,
} from '../../../functions/apps/admin/users/actions'
import type { AdminRefusal, PersonRow } from '../../../functions/apps/admin/users/schema'
import { pathTo } from '../../../functions/lib/http/path-to'
import { isolateDirection } from '../../../functions/lib/text/text'
import { Actions, Button, LinkButton, Notice } from '../../ui/button'
import { EditForm } from '../../ui/form'
import { Addresses } from './person'

type ConfirmProps = {
  person: PersonRow
  act: UserAction
  refused?: AdminRefusal
  /** True if the address is one of ADMIN_EMAILS: the admin role returns at the next sign-in. */
  comesBack: boolean
}

const Refused = ({ person, act, refused }: Omit<ConfirmProps, 'comesBack'>) => (
  <Notice tone="warning" role="status">
    <p>
      {refused ? (
        refusalWords[refused]
      ) : (
        <>
          <bdi>{personName(person)}</bdi> {doneWords[act]} already.
        </>
      )}
    </p>
  </Notice>
)

const Confirm = ({ person, act, refused, comesBack, inPlace }: ConfirmProps & { inPlace: boolean }) => {
  const name = personName(person)
  const url = pathTo`/admin/users/${person.id}/${act}`
  const swap = { 'hx-target': 'closest li', 'hx-swap': 'outerHTML' }
  const can = !refused && actsFor(person).includes(act)
  const takes = act === 'suspend' || act === 'remove-admin'
  return (
    <EditForm label={actTitle(act, name)} action={url} {...(inPlace && { 'hx-post': url, ...swap })}>
      {inPlace && (
        <p>
          <strong>{actTitle(act, isolateDirection(name))}</strong>
        </p>
      )}
      <Addresses person={person} />
      {can ? (
        <ul class="points">
          {actionEffects(act, person).map((effect) => (
            <li>{effect}</li>
          ))}
        </ul>
      ) : (
        <Refused person={person} act={act} refused={refused} />
      )}
      {can && act === 'remove-admin' && comesBack && (
        <Notice tone="warning">
          <p>
            Their address is in ADMIN_EMAILS: they’ll become an admin again the next time they sign in with it. Remove
            it there first.
          </p>
        </Notice>
      )}
      <Actions>
        {can && (
          <Button variant={takes ? 'danger-primary' : 'primary'} sure={act}>
            {actNames[act]}
          </Button>
        )}
        <LinkButton
          variant="quiet"
          data-cancel
          href={pathTo`/admin/users/${person.id}`}
          data-autofocus
          {...(inPlace && { 'hx-get': pathTo`/admin/users/${person.id}`, ...swap })}
        >
          {can ? 'Cancel' : 'Back'}
        </LinkButton>
      </Actions>
    </EditForm>
  )
}

export const ConfirmRow = (props: ConfirmProps) => (
  <li class="editing" id={`person-${props.person.id}`} hx-morph-skip>
    <Confirm {...props} inPlace />
  </li>
)

export const ConfirmPage = (props: ConfirmProps) => <Confirm {...props} inPlace={false} />
