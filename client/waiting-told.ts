import { plural } from '../functions/lib/time/duration'
import type { Line } from './service-worker/line'
import { element } from './waiting-rows'
import type { KnownTimer } from './waiting-words'

/** Shows ticks that wait: of tasks as done, of goals beside their figures, which only the server knows. */
export const drawTicks = (lines: Line[]) => {
  for (const old of document.querySelectorAll('span[data-told]')) old.remove()
  for (const tick of document.querySelectorAll('form > .tick, form[action$="/ticks"] > button')) {
    const action = tick.parentElement?.getAttribute('action')
    const count = lines.filter(({ url }) => url === action).length
    const waits = count > 0
    tick.classList.toggle('is-waiting', waits)
    if (waits && !tick.matches('.tick')) {
      const said = element('span', {}, ` · ${plural(count, 'tick')} ${count === 1 ? 'waits' : 'wait'}`)
      said.dataset.told = ''
      tick.closest('li')?.querySelector('.row-meta')?.append(said)
    }
    if (waits && tick.matches('.tick')) tick.setAttribute('aria-pressed', String(!action?.includes('/reopen')))
  }
}

/** Says on the pages of the timer and of closing a day what they do not know, as it waits. */
export const drawTold = (lines: Line[], runs: KnownTimer | null | undefined) => {
  for (const old of document.querySelectorAll('p[data-told]')) old.remove()
  const count = `${plural(lines.length, 'line')} ${lines.length === 1 ? 'waits and is' : 'wait and are'} not counted`
  const told = [
    [
      '#timer-page > .page-head',
      runs === null ? 'stopped, not sent yet' : runs && `${runs.name} · ${runs.note ?? 'not sent yet'}`,
    ],
    ['#close-done > .section-head', lines.length > 0 && count],
  ] as const
  for (const [path, words] of told) {
    const head = document.querySelector(path)
    const own = head?.querySelector<HTMLElement>(':scope > p')
    if (own && path.startsWith('#timer')) own.hidden = Boolean(words)
    if (!head || !words) continue
    const said = element('p', { dir: 'auto' }, words)
    said.dataset.told = ''
    if (own) own.after(said)
    else head.append(said)
  }
}
