import { expect, test, vi } from 'vitest'

class Key extends Event {
  readonly key: string
  constructor(type: string, { key = '', cancelable = true }: { key?: string; cancelable?: boolean }) {
    super(type, { cancelable })
    this.key = key
  }
}

test('events before their modules are heard once these are here or did not come, in their order', async () => {
  const page = new EventTarget()
  vi.stubGlobal('KeyboardEvent', Key)
  vi.stubGlobal('HTMLElement', EventTarget)
  vi.stubGlobal('HTMLInputElement', Key)
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page))
  vi.stubGlobal('document', { activeElement: page, execCommand: () => false })
  const { loadOnDemand } = await import('./on-demand')
  let path = 'data:text/javascript,throw 0'
  const { load, isWaiting } = loadOnDemand(() => [path])
  const heard: string[] = []
  page.addEventListener('keydown', (event) => load(event, 'waits'))
  let hold: 'repeats' | 'repeats whole' = 'repeats'
  page.addEventListener('pointerdown', (event) => load(event, hold))
  for (const type of ['keydown', 'pointerdown', 'pointermove', 'pointerup', 'keyup'])
    page.addEventListener(type, (event) => heard.push(event instanceof Key ? `${type} ${event.key}` : type))
  const press = (key: string) => ['keydown', 'keyup'].map((type) => page.dispatchEvent(new Key(type, { key })))

  expect(press('a')).toEqual([false, true])
  await expect.poll(() => heard).toEqual(['keyup a', 'keydown a', 'keyup a'])
  path = 'data:text/javascript,'
  heard.length = 0
  press('b')
  page.addEventListener('focusin', () => load())
  const drag = ['pointerdown', 'focusin', 'pointermove', 'pointermove', 'pointerup'].map(
    (type) => () => page.dispatchEvent(new Event(type)),
  )
  for (hold of ['repeats', 'repeats whole'] as const) for (const send of drag) send()
  press('c')
  expect([isWaiting(), heard.splice(0).filter((one) => one.startsWith('keydown'))]).toEqual([true, []])
  await vi.waitUntil(() => !isWaiting())
  const presses = ['pointerdown', 'pointermove', 'pointerup']
  expect(heard.splice(0)).toEqual(['keydown b', 'keyup b', ...presses, 'keydown c', 'keyup c'])
  press('d')
  expect(heard).toEqual(['keydown d', 'keyup d'])
})
