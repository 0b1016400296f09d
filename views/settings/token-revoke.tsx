import type { User } from '../../functions/lib/env'
import type { TokenRow } from '../../functions/settings/tokens/json'
import { hasEnded } from '../../functions/settings/tokens/schema'
import { Actions, Button, Cancel } from '../ui/button'
import { RowName, Rows } from '../ui/section'
import { TokenMeta } from './tokens'

type Props = { token: TokenRow; preferences: User['preferences']; now: number }

/** `/settings/tokens/:id/revoke` */
export const RevokePage = ({ token, ...reader }: Props) => (
  <>
    <Rows>
      <li>
        <div>
          <RowName>{token.name}</RowName>
          <TokenMeta token={token} {...reader} />
        </div>
      </li>
    </Rows>
    <form class="stack" method="post" action={`/settings/tokens/${token.id}/revoke`}>
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
