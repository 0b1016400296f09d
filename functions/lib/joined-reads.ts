/** A read that waits to be sent, and who waits for it. */
export type Read = {
  statement: D1PreparedStatement
  resolve: (result: D1Result) => void
  reject: (error: unknown) => void
}

/** Turns of the microtask queue in which further reads may join those that wait to be sent. */
const joinTurns = 30

/** Lets others ask for what can be sent along. */
export const turns = async () => {
  for (let turn = 0; turn < joinTurns; turn += 1) await null
}

export const isRead = (query: string) => /^\s*(SELECT|WITH)\b/i.test(query) && !/\b(INSERT|UPDATE|DELETE)\b/.test(query)

/** Sends the reads that are asked for at the same time together, in one round trip. */
export const joiner = (send: (statements: D1PreparedStatement[]) => Promise<D1Result[]>) => {
  let waiting: Read[] = []

  const sendAlone = ({ statement, resolve, reject }: Read) =>
    send([statement]).then(([result]) => result && resolve(result), reject)

  const sendAll = async () => {
    await turns()
    const reads = waiting
    waiting = []
    const results = reads.length > 1 && (await send(reads.map(({ statement }) => statement)).catch(() => null))
    if (results) for (const [index, { resolve }] of reads.entries()) resolve(results[index] as D1Result)
    // One faulty statement fails them all: sent alone, in order, each gets its own answer.
    else for (const read of reads) await sendAlone(read)
  }

  return (statement: D1PreparedStatement) =>
    new Promise<D1Result>((resolve, reject) => {
      if (waiting.length === 0) void sendAll()
      waiting.push({ statement, resolve, reject })
    })
}
