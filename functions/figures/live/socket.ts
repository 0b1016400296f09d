import { Hono, type MiddlewareHandler } from 'hono'
import { connectPages, liveVersions } from '../../lib/db/open-pages'
import type { App } from '../../lib/env'
import { type Problem, ProblemError, problems } from '../../lib/http/problem'
import { senderOrigin } from '../../lib/http/security'
import { waitUntil } from '../../lib/http/wait-until'
import { isReminded } from '../../lib/reminders'

const notASocket = {
  status: 426,
  code: 'upgrade_required',
  title: 'This address is a WebSocket',
  detail: 'Connect with Upgrade: websocket. It sends the versions of your data after each change.',
} as const satisfies Problem

const refused = {
  status: 503,
  code: 'no_socket',
  title: 'No connection for live changes',
  detail: 'There are too many, or the service is away. Ask for changes every half minute instead.',
} as const satisfies Problem

/** `/live`: a socket with a message for each write. Without the Worker for sockets it is 404, and pages only poll. */
export const liveSocket = new Hono<App>().get('/', async (c) => {
  const { access, head, user } = c.var
  const { LIVE } = c.env
  if (!LIVE) return c.notFound()
  if (c.req.header('Upgrade')?.toLowerCase() !== 'websocket') throw new ProblemError(notASocket)
  if (access.by === 'browser' && senderOrigin(c) !== 'here') throw new ProblemError(problems.foreignOrigin)
  const versions = new URLSearchParams({ versions: JSON.stringify(liveVersions(head)) })
  const answer = await LIVE.get(LIVE.idFromName(user.id))
    .fetch(`https://live/?${versions}`, { headers: { Upgrade: 'websocket' } })
    .catch(() => null)
  if (answer?.status !== 101) throw new ProblemError(refused)
  return answer
})

/** Lets writes of a request notify open pages. The response names the version that it wrote for the caller. */
export const live: MiddlewareHandler<App> = async (c, next) => {
  const { DB, LIVE } = c.env
  if (!LIVE) return next()
  const socketsOf = (userId: string) => LIVE.get(LIVE.idFromName(userId))
  let made: number | undefined
  connectPages(DB, {
    tell: (userId, versions) => {
      if (userId === c.var.user?.id) made = versions.seq
      const { user } = c.var
      const isOwn = user?.id === userId && isReminded(user.preferences)
      waitUntil(c, socketsOf(userId).tell(versions, isOwn ? userId : undefined))
    },
    remind: (userId) => waitUntil(c, socketsOf(userId).remind(userId)),
    close: (userId) => waitUntil(c, socketsOf(userId).close()),
  })
  await next()
  if (made !== undefined) c.header('X-Seq', String(made))
}
