import { moveSpan, snapTime } from '../../functions/figures/lanes/moves'
import { closestTo } from '../dom'
import { beginDrag, drawDrag, logBlock, saveDrag, splitBlock } from './drag'
import { openBlock } from './entry'
import { blockTitle, draggableOf, lengthWords, spanOfBlock, stepOf, timeAt, whenWords } from './lanes'

/** Template of a block's menu. Sessions have a template; meetings and tasks have another. */
const templateOf = (block: HTMLElement) => {
  const kind = block.matches('[data-v][href^="/sessions/"]') ? 'block' : block.matches('.meet, .todo') && 'thing'
  return kind ? document.querySelector<HTMLTemplateElement>(`#${kind}-menu`) : null
}

const more = document.createElement('button')
Object.assign(more, { type: 'button', className: 'block-more', tabIndex: -1, innerHTML: '<i class="i i-more"></i>' })

/** Minimum size of a block with a menu button, in px. From `tall` on, the button has a place below the title. */
const leastWithMore = { width: 96, tall: 64, height: 22 }

/** `Methods`, and below it `Thesis · 1h 35m · Mon 23, 9:00–10:35`. */
const cardOf = (block: HTMLElement) => {
  // After its times a block's words name its kind, and its project if that has no line of its own.
  const [, ...said] = block.querySelector('i')?.textContent?.trim().split(', ') ?? []
  const lines = [...block.querySelectorAll('small')].map(({ textContent }) => textContent)
  return `${blockTitle(block)}\n${[...said, ...lines, whenWords(spanOfBlock(block))].join(' · ')}`
}

/** Adds the menu button to a block, below its title or in place of its length. Its `title` gets the block's text. */
export const addMenuButton = (block: HTMLElement) => {
  block.title = cardOf(block)
  const { offsetTop, offsetLeft, offsetWidth, offsetHeight } = block
  const width = block.matches('.tall') ? leastWithMore.tall : leastWithMore.width
  if (!templateOf(block) || offsetWidth < width || offsetHeight < leastWithMore.height) return more.remove()
  more.ariaLabel = `More for ${blockTitle(block)}`
  more.style.left = `${offsetLeft + offsetWidth - 26}px`
  more.style.top = `${offsetTop + offsetHeight - 26}px`
  if (more.previousElementSibling !== block) block.after(more)
}

/** Stays in the document when closed, because htmx drops responses to forms that are not in the document. */
let shown: HTMLElement | undefined

/** Current wall-clock time of this device, in seconds. */
const wallClockNow = () => Date.now() / 1000 - new Date().getTimezoneOffset() * 60

/** Creates the menu of a block and adds it to the page. */
const menuOf = (block: HTMLAnchorElement) => {
  const box = document.createElement('div')
  const [, kind = '', id = ''] = block.pathname.split('/')
  const values: Record<string, string> = {
    '/:row': block.pathname,
    ':id': kind === 'sessions' ? id : `${kind.slice(0, -1)}:${id}`,
    ':date': block.closest<HTMLElement>('.lane')?.dataset.date ?? '',
    ':length': lengthWords(spanOfBlock(block)),
  }
  box.innerHTML = templateOf(block)?.innerHTML.replace(/\/:row|:\w+/g, (name) => values[name] ?? name) ?? ''
  // "Settle overlap" needs an overlapping block, and "Log" a block that has started.
  if (!block.matches('[class*=" of"]')) box.querySelector('[href^="/day/"]')?.remove()
  if (spanOfBlock(block).start > wallClockNow()) box.querySelector('[data-act="log"]')?.remove()
  const menu = box.firstElementChild
  if (!(menu instanceof HTMLElement)) return
  menu.addEventListener('click', (event) => {
    const isEdit = kind === 'sessions' && closestTo(event, '[href$="/edit"]')
    if (isEdit && openBlock(block)) event.preventDefault()
  })
  menu.prepend(
    Object.assign(document.createElement('b'), { textContent: blockTitle(block), dir: 'auto' }),
    Object.assign(document.createElement('small'), { textContent: whenWords(spanOfBlock(block)) }),
  )
  shown?.remove()
  shown = menu
  document.getElementById('main')?.append(menu)
  htmx.process(menu)
  return menu
}

const remove = '[action$="/delete"] button'

const entries: Record<string, string> = { e: '[href$="/edit"]', '#': remove, Delete: remove, Backspace: remove }

/** Clicks the entry of a block's menu for a list key. Returns false if the menu has no such entry. */
export const pressInMenu = (block: HTMLAnchorElement, key: string) => {
  const entry = entries[key] && menuOf(block)?.querySelector<HTMLElement>(entries[key])
  if (entry) entry.click()
  return Boolean(entry)
}

/** @param at position in the window */
const open = (block: HTMLAnchorElement, at: { x: number; y: number }) => {
  const menu = menuOf(block)
  if (!menu) return
  menu.addEventListener('keydown', (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key]
    if (!step) return
    event.preventDefault()
    const all = [...menu.querySelectorAll<HTMLElement>('a, button')]
    const index = all.indexOf(document.activeElement as HTMLElement)
    all[(index + step + all.length) % all.length]?.focus()
  })
  menu.addEventListener('click', (event) => {
    const act = closestTo(event, 'button')?.dataset.act
    if (act) run(act, block, at.y)
    menu.hidePopover()
  })
  menu.showPopover()
  const { offsetWidth, offsetHeight } = menu
  menu.style.left = `${Math.max(8, Math.min(at.x, innerWidth - offsetWidth - 8))}px`
  menu.style.top = `${Math.max(8, Math.min(at.y, innerHeight - offsetHeight - 8))}px`
  menu.querySelector<HTMLElement>('a, button')?.focus()
}

/** Logs a block, duplicates it after itself, or splits it: at the pointer if that is inside, else in the middle. */
const run = (act: string, block: HTMLAnchorElement, y: number) => {
  const span = spanOfBlock(block)
  if (act === 'log') return logBlock(block, span)
  const thing = act === 'copy' && draggableOf(block)
  if (thing) {
    drawDrag(beginDrag(thing, 'copy'), moveSpan(span, span.end))
    return saveDrag()
  }
  const lane = block.closest<HTMLElement>('.lane')
  const at = snapTime(lane ? timeAt(lane, y) : span.start, stepOf(false))
  const isInside = at > span.start && at < span.end
  return splitBlock(block, isInside ? at : snapTime((span.start + span.end) / 2, 60))
}

/** A right-click opens the menu. So does a click on a meeting or task; on other blocks it opens the form. */
const onMenu = (event: MouseEvent) => {
  const hidden = closestTo<HTMLAnchorElement>(event, '.more-blocks a:is([href^="/sessions/"], [href="/timer"])')
  if (hidden && event.type === 'click' && openBlock(hidden)) return event.preventDefault()
  const block = closestTo<HTMLAnchorElement>(event, '.lane a.block')
  const { type, button, detail, ctrlKey, metaKey, shiftKey } = event
  const isLink = type === 'click' && !block?.matches('.meet, .todo')
  if (event.defaultPrevented || !block || !(templateOf(block) || (isLink && block.matches('.live')))) return
  if (ctrlKey || metaKey || shiftKey || (isLink && !openBlock(block))) return
  event.preventDefault()
  if (isLink) return
  // A click by key has no position.
  const { left, bottom } = block.getBoundingClientRect()
  open(block, detail > 0 || button === 2 ? event : { x: left, y: bottom })
}

export const handleMenus = () => {
  document.addEventListener('click', onMenu)
  for (const name of ['pointerover', 'focusin']) {
    document.addEventListener(name, (event) => {
      if (closestTo(event, '.block-more')) return
      const block = closestTo(event, '.lane a.block')
      if (block) addMenuButton(block)
      else if (name === 'pointerover') more.remove()
    })
  }
  const offerHere = () => {
    const block = document.querySelector<HTMLElement>('.lane a.block:is(:hover, :focus)')
    if (block) addMenuButton(block)
  }
  document.addEventListener('htmx:after:swap', offerHere)
  offerHere()
  document.addEventListener('contextmenu', onMenu)
  more.addEventListener('click', () => {
    const { left, bottom } = more.getBoundingClientRect()
    const block = more.previousElementSibling
    if (block instanceof HTMLAnchorElement) open(block, { x: left, y: bottom })
  })
}
