declare global {
  /** Set by client/app.ts, for modules of pages. */
  var onDemand: typeof loadOnDemand
}

/**
 * `waits`: stops the event and sends it again once its modules have loaded. `repeats`: lets it pass and sends it again,
 * unless it is a press that has ended. `repeats whole`: sends an ended press again, too, with its end.
 */
type Hold = 'waits' | 'repeats' | 'repeats whole'

/** Sends an event again. A key goes to the element focused now, with the browser's default action. */
const repeat = (event: Event) => {
  const copy: Event = Reflect.construct(event.constructor, [event.type, event])
  if (!(event instanceof KeyboardEvent)) return event.target?.dispatchEvent(copy)
  const { key, ctrlKey, metaKey, altKey } = event
  const target = document.activeElement
  const isDone = target?.dispatchEvent(copy) === false
  if (isDone || !event.defaultPrevented || ctrlKey || metaKey || altKey || !(target instanceof HTMLElement)) return
  // In a field, Enter presses the submit button of its form.
  if (key === 'Enter')
    (target.closest('input')?.form?.querySelector<HTMLElement>('button:not([type])') ?? target).click()
  else if (key.length === 1) document.execCommand('insertText', false, key)
}

/**
 * Imports modules when an event first needs them, then sends the events that came before again, in order. @param paths
 * hashed names (scripts/build.ts), read at each event
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
    // Also set by a call without an event while a press is waiting.
    if (hold && hold !== 'waits') isWhole = hold === 'repeats whole'
    if (hold === 'waits') {
      event?.preventDefault()
      event?.stopImmediatePropagation()
    }
    const add = (path: string) => import(path).then(() => loaded.add(path))
    // If an import fails, the browser handles the events. The next event tries again.
    await Promise.all(missing.map(add)).catch(() => undefined)
    isRepeating = true
    waiting.splice(0).forEach(repeat)
    isRepeating = false
  }
  // Only the last move of a waiting press is repeated.
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
