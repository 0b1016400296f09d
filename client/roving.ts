import { around } from './dom'

type Place = { link: HTMLAnchorElement; row: number; column: number }

const places = (grid: Element): Place[] =>
  [...grid.querySelectorAll<HTMLAnchorElement>('td a')].map((link) => {
    const cell = link.closest('td')
    const row = link.closest('tr')
    return { link, row: row?.rowIndex ?? 0, column: cell?.cellIndex ?? 0 }
  })

const by = (order: 'row' | 'column') => (a: Place, b: Place) => a[order] - b[order]

/** Where a key leads: straight on to the next day that has a link, else to the next in reading order. */
const destination = (all: Place[], from: Place, key: string, ctrl: boolean) => {
  const sameRow = all.filter(({ row }) => row === from.row).sort(by('column'))
  const sameColumn = all.filter(({ column }) => column === from.column).sort(by('row'))
  const at = all.indexOf(from)
  switch (key) {
    case 'ArrowRight':
      return sameRow.find(({ column }) => column > from.column) ?? all[at + 1]
    case 'ArrowLeft':
      return sameRow.findLast(({ column }) => column < from.column) ?? all[at - 1]
    case 'ArrowDown':
      return sameColumn.find(({ row }) => row > from.row) ?? all[at + 1]
    case 'ArrowUp':
      return sameColumn.findLast(({ row }) => row < from.row) ?? all[at - 1]
    case 'Home':
      return ctrl ? all[0] : sameRow[0]
    case 'End':
      return ctrl ? all.at(-1) : sameRow.at(-1)
  }
}

const makeStop = (grid: Element, stop: Element | null) => {
  for (const { link } of places(grid)) {
    const index = link === stop ? '0' : '-1'
    if (link.getAttribute('tabindex') !== index) link.setAttribute('tabindex', index)
  }
}

/** Each calendar on the page keeps its stop, or has the one that it begins with. */
const makeStops = () => {
  for (const grid of document.querySelectorAll('[data-roving]')) {
    makeStop(grid, grid.querySelector('a[tabindex="0"]') ?? grid.querySelector('a[data-stop]'))
  }
}

/** Says in words which day a link is. */
const say = (link: HTMLAnchorElement, grid: Element) => {
  const status = grid.closest('section')?.querySelector('[data-roving-status]')
  const { label } = link.dataset
  if (status && label && status.textContent !== label) status.textContent = label
}

/**
 * A calendar with `data-roving` is one tab stop, at first its link with `data-stop`: arrow keys, Home and End move in it
 * and say which day it is. Without script each link is a stop of its own.
 */
export const roveGrids = () => {
  makeStops()
  document.addEventListener('htmx:after:swap', () => {
    makeStops()
    const { activeElement } = document
    const grid = activeElement?.closest('[data-roving]')
    if (grid && activeElement instanceof HTMLAnchorElement) say(activeElement, grid)
  })
  document.addEventListener('keydown', (event) => {
    const link = around<HTMLAnchorElement>(event, '[data-roving] td a')
    const grid = link?.closest('[data-roving]')
    if (!link || !grid || event.altKey || event.metaKey) return
    const all = places(grid)
    const from = all.find((place) => place.link === link)
    const to = from && destination(all, from, event.key, event.ctrlKey)
    if (!to) return
    event.preventDefault()
    to.link.focus()
  })
  document.addEventListener('focusin', (event) => {
    const link = around<HTMLAnchorElement>(event, '[data-roving] td a')
    const grid = link?.closest('[data-roving]')
    if (!link || !grid) return
    makeStop(grid, link)
    say(link, grid)
  })
}
