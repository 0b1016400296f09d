import { expect, test, vi } from 'vitest'

class Row extends EventTarget {
  closest = () => this
  matches = () => true
}

class Key extends Event {
  readonly key: string
  constructor(type: string, { key }: { key: string }) {
    super(type)
    this.key = key
  }
}

test('a press before the module that moves rows is loaded stays one: a key is replayed, and no link is dragged', async () => {
  const row = new Row()
  const keys: unknown[] = []
  row.addEventListener('keydown', (event) => keys.push(Reflect.get(event, 'key')))
  vi.stubGlobal('Element', Row)
  vi.stubGlobal('KeyboardEvent', Key)
  vi.stubGlobal('addEventListener', row.addEventListener.bind(row))
  vi.stubGlobal('sessionStorage', { getItem: () => null })
  const list = { dataset: { dragging: 'data:text/javascript,' } }
  vi.stubGlobal('document', { querySelector: () => null, querySelectorAll: () => [list] })
  await import('./select')
  for (const type of ['keydown', 'keyup']) row.dispatchEvent(new Key(type, { key: 'ArrowDown' }))
  await expect.poll(() => keys).toEqual(['ArrowDown', 'ArrowDown'])
  row.dispatchEvent(new Key('keydown', { key: 'ArrowUp' }))
  await vi.dynamicImportSettled()
  expect(keys).toEqual(['ArrowDown', 'ArrowDown', 'ArrowUp'])

  const drag = () => row.dispatchEvent(new Event('dragstart', { cancelable: true }))
  row.dispatchEvent(new Key('pointerdown', { key: '' }))
  expect(drag()).toBe(false)
  row.dispatchEvent(new Key('pointerup', { key: '' }))
  expect(drag()).toBe(true)
})
