import { env } from 'cloudflare:workers'
import { v7 as uuid } from 'uuid'
import { afterEach, beforeEach, vi } from 'vitest'
import type { Client } from '../../../../test/support/client'
import { insertCalendar } from './queries'

/** Adds a calendar whose address cannot be decrypted, so that nothing is asked of the network. */
export const putCalendar = async ({ userId }: Client, name: string) => {
  const id = uuid()
  const times = { asked_at: Date.now(), read_at: null, error: null, created_at: Date.now() }
  const row = { id, name, host: 'example.com', address: '', organization_id: null, events: [], left_out: [], ...times }
  await insertCalendar(env.DB, userId, row).run()
  return id
}

/** Puts answers in the place of the network, for each test of the file. */
export const stubServer = () => {
  const server = {
    asked: [] as Request[],
    /** By address. */
    answers: new Map<string, () => Response | Promise<Response>>(),
  }
  beforeEach(() => {
    server.asked.length = 0
    server.answers.clear()
    vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
      const request = new Request(input as RequestInfo, init as RequestInit)
      server.asked.push(request)
      const answer = server.answers.get(request.url)
      if (!answer) throw new TypeError('fetch failed')
      return answer()
    })
  })
  afterEach(() => {
    vi.restoreAllMocks()
  })
  return server
}
