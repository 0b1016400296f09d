import { scopes as allScopes } from '../../functions/lib/env'
import type { Draft } from '../../functions/lib/form'
import { defaultDays, expiries, nameLimit, scopeWords, type TokenForm } from '../../functions/settings/tokens/schema'
import { Actions, Button } from '../ui/button'
import { Checks } from '../ui/choices'
import { drafted } from '../ui/draft'
import { Field, optionsOf, Select } from '../ui/field'
import { Fields } from '../ui/form'

/** Selected scopes are apart, as there are several. */
export type TokenDraft = Draft<TokenForm> & { scopes: string[] }

const scopeOptions = allScopes.map((scope) => ({ value: scope, label: `${scope}: ${scopeWords[scope]}` }))

export const NewToken = ({ draft, scopes = ['read'] }: { draft?: TokenDraft; scopes?: string[] }) => {
  const field = drafted({ name: null, expiry: defaultDays, expires_on: null }, draft, 'token')
  return (
    <form
      class="stack"
      action="/settings/tokens"
      method="post"
      hx-post="/settings/tokens"
      hx-target="#tokens"
      hx-swap="outerHTML"
      autocomplete="off"
      aria-labelledby="new-token-head"
    >
      <Fields>
        <Field
          label="Name"
          wide
          required
          maxlength={nameLimit}
          placeholder="Backup script"
          hint="So you can recognise it."
          {...field('name')}
        />
        <Select label="Expires" options={optionsOf(expiries)} {...field('expiry')} />
        <Field label="Last day" type="date" hint="For a custom date." {...field('expires_on')} />
      </Fields>
      <div class="upright">
        <Checks
          label="Permissions"
          name="scopes"
          idPrefix="token"
          options={scopeOptions}
          values={draft?.scopes ?? scopes}
          errors={draft?.errors.scopes}
          hint="Tokens can’t manage devices, other tokens or delete your account."
        />
      </div>
      <Actions>
        <Button variant="primary">Create token</Button>
      </Actions>
    </form>
  )
}
