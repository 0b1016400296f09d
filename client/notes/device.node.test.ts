import { expect, test, vi } from 'vitest'
import { draftsOnDevice } from './device'

test('a draft waits a week for the next page of its note, which takes it once', async () => {
  const day = 86_400_000
  const kept: Record<string, string> = {}
  const storage = {
    getItem: (key: string) => kept[key] ?? null,
    setItem: (key: string, text: string) => Object.assign(kept, { [key]: text }),
    removeItem: (key: string) => Reflect.deleteProperty(kept, key),
  }
  vi.stubGlobal('localStorage', Object.setPrototypeOf(kept, storage))
  vi.stubGlobal('navigator', {})
  vi.useFakeTimers({ toFake: ['Date'] })
  const draft = { text: 'Mend the boat', saved: '', base: 1, request: null }
  const leave = async (days: number) => {
    ;(await draftsOnDevice()).keep('/x', [draft])
    vi.setSystemTime(Date.now() + days * day)
  }
  const taken = async (url: string) => (await draftsOnDevice()).left(url)
  await leave(6.9)
  expect([await taken('/y'), await taken('/x'), await taken('/x')]).toEqual([[], [draft], []])
  await leave(7.1)
  expect(await taken('/x')).toEqual([])
})
