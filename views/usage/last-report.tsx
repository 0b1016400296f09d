import type { ClientView, LastReportView } from '../../functions/usage/quiet'

const Ago = ({ at, ago }: Pick<ClientView, 'at' | 'ago'>) => <time datetime={new Date(at).toISOString()}>{ago}</time>

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

/** A warning for each client that has gone quiet; nothing where none has. */
export const QuietClients = ({ quiet }: LastReportView) => (
  <>
    {quiet.map((client) => (
      <div class="notice" key={client.id}>
        <p>
          <Name {...client} /> has gone quiet: its last report was <Ago {...client} />. What was used there since is
          missing.
        </p>
      </div>
    ))}
  </>
)
