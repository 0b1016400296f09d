import { scopes as allScopes } from '../../functions/lib/env'
import type { Draft } from '../../functions/lib/form'
import { defaultDays, expiries, nameLimit, scopeWords, type TokenForm } from '../../functions/settings/tokens/schema'
import { Actions, Button } from '../ui/button'
import { Checks } from '../ui/choices'
import { Field, optionsOf, Select } from '../ui/field'
import { Fields } from '../ui/form'

/** Selected scopes are apart, as there are several. */
export type TokenDraft = Draft<TokenForm> & { scopes: string[] }

const scopeOptions = allScopes.map((scope) => ({ value: scope, label: `${scope}: ${scopeWords[scope]}` }))

/** @param scopes ticked at first */
export const NewToken = ({ draft, scopes = ['read'] }: { draft?: TokenDraft; scopes?: string[] }) => (
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
        name="name"
        idPrefix="token"
        wide
        required
        maxlength={nameLimit}
        placeholder="Backup script"
        hint="For yourself, to know it by."
        value={draft?.values.name}
        errors={draft?.errors.name}
      />
      <Select
        label="Ends"
        name="expiry"
        idPrefix="token"
        options={optionsOf(expiries)}
        value={draft?.values.expiry ?? defaultDays}
        errors={draft?.errors.expiry}
      />
      <Field
        label="Last day"
        name="expires_on"
        idPrefix="token"
        type="date"
        value={draft?.values.expires_on}
        errors={draft?.errors.expires_on}
        hint="Where it ends on a date."
      />
    </Fields>
    <div class="upright">
      <Checks
        label="What it may do"
        name="scopes"
        idPrefix="token"
        options={scopeOptions}
        values={draft?.scopes ?? scopes}
        errors={draft?.errors.scopes}
        hint="No token reaches your devices, your other tokens, or the end of the account."
      />
    </div>
    <Actions>
      <Button variant="primary">Make token</Button>
    </Actions>
  </form>
)
