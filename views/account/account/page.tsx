import {
  confirmLimit,
  type DeleteAccountForm,
  type ItemCounts,
  lastAdminProblem,
} from '../../../functions/account/account/delete'
import type { User } from '../../../functions/lib/env'
import type { Draft } from '../../../functions/lib/http/form'
import { plural } from '../../../functions/lib/text/format'
import { Actions, Button, LinkButton, Notice } from '../../ui/button'
import { Field } from '../../ui/field'
import { Fields } from '../../ui/form'
import { Section, Stack } from '../../ui/section'

const some = (count: number, one: string, many?: string) => count > 0 && plural(count, one, many)

const Goes = ({ belongings }: { belongings: ItemCounts | null }) => {
  const counted = belongings && [
    some(belongings.sessions, 'session'),
    some(belongings.tasks, 'task'),
    some(belongings.goals, 'goal'),
    some(belongings.projects, 'project'),
    some(belongings.learnings, 'learning'),
    some(belongings.cards, 'card'),
    some(belongings.plans, 'plan'),
    some(belongings.organizations, 'organization'),
    some(belongings.people, 'person', 'people'),
    some(belongings.tokens, 'API token'),
    some(belongings.devices, 'device'),
  ]
  return (
    <>
      {counted && <p>{counted.filter(Boolean).join(', ').replace(/(\d) /g, '$1\u00a0')}</p>}
      <p class="hint mt-2">
        Also card reviews, skills, evidence, meetings, feedback, check-ins, reviews of weeks and months, statistics,
        tags, days off, imports, settings, passkeys, and deleted items that you could still restore.
      </p>
    </>
  )
}

const Copy = () => (
  <Section id="copy" title="Keep a copy first">
    <Actions>
      <LinkButton icon="download" href="/api/v1/export" download="">
        Export everything as JSON
      </LinkButton>
      <LinkButton href="/settings/export">Other formats</LinkButton>
    </Actions>
  </Section>
)

type DeleteProps = { user: User; lastAdmin: boolean; draft?: Draft<DeleteAccountForm> }

export const DeleteSection = ({ user, lastAdmin, draft }: DeleteProps) => {
  return (
    <Section id="delete" title="Delete permanently" summary="can’t be undone">
      {lastAdmin ? (
        <Notice tone="warning" role="alert" actions={<LinkButton href="/admin/users">People</LinkButton>}>
          <p>
            {lastAdminProblem.title}. {lastAdminProblem.detail}
          </p>
        </Notice>
      ) : (
        <form
          action="/settings/account/delete"
          method="post"
          hx-post="/settings/account/delete"
          hx-target="#delete"
          hx-swap="outerHTML"
          autocomplete="off"
          class="group"
        >
          <Stack>
            <Fields short>
              <Field
                label={
                  <>
                    Type <bdi>{user.email ?? user.username}</bdi> to confirm
                  </>
                }
                name="confirm"
                type={user.email === null ? 'text' : 'email'}
                required
                maxlength={confirmLimit}
                autocomplete="off"
                spellcheck={false}
                dir="auto"
                value={draft?.values.confirm}
                errors={draft?.errors.confirm}
              />
            </Fields>
            <Actions>
              <Button
                variant="danger-primary"
                icon="trash"
                class="group-has-invalid:border-current group-has-invalid:bg-transparent group-has-invalid:text-bad"
              >
                Delete account
              </Button>
            </Actions>
          </Stack>
        </form>
      )}
    </Section>
  )
}

/** `/settings/account` */
export const AccountPage = ({ belongings, ...props }: DeleteProps & { belongings: ItemCounts | null }) => (
  <>
    <Section id="goes" title="This deletes">
      <Goes belongings={belongings} />
    </Section>
    <Copy />
    <DeleteSection {...props} />
  </>
)
