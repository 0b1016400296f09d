/** A write that a device keeps until the server has answered it, as the request that it is. */
export type Line = {
  /** Place in the order. */
  id: number
  /** Whose it is. Nobody else sees or sends it. */
  person: string
  /** One for all sendings (`Idempotency-Key`). */
  key: string
  /** When it was made, by the clock of the device (epoch ms). */
  made: number
  /** Path and query. */
  url: string
  headers: [string, string][]
  body: string
  /** Words of what it is about that the body does not have: the title of the row. */
  title?: string
  /** When the server took it (epoch ms): kept pages from before do not show it (client/service-worker/sent.ts). */
  sent?: number
  /** Words with which the server refused it. It is not sent again until its person says so. */
  refused?: string
  /** Keys under which it was perhaps sent before its person changed it (`Replaces`). */
  replaces?: string[]
}

/** True for a line that is still to be sent. */
export const waits = ({ refused }: Line) => refused === undefined

/** The most keys that the server takes (functions/lib/api/kept-lines.ts). */
const mostReplaced = 20

/** Keys that a line names which comes in the place of another one: that was perhaps sent, unless it was refused. */
export const formerKeys = (line: Line) =>
  [...(line.replaces ?? []), ...(waits(line) ? [line.key] : [])].slice(-mostReplaced)
