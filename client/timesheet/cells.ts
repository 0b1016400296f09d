import { closestTo } from '../dom'

export const selector = 'td>input[name*="~"]'

/** Selector of cells, and of the links in locked cells. */
export const stops = `${selector},td[data-keep]>a`

export type Cell = HTMLInputElement

export const cellOf = (event: Event) => closestTo<Cell>(event, selector)

export const cells = () => [...document.querySelectorAll<Cell>(selector)]

/** Names a cell, whatever it shows, by its date and its row. */
export const cellKey = ({ name }: Cell) => name.replace(/~\d+/, '')

export const cellOfKey = (key: string | undefined) => cells().find((cell) => cellKey(cell) === key)

/** Where keys go. */
export const steps: Record<string, [rows: number, columns: number]> = {
  Enter: [1, 0],
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

/** The field or the link some rows below and some columns behind another one. */
export const stopAt = (from: HTMLElement, rows: number, columns: number) => {
  const index = from.closest('tr')?.sectionRowIndex ?? 0
  const row = from.closest('tbody')?.rows[index + rows]
  return row?.cells[(from.closest('td')?.cellIndex ?? 0) + columns]?.querySelector<HTMLElement>(stops)
}

/** Values of a table that is pasted; null where it begins with names of rows or of days, which would move them all. */
const tableOf = (text: string) => {
  const lines = text.split(/\r?\n/).map((line) => line.split('\t').map((value) => value.trim()))
  return lines.some(([first = '']) => first !== '' && !/\d/.test(first)) ? null : lines
}

/** Pastes a table into cells, starting at one. Returns the cells and a message about values without a cell; null if no table. */
export const fillFrom = (cell: Cell, text: string) => {
  const places = tableOf(text)?.flatMap((line, rows) =>
    line.flatMap((value, columns) => (value ? [{ value, target: stopAt(cell, rows, columns) }] : [])),
  )
  if (!places) return null
  const filled = places.flatMap(({ value, target }) =>
    target instanceof HTMLInputElement ? Object.assign(target, { value }) : [],
  )
  const left = places.length - filled.length
  return { filled, words: left > 0 ? `${left} of ${places.length} times had no cell. Add their rows first.` : '' }
}

export const isTouched = () => matchMedia('(pointer: coarse)').matches

/** Shows quick times on touch screens, whose numeric keyboard has no letters. */
export const offerTimes = (cell: Cell) => {
  const quick = document.querySelector<HTMLTemplateElement>('#quick-times')
  if (!quick || !isTouched()) return
  cell.nextElementSibling?.querySelector('[data-quick]')?.remove()
  cell.nextElementSibling?.append(quick.content.cloneNode(true))
}

/** The focused cell. */
export const focused = () => cells().find((cell) => cell === document.activeElement)

/** The cell of today, else the first one, of a part of the page. */
export const present = (root: ParentNode = document) =>
  [...root.querySelectorAll<Cell>('[data-today]>input'), ...root.querySelectorAll<Cell>(selector)].find((cell) =>
    cell.checkVisibility(),
  )

/** Focuses the row that was added on a phone, which shows another day than that whose cell is to have the focus. */
export const focusAdded = () => {
  const added = document.querySelector('tbody [autofocus]')
  const row = added?.checkVisibility() === false && added.closest('tr')
  if (row) present(row)?.focus()
}
