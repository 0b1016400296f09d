import { closestTo } from '../dom'

export const selector = '.timesheet .day input[name*="~"]'

/** Cells, and the links of those that are locked. */
export const stops = `${selector}, .timesheet tbody .day > a`

export type Cell = HTMLInputElement

export const cellOf = (event: Event) => closestTo<Cell>(event, selector)

export const cells = () => [...document.querySelectorAll<Cell>(selector)]

/** Names a cell, whatever it shows, by its date and its row. */
export const keyOf = ({ name }: Cell) => name.replace(/~\d+/, '')

export const cellOfKey = (key: string | undefined) => cells().find((cell) => keyOf(cell) === key)

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

/** Writes a block of a table into cells, from one on. Returns those. */
export const fillFrom = (cell: Cell, text: string) =>
  text.split(/\r?\n/).flatMap((line, rows) =>
    line.split('\t').flatMap((value, columns) => {
      const target = stopAt(cell, rows, columns)
      if (!(target instanceof HTMLInputElement) || value.trim() === '') return []
      target.value = value.trim()
      return target
    }),
  )

export const isTouched = () => matchMedia('(pointer: coarse)').matches

/** Offers times to a finger, for which the keyboard has numbers alone. */
export const offerTimes = (cell: Cell) => {
  const quick = document.querySelector<HTMLTemplateElement>('#quick-times')
  if (!quick || !isTouched()) return
  cell.nextElementSibling?.querySelector('.quick')?.remove()
  cell.nextElementSibling?.append(quick.content.cloneNode(true))
}

/** The focused cell. */
export const focused = () => cells().find((cell) => cell === document.activeElement)

/** The cell of today, else the first one, of a part of the page. */
export const present = (root: ParentNode = document) =>
  [...root.querySelectorAll<Cell>('.timesheet .on input'), ...root.querySelectorAll<Cell>(selector)].find((cell) =>
    cell.checkVisibility(),
  )

/** Focuses the row that was added on a phone, which shows another day than that whose cell is to have the focus. */
export const focusAdded = () => {
  const added = document.querySelector('.timesheet tbody [autofocus]')
  const row = added?.checkVisibility() === false && added.closest('tr')
  if (row) present(row)?.focus()
}
