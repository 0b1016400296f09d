import { setText } from '../dom'
import { replaceQueued } from './line-row'
import { isPending, type QueuedWrite } from './queue'

/**
 * Marks queued ticks of tasks, milestones and goals. A ticked box stays ticked, unless it is one of
 * several ticks. The figure of a goal is followed by the number of its queued ticks.
 */
export const drawTicks = (waiting: QueuedWrite[]) => {
  const countOf = (action?: string | null) => waiting.filter(({ url }) => url === action).length
  for (const tick of document.querySelectorAll<HTMLElement>('form > .tick, form[action$="/ticks"] > button')) {
    const action = tick.parentElement?.getAttribute('action')
    const waitsHere = countOf(action) > 0
    if (waitsHere === tick.classList.contains('is-waiting')) continue
    tick.classList.toggle('is-waiting', waitsHere)
    tick.ariaDescription = waitsHere ? 'Waiting to be sent' : null
    const undoes = tick.matches('[action*="/reopen"] > *, [name="untick"] ~ *')
    if (tick.matches('.tick:not([data-part])')) tick.ariaPressed = `${waitsHere !== undoes}`
  }
  for (const place of document.querySelectorAll<HTMLElement>('[data-waits]')) {
    const count = countOf(place.dataset.waits)
    setText(place, count > 0 ? ` · ${count} ${count === 1 ? 'waits' : 'wait'}` : '')
  }
}

/** Milliseconds within which a second tap counts as a mistake. */
const doubleTap = 500

/** Makes a tap on a queued tick remove that tick from the queue. */
export const takeBackTicks = (lines: () => Promise<QueuedWrite[]>, after: () => unknown) =>
  document.addEventListener(
    'submit',
    async (event) => {
      const { target, submitter } = event
      if (!(target instanceof HTMLFormElement && submitter?.matches('.tick.is-waiting:not([data-part])'))) return
      event.preventDefault()
      event.stopImmediatePropagation()
      const url = target.getAttribute('action')
      const ticks = (await lines()).filter((line) => isPending(line) && line.url === url)
      if (ticks.some(({ made }) => Date.now() - made < doubleTap)) return
      for (const tick of ticks) await replaceQueued(tick, undefined, after)
    },
    true,
  )
