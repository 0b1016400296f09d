import { formatLastUse } from '../../../functions/account/settings/sign-in/api'
import {
  defaultDays,
  expiries,
  hasEnded,
  scopesOf,
  scopeWords,
  type TokenForm,
  type TokenRow,
  tokenNameLimit,
} from '../../../functions/account/settings/tokens/schema'
import type { User } from '../../../functions/lib/env'
import type { Scope } from '../../../functions/lib/feature'
import type { Draft } from '../../../functions/lib/http/form'
import { pathTo } from '../../../functions/lib/http/path-to'
import { dayMonth } from '../../../functions/lib/text/format'
import { capitalize } from '../../../functions/lib/text/text'
import { dayOf } from '../../../functions/lib/time/days'
import { Actions, Badge, Button, Cancel, LinkButton, Notice } from '../../ui/button'
import { CheckboxGroup } from '../../ui/choices'
import { Secret } from '../../ui/copyable'
import { Empty } from '../../ui/empty'
import { Field, optionsOf, Select } from '../../ui/field'
import { draftFields, Fields, FormId } from '../../ui/form'
import { Module } from '../../ui/reorder'
import { RowActions, RowList, RowMeta, RowName, Rows, Section, Stack, TextLink } from '../../ui/section'

/** Selected scopes are a separate member, because there may be several. */
export type TokenDraft = Draft<TokenForm> & { scopes: string[] }

type NewTokenProps = { offered: Scope[]; draft?: TokenDraft; scopes?: string[] }

const NewToken = ({ offered, draft, scopes = ['read'] }: NewTokenProps) => {
  const field = draftFields({ name: null, expiry: defaultDays, expires_on: null }, draft, 'token')
  return (
    <form
      class="group stack"
      action="/settings/tokens"
      method="post"
      hx-post="/settings/tokens"
      hx-target="#tokens"
      hx-swap="outerHTML"
      autocomplete="off"
      aria-labelledby="new-token-head"
    >
      <FormId />
      <Fields>
        <Field label="Name" wide required maxlength={tokenNameLimit} placeholder="Backup script" {...field('name')} />
        <Select label="Expires" options={optionsOf(expiries)} {...field('expiry')} />
        <div class="not-group-has-[option[value=date]:checked]:hidden">
          <Field label="Last day" type="date" {...field('expires_on')} />
        </div>
      </Fields>
      <CheckboxGroup
        label="Permissions"
        upright
        name="scopes"
        idPrefix="token"
        options={offered.map((scope) => ({ value: scope, label: capitalize(scopeWords[scope]) }))}
        values={draft?.scopes ?? scopes}
        errors={draft?.errors.scopes}
        hint="Tokens can’t manage devices, other tokens or delete your account."
      />
      <Actions>
        <Button variant="primary">Create token</Button>
      </Actions>
    </form>
  )
}

export type CreatedToken = { id: string; name: string; token: string }

type Reader = { preferences: User['preferences']; now: number }

const path = '/settings/tokens'

const Day = ({ at, preferences, now }: Reader & { at: number }) => (
  <time datetime={new Date(at).toISOString()}>{dayMonth(dayOf(at, preferences), dayOf(now, preferences))}</time>
)

const TokenMeta = ({ token, ...reader }: Reader & { token: TokenRow }) => {
  const { created_at, last_used_at, expires_at } = token
  const { preferences, now } = reader
  const ended = hasEnded(expires_at, now)
  return (
    <RowMeta
      parts={[
        expires_at === null ? (
          'never expires'
        ) : ended ? (
          <Badge tone="warning" icon="alert">
            Expired <Day at={expires_at - 1} {...reader} />
          </Badge>
        ) : (
          <>
            expires <Day at={expires_at - 1} {...reader} />
          </>
        ),
        `may ${scopesOf(token)
          .map((scope) => (scope === 'usage' ? 'report usage' : scope))
          .join(', ')}`,
        last_used_at === null ? (
          <>
            created <Day at={created_at} {...reader} />, never used
          </>
        ) : (
          <>
            used{' '}
            <time datetime={new Date(last_used_at).toISOString()}>{formatLastUse(last_used_at, preferences, now)}</time>
          </>
        ),
      ]}
    />
  )
}

const TokenText = ({ token, ...reader }: Reader & { token: TokenRow }) => (
  <div>
    <RowName>{token.name}</RowName> <span class="mono text-small grey">…{token.ending}</span>
    <TokenMeta token={token} {...reader} />
  </div>
)

const TokenItem = ({ token, ...reader }: Reader & { token: TokenRow }) => (
  <li id={`token-${token.id}`}>
    <TokenText token={token} {...reader} />
    <RowActions>
      <LinkButton small href={`${path}/${token.id}/revoke`}>
        {hasEnded(token.expires_at, reader.now) ? 'Remove' : 'Revoke'}
        <span class="sr-only"> {token.name}</span>
      </LinkButton>
    </RowActions>
  </li>
)

const Example = ({ origin }: { origin: string }) => (
  <pre class="sample">
    <code>{`curl ${origin}/api/v1/me \\\n  -H "Authorization: Bearer daymark_pat_…"`}</code>
  </pre>
)

const Made = ({ made, origin }: { made: CreatedToken; origin: string }) => (
  <Section id="made" title="Your new token" summary={<bdi>{made.name}</bdi>}>
    <Stack>
      <Notice tone="warning" role="status">
        <p>Copy it now: it won’t be shown again. Keep it secret.</p>
      </Notice>
      <Secret label="Token" value={made.token} id="made-token" />
      <p class="hint">Send it like this:</p>
      <Example origin={origin} />
      <p class="hint">To connect an assistant, use it at {origin}/mcp.</p>
    </Stack>
  </Section>
)

const NoTokens = ({ origin }: { origin: string }) => (
  <>
    <Empty title="No tokens yet" level={3}>
      Tokens let your own programs, such as a script, a spreadsheet or an assistant, use the{' '}
      <TextLink href="/api/docs">API</TextLink> with the permissions you choose.
    </Empty>
    <Example origin={origin} />
  </>
)

type TokensProps = Reader & {
  tokens: TokenRow[]
  isFull: boolean
  origin: string
  offered: Scope[]
  scopes?: string[]
  draft?: TokenDraft
  made?: CreatedToken
}

export const Tokens = ({ tokens, isFull, origin, offered, scopes, draft, made, ...reader }: TokensProps) => (
  <div id="tokens">
    {made && <Made made={made} origin={origin} />}
    <Section id="token-list" title="Tokens" summary={tokens.length > 0 && tokens.length}>
      {tokens.length === 0 && <NoTokens origin={origin} />}
      <RowList rows={tokens} item={(token) => <TokenItem token={token} {...reader} />} />
    </Section>
    <Section id="new-token" title="New token">
      {isFull ? (
        <Notice>
          <p>You have {tokens.length} tokens, the maximum. Revoke one first.</p>
        </Notice>
      ) : (
        <>
          <NewToken offered={offered} draft={draft} scopes={scopes} />
          {/* Is there before the token, which is copied at once. */}
          <Module name="copy-buttons" />
        </>
      )}
    </Section>
  </div>
)

type TokenRevokeProps = { token: TokenRow; preferences: User['preferences']; now: number }

/** `/settings/tokens/:id/revoke` */
export const RevokePage = ({ token, ...reader }: TokenRevokeProps) => (
  <>
    <Rows>
      <li>
        <TokenText token={token} {...reader} />
      </li>
    </Rows>
    <form class="stack" method="post" action={pathTo`/settings/tokens/${token.id}/revoke`}>
      <p>
        {hasEnded(token.expires_at, reader.now)
          ? 'This token no longer works. It will be removed from the list.'
          : 'Programs using it lose access. This can’t be undone, but you can create another.'}
      </p>
      <Actions>
        <Button variant="danger-primary">
          {hasEnded(token.expires_at, reader.now) ? 'Remove token' : 'Revoke token'}
        </Button>
        <Cancel href="/settings/tokens" />
      </Actions>
    </form>
  </>
)
