import { type PasskeyForm, type PasskeyRow, passkeyNameLimit } from '../../../functions/account/auth/passkeys/passkeys'
import { formatLastUse } from '../../../functions/account/settings/sign-in/api'
import type { Draft } from '../../../functions/lib/http/form'
import { Actions, Button, Cancel, LinkButton, Notice } from '../../ui/button'
import { Field } from '../../ui/field'
import { draftFields, Fields } from '../../ui/form'
import type { Reader } from '../../ui/moment'
import { PasskeyButton } from '../../ui/passkey-button'
import { PlainRow, RowList, Section, TextLink } from '../../ui/section'

const path = '/settings/sign-in/passkeys'

export const Passkeys = ({ passkeys, user: { preferences }, now }: Reader & { passkeys: PasskeyRow[] }) => (
  <Section
    id="passkeys"
    title="Passkeys"
    summary={passkeys.length === 0 && 'sign in without email'}
    aside={
      <LinkButton small href={path}>
        Add a passkey
      </LinkButton>
    }
  >
    <RowList
      rows={passkeys}
      item={({ id, name, created_at, last_used_at }) => (
        <PlainRow
          name={name}
          parts={[
            `added ${formatLastUse(created_at, preferences, now)}`,
            last_used_at === null ? 'never used' : `used ${formatLastUse(last_used_at, preferences, now)}`,
          ]}
          actions={
            <form method="post" action={`${path}/${encodeURIComponent(id)}/remove`}>
              <Button small>
                Remove<span class="sr-only"> {name}</span>
              </Button>
            </form>
          }
        />
      )}
    />
  </Section>
)

/** `/settings/sign-in/passkeys` */
export const AddPasskeyPage = ({ name, draft }: { name: string; draft?: Draft<PasskeyForm> }) => (
  <form class="stack" method="post" action={path} autocomplete="off">
    <p>Your device asks for your fingerprint, face or PIN. You can still sign in by email.</p>
    <Fields short>
      <Field
        label="Name"
        required
        maxlength={passkeyNameLimit}
        {...draftFields({ name, passkey: null }, draft)('name')}
      />
    </Fields>
    <Actions>
      <PasskeyButton variant="primary" options="/api/v1/me/passkeys/options">
        Create a passkey
      </PasskeyButton>
      <Cancel href="/settings/sign-in#passkeys" />
    </Actions>
  </form>
)

/** Notice for an admin who signed in without a passkey. */
export const AdminPasskeyNotice = () => (
  <div class="mb-4">
    <Notice
      actions={
        <form method="post" action={`${path}/later`}>
          <Button small>Later</Button>
        </form>
      }
    >
      <p>
        You’re an admin: protect everyone’s accounts with a passkey. <TextLink href={path}>Add a passkey</TextLink>
      </p>
    </Notice>
  </div>
)
