import { Hono } from 'hono'
import { z } from 'zod'
import type { App } from '../../../lib/env'
import { ProblemError } from '../../../lib/http/problem'
import { networkKey, rateLimit } from '../../../lib/http/rate-limit'
import { isOwnPath } from '../../../lib/http/respond'
import { logEvent } from '../../../lib/log'
import { completeSignIn } from '../accounts'
import { readCredentials } from '../bearer'
import { startSession } from '../start-session'
import * as q from './passkeys'

const unknownPasskey = {
  status: 401,
  code: 'passkey_refused',
  title: 'That passkey doesn’t work here',
  detail: 'It may have been removed. Sign in another way, and check Settings, Sign-in and devices.',
  again: '/sign-in',
} as const

const Shown = z.object({ passkey: z.string().catch(''), next: z.string().refine(isOwnPath).catch('/') })

/** `/auth/passkey` */
export const passkeySignIn = new Hono<App>()
  .post('/options', async (c) => {
    const limits = [{ key: await networkKey(c, 'passkeys'), limit: 300, seconds: 60 * 60 }]
    await rateLimit(c, 'passkeys', limits, 'Too many passkey attempts from your network.')
    return c.json(await q.requestOptions(c))
  })

  .post('/', async (c) => {
    const { passkey, next } = Shown.parse(await readCredentials(c))
    const account = await q.usePasskey(c, passkey)
    if (!account) {
      logEvent(c, 'sign_in_refused', { way: 'passkey' })
      throw new ProblemError(unknownPasskey)
    }
    await completeSignIn(c, account, null, 'passkey')
    return startSession(c, account.id, next, true)
  })
