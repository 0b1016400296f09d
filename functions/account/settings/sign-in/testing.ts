import { env } from 'cloudflare:workers'
import { sessionCookie } from '../../../../test/support/client'
import { developmentSecret } from '../../../lib/http/security'
import { randomSecret, sha256Hex } from '../../../lib/secrets'
import { signInProgram } from '../../auth/programs/issue'
import { insertSession, sessionSeconds } from '../../auth/queries'

/** The application with a secret that tests know, to sign programs in. */
export const bindings = { ...env, JWT_SECRET: developmentSecret }

/** Signs a person in to one more browser, and gives its cookie and its id. @param lastSeen epoch ms */
export const anotherBrowser = async (userId: string, device = 'a test', lastSeen = Date.now()) => {
  const secret = randomSecret()
  const id = await sha256Hex(secret)
  await insertSession(env.DB, id, userId, device, lastSeen).run()
  return { cookie: await sessionCookie(userId, secret), id }
}

/** Signs a person in to a program, and gives its JWT and the id of its session. */
export const anotherProgram = async (userId: string, device = 'curl on Linux') => {
  const { access_token } = await signInProgram(bindings, userId, device, Date.now())
  const [, payload = ''] = access_token.split('.')
  const { sid } = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')))
  return { jwt: access_token, id: String(sid) }
}

/** A last use (epoch ms) so long ago that the session has expired. */
export const expiredSince = () => Date.now() - sessionSeconds * 1000
