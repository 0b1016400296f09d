import type { Context } from 'hono'
import { expect, test, vi } from 'vitest'
import { waitUntil } from './wait-until'

test('work after the response logs its error with its place and the id of the request', async () => {
  const lines: string[] = []
  vi.spyOn(console, 'error').mockImplementation((line: string) => lines.push(line))
  let work: Promise<unknown> = Promise.resolve()
  const executionCtx = { waitUntil: (promise: Promise<unknown>) => (work = promise) }
  const failing = async () => {
    throw new RangeError('words of a person')
  }
  waitUntil({ executionCtx, get: () => 'the id' } as unknown as Context, failing())
  await work
  vi.restoreAllMocks()
  expect(lines).toHaveLength(1)
  const at = [expect.stringContaining('failing')]
  const later = { name: 'RangeError', at: expect.arrayContaining(at) }
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'error', later, request_id: 'the id' })
  expect(lines[0]).not.toContain('words of a person')
})
