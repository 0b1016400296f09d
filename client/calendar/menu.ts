import { moved, snapped } from '../../functions/figures/lanes/moves'
import { closestTo } from '../dom'
import { send } from './drag'
import { spanOfBlock, stepOf, timeAt, titleOf } from './lanes'

const template = () => document.querySelector<HTMLTemplateElement>('#block-menu')

const more = document.createElement('button')
Object.assign(more, { type: 'button', className: 'block-more', tabIndex: -1, innerHTML: '<i class="i i-more"></i>' })

/** Blocks that are smaller have no room for a button, in pixels. */
const leastWithMore = { width: 64, height: 22 }

const hasMenu = (block: HTMLElement) => template() && block.matches('[data-v][href^="/sessions/"]')

/** Puts the button of the menu onto a block, and its words into its title where they are cut. */
export const offerMenu = (block: HTMLElement) => {
  block.title ||= block.textContent?.trim().replace(/\s+/g, ' ') ?? ''
  const { offsetTop, offsetLeft, offsetWidth, offsetHeight } = block
  if (!hasMenu(block) || offsetWidth < leastWithMore.width || offsetHeight < leastWithMore.height) return more.remove()
  more.ariaLabel = `More for ${titleOf(block)}`
  more.style.left = `${offsetLeft + offsetWidth - 26}px`
  more.style.top = `${offsetTop + 2}px`
  if (more.previousElementSibling !== block) block.after(more)
}

/** Stays in the document when it closes, as htmx drops answers to forms that are not there. */
let shown: HTMLElement | undefined

/** Opens the menu of a block. @param at a point of the window */
const open = (block: HTMLAnchorElement, at: { x: number; y: number }) => {
  const box = document.createElement('div')
  const id = block.pathname.split('/')[2] ?? ''
  const values = {
    '/:row': block.pathname,
    ':id': id,
    ':date': block.closest<HTMLElement>('.lane')?.dataset.date ?? '',
  }
  box.innerHTML =
    template()?.innerHTML.replace(/\/:row|:id|:date/g, (name) => values[name as keyof typeof values]) ?? ''
  // Nothing stands beside it.
  if (!block.matches('[class*=" of"]')) box.querySelector('[href^="/day/"]')?.remove()
  const menu = box.firstElementChild
  if (!(menu instanceof HTMLElement)) return
  shown?.remove()
  shown = menu
  document.body.append(menu)
  htmx.process(menu)
  menu.addEventListener('click', (event) => {
    const act = closestTo(event, 'button')?.dataset.act
    if (act) run(act, block, at.y)
    menu.hidePopover()
  })
  menu.showPopover()
  const { offsetWidth, offsetHeight } = menu
  menu.style.left = `${Math.max(8, Math.min(at.x, innerWidth - offsetWidth - 8))}px`
  menu.style.top = `${Math.max(8, Math.min(at.y, innerHeight - offsetHeight - 8))}px`
  menu.querySelector('a')?.focus()
}

/** Copies a block behind itself, or cuts it where the menu was opened, else in its middle. */
const run = (act: string, block: HTMLAnchorElement, y: number) => {
  const span = spanOfBlock(block)
  if (act === 'copy') return send(block, 'copy', moved(span, span.end))
  const lane = block.closest<HTMLElement>('.lane')
  const at = snapped(lane ? timeAt(lane, y) : span.start, stepOf(false))
  const isInside = at > span.start && at < span.end
  return send(block, 'split', { start: isInside ? at : snapped((span.start + span.end) / 2, 60), end: span.end })
}

const onContextMenu = (event: MouseEvent) => {
  const block = closestTo<HTMLAnchorElement>(event, '.lane a.block')
  if (event.defaultPrevented || !block || !hasMenu(block)) return
  event.preventDefault()
  // The key of the menu has no point.
  const { left, bottom } = block.getBoundingClientRect()
  open(block, event.button === 2 ? event : { x: left, y: bottom })
}

export const handleMenus = () => {
  for (const name of ['pointerover', 'focusin']) {
    document.addEventListener(name, (event) => {
      if (closestTo(event, '.block-more')) return
      const block = closestTo(event, '.lane a.block')
      if (block) offerMenu(block)
      else if (name === 'pointerover') more.remove()
    })
  }
  document.addEventListener('htmx:after:swap', () => {
    const block = document.querySelector<HTMLElement>('.lane a.block:hover')
    if (block) offerMenu(block)
  })
  document.addEventListener('contextmenu', onContextMenu)
  more.addEventListener('click', () => {
    const { left, bottom } = more.getBoundingClientRect()
    const block = more.previousElementSibling
    if (block instanceof HTMLAnchorElement) open(block, { x: left, y: bottom })
  })
}
