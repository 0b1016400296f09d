import type { ClientView, LastReportView } from '../../functions/usage/quiet'
import { Notice } from '../ui/notice'

/** Counted on by client/relative-times.ts. */
const Ago = ({ at, age, ago }: Pick<ClientView, 'at' | 'age' | 'ago'>) => (
  <time datetime={new Date(at).toISOString()} data-ago={age}>
    {ago}
  </time>
)

const Name = ({ name }: Pick<ClientView, 'name'>) => (name === '' ? <>an unknown device</> : <bdi>{name}</bdi>)

/** When use was last reported, and by what: `last report 4 min ago, from Phone`. */
export const LastReport = ({ latest }: LastReportView) =>
  latest === null ? (
    <>no report yet</>
  ) : (
    <>
      last report <Ago {...latest} />, from <Name {...latest} />
    </>
  )

/** A warning of what has gone quiet; nothing where nothing has. */
export const QuietClients = ({ quiet }: LastReportView) =>
  quiet.length === 0 ? null : (
    <Notice tone="warning">
      {quiet.map((client) => (
        <p>
          The last report from <Name {...client} /> was <Ago {...client} />: what was used there since is missing here.
        </p>
      ))}
    </Notice>
  )
