import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { packArchive, textMember } from '../archive/pack'
import { filled } from '../export/testing'
import { digestOf, verifyArchive } from './steps'

test('a backup that lacks rows of any table is no verified one', async () => {
  const client = await filled()
  const whole = await (await client.get('/api/v1/export')).json<Record<string, unknown>>()
  const lists = Object.entries(whole).flatMap(([name, list]) =>
    Array.isArray(list) ? [[name, list.length] as const] : [],
  )
  const check = async (document: object) => {
    const members = (async function* () {
      yield textMember('data.json', JSON.stringify(document))
    })()
    const { archive, manifest } = packArchive(members, { epoch: 1, seq: 1, counts: Object.fromEntries(lists) })
    const key = `${client.userId}/${crypto.randomUUID()}`
    await env.BACKUPS.put(key, await new Response(archive).arrayBuffer())
    return verifyArchive(env.BACKUPS, { key, digest: digestOf(await manifest) }).then(
      () => 'whole',
      (error: Error) => error.message,
    )
  }
  expect(await check(whole)).toBe('whole')
  for (const [name, count] of lists) {
    if (count === 0 || ['changes', 'card_files'].includes(name)) continue
    expect(await check({ ...whole, [name]: [] }), name).not.toBe('whole')
  }
})
