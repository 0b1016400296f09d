declare global {
  /** Set by client/app.ts, for modules of pages. */
  var onDemand: typeof loadOnDemand
}

/**
 * `waits`: nobody hears the event before its modules are there. `repeats`: it is sent once more, unless it is a press that is
 * over by then. `repeats whole`: also such a press, with its end.
 */
type Hold = 'waits' | 'repeats' | 'repeats whole'

/** Sends an event again. A key goes where those before it have put the focus, and does there what a browser does. */
const repeat = (event: Event) => {
  const copy: Event = Reflect.construct(event.constructor, [event.type, event])
  if (!(event instanceof KeyboardEvent)) return event.target?.dispatchEvent(copy)
  const { key, ctrlKey, metaKey, altKey } = event
  const target = document.activeElement
  const isDone = target?.dispatchEvent(copy) === false
  if (isDone || !event.defaultPrevented || ctrlKey || metaKey || altKey || !(target instanceof HTMLElement)) return
  // In a field, Enter presses the button of its form.
  if (key === 'Enter')
    (target.closest('input')?.form?.querySelector<HTMLElement>('button:not([type])') ?? target).click()
  else if (key.length === 1) document.execCommand('insertText', false, key)
}

/**
 * Imports modules when an event first needs them, and sends events that came before them again, in their order.
 * @param paths hashed names (scripts/build.ts), asked for at each event
 */
export const loadOnDemand = (paths: () => (string | undefined)[]) => {
  const loaded = new Set<string>()
  let waiting: Event[] = []
  let isRepeating = false
  let isWhole = false
  const load = async (event?: Event, hold?: Hold) => {
    const missing = paths().flatMap((path) => (path && !loaded.has(path) ? path : []))
    if (isRepeating || !missing[0]) return
    if (event && hold) waiting.push(event)
    // Also asked for without an event while a press waits.
    if (hold && hold !== 'waits') isWhole = hold === 'repeats whole'
    if (hold === 'waits') {
      event?.preventDefault()
      event?.stopImmediatePropagation()
    }
    const add = (path: string) => import(path).then(() => loaded.add(path))
    // One that does not come leaves events to the browser. The next one asks again.
    await Promise.all(missing.map(add)).catch(() => undefined)
    isRepeating = true
    waiting.splice(0).forEach(repeat)
    isRepeating = false
  }
  // A press that waits has its last move.
  for (const name of ['pointermove', 'pointerup', 'pointercancel', 'keyup']) {
    addEventListener(name, (event) => {
      const isOver = name === 'pointercancel' || (name === 'pointerup' && !isWhole)
      if (isOver) waiting = waiting.filter(({ type }) => !type.startsWith('pointer'))
      else if (waiting.length > 0) {
        if (name === 'pointermove' && waiting.at(-1)?.type === name) waiting.pop()
        waiting.push(event)
      }
    })
  }
  return { load, isWaiting: () => waiting.length > 0 }
}
