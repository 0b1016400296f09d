import type { ClientHealth, ReportingClient } from '../../../functions/apps/usage/client-health'
import { Notice } from '../../ui/button'

/** Counted on by client/relative-times.ts. */
const Ago = ({ at, ago }: Pick<ReportingClient, 'at' | 'ago'>) => (
  <time datetime={new Date(at).toISOString()} data-ago>
    {ago}
  </time>
)

const Name = ({ name }: Pick<ReportingClient, 'name'>) => (name === '' ? <>an unknown device</> : <bdi>{name}</bdi>)

/** For example `last report 4 min ago, from Phone`. */
export const LastReport = ({ latest }: ClientHealth) =>
  latest === null ? (
    <>no report yet</>
  ) : (
    <>
      last report <Ago {...latest} />, from <Name {...latest} />
    </>
  )

export const QuietClientsNotice = ({ quiet }: ClientHealth) =>
  quiet.length === 0 ? null : (
    <Notice tone="warning">
      {quiet.map((client) => (
        <p>
          The last report from <Name {...client} /> was <Ago {...client} />. Usage since then is missing.
        </p>
      ))}
    </Notice>
  )
