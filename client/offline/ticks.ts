import { replaceQueued } from './line-row'
import { isPending, type QueuedWrite } from './queue'

/** Marks queued ticks of tasks, milestones and goals. A ticked box stays ticked. */
export const drawTicks = (waiting: QueuedWrite[]) => {
  for (const tick of document.querySelectorAll<HTMLElement>('form > .tick, form[action$="/ticks"] > button')) {
    const action = tick.parentElement?.getAttribute('action')
    const waitsHere = waiting.some(({ url }) => url === action)
    if (waitsHere === tick.classList.contains('is-waiting')) continue
    tick.classList.toggle('is-waiting', waitsHere)
    tick.ariaDescription = waitsHere ? 'Waiting to be sent' : null
    if (tick.matches('.tick')) tick.ariaPressed = `${waitsHere !== action?.includes('/reopen')}`
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
      if (!(target instanceof HTMLFormElement && submitter?.matches('.tick.is-waiting'))) return
      event.preventDefault()
      event.stopImmediatePropagation()
      const url = target.getAttribute('action')
      const ticks = (await lines()).filter((line) => isPending(line) && line.url === url)
      if (ticks.some(({ made }) => Date.now() - made < doubleTap)) return
      for (const tick of ticks) await replaceQueued(tick, undefined, after)
    },
    true,
  )
