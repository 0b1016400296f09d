import { expect, test, vi } from 'vitest'

test.each([
  ['', 'started_at ended_at', 'duration'],
  ['', 'duration ended_at', 'started_at'],
  ['', 'ended_at duration', 'started_at'],
  ['', 'duration started_at', 'ended_at'],
  ['', 'started_at duration', 'ended_at'],
  ['', 'started_at ended_at duration', ''],
  ['saved', 'duration', 'ended_at'],
  ['saved', 'duration ended_at', 'duration'],
  ['saved', 'ended_at duration', ''],
])('in fields with %j, typing %s fills in %j', async (value, typed, filled) => {
  const listeners = new Map<string, (event: object) => void>()
  vi.stubGlobal('document', { addEventListener: listeners.set.bind(listeners), querySelectorAll: () => [] })
  for (const name of ['HTMLInputElement', 'HTMLFormElement']) vi.stubGlobal(name, Object)
  // Nothing is asked for, as Node reads no forms.
  vi.resetModules()
  await import('./times')
  const form = { querySelectorAll: () => fields }
  const fields = ['started_at', 'ended_at', 'duration'].map((name) => ({ name, value, form, dataset: { times: '/' } }))
  for (const name of typed.split(' ')) {
    const target = fields.find((field) => field.name === name)
    listeners.get('input')?.({ target: Object.assign(target ?? {}, { value: 'typed' }) })
  }
  const emptied: string[] = []
  listeners.get('formdata')?.({ target: form, formData: { set: (name: string) => emptied.push(name) } })
  expect(emptied.join()).toBe(filled)
})
