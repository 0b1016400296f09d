import { type Context, optionText, type Run } from '../context'
import { Failure } from '../failure'
import { askSecret, readAllInput } from '../output/prompt'
import { sanitizeLine } from '../output/text'
import { callOrFail, callServer, signedOutFailure } from '../remote/call'
import { readMe } from '../remote/names'
import { hostOf, serverAddress } from '../remote/server'
import { fullSync } from '../sending/full-sync'
import { saveAccount, storedAccount } from '../store/account'
import { forget } from '../store/forget'

const localServer = 'http://localhost:8788'

const serverOf = (context: Context) => {
  const typed = optionText(context, 'server') ?? context.env.DAYMARK_SERVER
  return typed ? serverAddress(typed) : (storedAccount(context.store().db)?.server ?? localServer)
}

const checkedToken = (typed: string) => {
  const token = typed.trim()
  if (!/^[!-~]{1,4096}$/.test(token)) throw new Failure('usage', 'This isn’t a token.', 'Copy all of it from the page.')
  return token
}

const mailedToken = async (context: Context, server: string) => {
  const [email] = context.args
  if (!email) throw new Failure('usage', 'EMAIL is missing.', 'See daymark help login.')
  const time_zone = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'
  const json = { email, client: 'cli', time_zone }
  await callOrFail(context, { server, path: '/auth/magic-link', method: 'POST', json })
  context.terminal.note(
    `A link is on its way to ${sanitizeLine(email)}. Open it, and paste the token that its page shows.\n`,
  )
  return askSecret(context, 'Token: ')
}

const tokenFor = async (context: Context, server: string) => {
  const given = optionText(context, 'token')
  if (given === undefined) return mailedToken(context, server)
  return given === '-' ? readAllInput(context) : given
}

/** Removes another account's synced rows, so that accounts never mix. Refuses while unsent writes are queued. */
const makeRoom = ({ store }: Context, userId: string) => {
  const { db, device } = store()
  const before = storedAccount(db)
  if (!before || before.user_id === userId) return
  if (device.pendingCount() > 0) {
    throw new Failure(
      'error',
      `This device still has changes of ${before.email} that were never sent.`,
      'Sign in as that account and sync, or drop them with daymark logout --forget --force.',
    )
  }
  forget(db)
}

/** Signs in with the token that the mailed link displays, then syncs. */
export const login: Run = async (context) => {
  const { store, terminal } = context
  const server = serverOf(context)
  const token = checkedToken(await tokenFor(context, server))
  const answer = await callServer(context, { server, token, path: '/api/v1/me' })
  if (answer.status === 401) throw signedOutFailure('This token doesn’t work. It may be mistyped, expired or revoked.')
  const me = await readMe(context, server, token)
  makeRoom(context, me.id)
  const email = me.email ?? me.username
  saveAccount(store().db, { server, token, user_id: me.id, email, preferences: me.preferences })
  const { received, sent } = await fullSync(context)
  const { paint } = terminal
  return {
    json: { email, server, sent, received },
    text: [`Signed in as ${paint('bold', sanitizeLine(email))} at ${hostOf(server)}. This device is in sync.`],
  }
}
