import { expect, test, vi } from 'vitest'

/** Opens Today on a phone, and perhaps presses “Not now”. True if it offers to install the app. */
const offersAt = async (time: string, isPressed = false) => {
  const later = { addEventListener: (_: string, press: () => void) => isPressed && press() }
  const parts = new Map<string, object>(Object.entries({ '[data-how]': {}, '[data-later]': later }))
  const box = { dataset: { once: '' }, hidden: true, querySelector: parts.get.bind(parts), remove: () => {} }
  vi.stubGlobal('document', { body: { dataset: {} }, getElementById: () => box })
  vi.setSystemTime(time)
  vi.resetModules()
  await import('./install')
  return !box.hidden
}

test('a phone sees the offer to install on one day, until its person presses “Not now”', async () => {
  const stored = new Map<string, string>()
  vi.stubGlobal('localStorage', { getItem: (key: string) => stored.get(key) ?? null, setItem: stored.set.bind(stored) })
  vi.stubGlobal('matchMedia', (query: string) => ({ matches: query.includes('width') }))
  vi.stubGlobal('navigator', { userAgent: 'Android' })
  vi.stubGlobal('addEventListener', () => {})
  for (const time of ['2026-03-10T08:00Z', '2026-03-10T20:00Z']) expect(await offersAt(time)).toBe(true)
  expect(await offersAt('2026-03-11T08:00Z')).toBe(false)
  stored.clear()
  expect(await offersAt('2026-03-12T08:00Z', true)).toBe(true)
  expect(await offersAt('2026-03-12T08:01Z')).toBe(false)
})
