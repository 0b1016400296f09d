import { hour } from '../../../test/support/times'
import { makeApiToken } from '../../account/auth/programs/issue'
import { asked, bindings } from '../../account/auth/programs/testing'

export type Reported = {
  accepted: number
  duplicates: number
  rejected: { id: string | null; errors: { path: string; message: string }[] }[]
}

/** Device with a token that reports somebody's use. */
export const device = async (userId: string, name: string) => {
  const { token } = await makeApiToken(bindings, userId, { name, scopes: ['usage'], expiresAt: null }, Date.now())
  return {
    token,
    report: async (events: unknown) => {
      const answer = await asked('POST', '/api/v1/usage', token, { events })
      return answer.json<Reported>()
    },
  }
}

/** Event as a client sends it; instants in ISO 8601 or epoch ms. */
export const event = (id: string, package_name: string, from: string | number, to: string | number) => ({
  id,
  package_name,
  started_at: new Date(from).toISOString(),
  ended_at: new Date(to).toISOString(),
})

/** Event of an hour that ended `ago` milliseconds ago. */
export const hourOf = (id: string, ago: number, name = 'org.example') =>
  event(id, name, Date.now() - ago - hour, Date.now() - ago)
