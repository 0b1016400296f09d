import { closestTo, setText } from '../dom'

type Cell = { link: HTMLElement; row: number; column: number }

const stops = '[data-roving] td a, [data-roving] > button'

/** Stops of a table, or of a grid that is filled by columns and names its number of rows. */
const cells = (grid: HTMLElement): Cell[] => {
  const rows = Number(grid.dataset.roving)
  if (rows > 0)
    return [...grid.children].flatMap((link, index) =>
      link instanceof HTMLButtonElement ? [{ link, row: index % rows, column: Math.floor(index / rows) }] : [],
    )
  return [...grid.querySelectorAll<HTMLElement>('td a')].map((link) => {
    const cell = link.closest('td')
    const row = link.closest('tr')
    return { link, row: row?.rowIndex ?? 0, column: cell?.cellIndex ?? 0 }
  })
}

const by = (order: 'row' | 'column') => (a: Cell, b: Cell) => a[order] - b[order]

/** The link a key leads to: the next in its direction, else the next in reading order. */
const destination = (all: Cell[], from: Cell, key: string, ctrl: boolean) => {
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

const setTabStop = (grid: HTMLElement, stop: Element | null | undefined) => {
  for (const { link } of cells(grid)) {
    const index = link === stop ? '0' : '-1'
    if (link.getAttribute('tabindex') !== index) link.setAttribute('tabindex', index)
  }
}

/** Keeps each calendar's tab stop, or sets its first one. */
const setTabStops = () => {
  for (const grid of document.querySelectorAll<HTMLElement>('[data-roving]')) {
    const first = grid.querySelector('[tabindex="0"]') ?? grid.querySelector('[data-stop]')
    setTabStop(grid, first ?? grid.querySelector(':scope > button:last-of-type'))
  }
}

/** Announces the day of a link to screen readers. They read links with child elements (month, sums) anyway. */
const announce = (link: HTMLElement, grid: Element) => {
  const status = grid.closest('section')?.querySelector('[data-roving-status]')
  if (link.childElementCount === 0) setText(status, link.textContent)
}

// Makes a calendar with `data-roving` a single tab stop, at first the link with `data-stop`. Arrow keys, Home and End
// move inside it. Without script every link is a tab stop.
setTabStops()
document.addEventListener('htmx:after:swap', () => {
  setTabStops()
  const { activeElement } = document
  const grid = activeElement?.closest('[data-roving]')
  if (grid && activeElement instanceof HTMLElement) announce(activeElement, grid)
})
document.addEventListener('keydown', (event) => {
  const link = closestTo(event, stops)
  const grid = link?.closest<HTMLElement>('[data-roving]')
  if (!link || !grid || event.altKey || event.metaKey) return
  const all = cells(grid)
  const from = all.find((cell) => cell.link === link)
  const to = from && destination(all, from, event.key, event.ctrlKey)
  if (!to) return
  event.preventDefault()
  to.link.focus()
})
document.addEventListener('focusin', (event) => {
  const link = closestTo(event, stops)
  const grid = link?.closest<HTMLElement>('[data-roving]')
  if (!link || !grid) return
  setTabStop(grid, link)
  announce(link, grid)
})
