import { personal, program } from '../../../functions/account/auth/programs/testing'
import { scopes } from '../../../functions/lib/feature'
import { sha256Hex } from '../../../functions/lib/secrets'
import { type Client, rows } from '../client'
import { pick } from './arbitrary'

/** A person with the rows that are known to exist. */
export type Person = {
  client: Client
  /** Paths of rows, by the path of the operation that reads one, such as `/api/v1/goals/{id}`. */
  things: Map<string, string[]>
  /** The last ETag and cursor, by address. */
  etags: Map<string, string>
  cursors: Map<string, string>
  /** A personal token with every scope. */
  token: string
  /** The paths of that token and of the browser, which are kept out of `things` so that nothing ends them. */
  places: string[]
}

export const personOf = async (client: Client): Promise<Person> => ({
  client,
  token: await personal(client.userId, [...scopes]),
  places: [
    `/api/v1/me/tokens/${(await rows('SELECT id FROM api_tokens WHERE user_id = ?', client.userId))[0]?.id}`,
    `/api/v1/me/devices/${await sha256Hex(client.secret)}`,
  ],
  things: new Map(),
  etags: new Map(),
  cursors: new Map(),
})

/** Notes an existing row. @param template the path of its operations, with parameters in braces */
export const noteThing = ({ things, places }: Person, template: string, location: string) =>
  !places.includes(location) &&
  things.set(template, [...(things.get(template) ?? []).filter((one) => one !== location), location])

/** Notes that a row is gone, with everything below its path. */
export const forgetThing = ({ things }: Person, location: string) => {
  for (const [template, locations] of things) {
    things.set(
      template,
      locations.filter((one) => one !== location && !one.startsWith(`${location}/`)),
    )
  }
}

/** Credentials of a person. The JWT is of a program that signed in just now: others can have been signed out. */
export const credentialsOf = async (
  { client, token }: Person,
  by: 'cookie' | 'program' | 'token',
): Promise<Record<string, string>> => {
  if (by === 'cookie') return { Cookie: client.cookie }
  const bearer = by === 'token' ? token : (await program(client.userId)).access_token
  return { Authorization: `Bearer ${bearer}` }
}

export const nowhere = '01a00000-0000-7000-8000-000000000000'

const someOf = (list: string[], number: number) => list[list.length - 1 - (number % Math.max(list.length, 1))]

/** The path of a person's row by a template; undefined without one. */
export const placeOf = ({ things }: Person, template: string, number: number) =>
  someOf(things.get(template) ?? [], number)

const idsOf = ({ things }: Person, kind: string) =>
  (things.get(`/api/v1/${kind}/{id}`) ?? []).map((location) => location.split('/').at(-1) ?? '')

/** Fills in the ids that a generated value picks. */
export const filled = (value: unknown, own: Person, other: Person): unknown => {
  if (Array.isArray(value)) return value.map((item) => filled(item, own, other))
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, filled(member, own, other)]))
  }
  const [, kind, whose, number] = (typeof value === 'string' && pick.pattern.exec(value)) || []
  if (kind === undefined) return value
  if (whose === 'missing') return nowhere
  return someOf(idsOf(whose === 'own' ? own : other, kind), Number(number)) ?? nowhere
}
