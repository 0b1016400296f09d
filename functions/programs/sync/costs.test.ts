import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { cost, request, signedIn } from '../../../test/support/client'
import { makeApiToken } from '../../account/auth/programs/issue'
import type { SyncAnswer, SyncRequest } from './core/protocol'

/** A program with a token, as the command line has one. */
const program = async () => {
  const client = await signedIn()
  const now = Date.now()
  const { token } = await makeApiToken(
    env,
    client.userId,
    { name: 'cli', scopes: ['read', 'write'], expiresAt: null },
    now,
  )
  let version = 0
  let written = 0
  const sync = async (body: SyncRequest = {}) => {
    written += 1
    const state = { device_id: 'laptop', last_sync: 0, local_version: written, remote_version: version }
    const answer = await request('/api/v1/sync', {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ ...body, state }),
    })
    const read = await answer.json<SyncAnswer>()
    version = read.state.remote_version
    return { ...cost(answer), answer: read }
  }
  return { client, sync }
}

test('an unchanged sync takes 3 statements and 8 rows', async () => {
  const { sync } = await program()
  await sync()
  await sync()
  const same = await sync()
  expect(same.statements).toBeLessThanOrEqual(3)
  expect(same.read + same.written).toBeLessThanOrEqual(8)
})
