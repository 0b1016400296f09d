import { closestTo } from '../dom'

export const cellSelector = 'td>input[name*="~"]'

/** Selector of cells, and of the links in locked cells. */
export const stopSelector = `${cellSelector},td[data-keep]>a`

export type Cell = HTMLInputElement

export const cellOf = (event: Event) => closestTo<Cell>(event, cellSelector)

export const cells = () => [...document.querySelectorAll<Cell>(cellSelector)]

/** Identifies a cell by date and row, independent of the seconds in its name. */
export const cellKey = ({ name }: Cell) => name.replace(/~\d+/, '')

export const cellOfKey = (key: string | undefined) => cells().find((cell) => cellKey(cell) === key)

/** Rows and columns that each key moves by. */
export const keySteps: Record<string, [rows: number, columns: number]> = {
  Enter: [1, 0],
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

/** The field or link a number of rows below and columns to the right of another one. */
export const stopAt = (from: HTMLElement, rows: number, columns: number) => {
  const index = from.closest('tr')?.sectionRowIndex ?? 0
  const row = from.closest('tbody')?.rows[index + rows]
  return row?.cells[(from.closest('td')?.cellIndex ?? 0) + columns]?.querySelector<HTMLElement>(stopSelector)
}

/** Values of a pasted table. Null if it begins with names of rows or days, which would shift all values. */
const tableOf = (text: string) => {
  const lines = text.split(/\r?\n/).map((line) => line.split('\t').map((value) => value.trim()))
  return lines.some(([first = '']) => first !== '' && !/\d/.test(first)) ? null : lines
}

/**
 * Pastes a table from a cell on. Returns the filled cells and a message about unused values; null if it is no table.
 */
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

export const isTouchScreen = () => matchMedia('(pointer: coarse)').matches

/** Shows buttons for times on touch screens, whose numeric keyboard has no letters. */
export const offerTimes = (cell: Cell) => {
  const quick = document.querySelector<HTMLTemplateElement>('#quick-times')
  if (!quick || !isTouchScreen()) return
  cell.nextElementSibling?.querySelector('[data-quick]')?.remove()
  cell.nextElementSibling?.append(quick.content.cloneNode(true))
}

/** The focused cell. */
export const focusedCell = () => cells().find((cell) => cell === document.activeElement)

/** Today's cell in a part of the page, else its first cell. */
export const todayCell = (root: ParentNode = document) =>
  [...root.querySelectorAll<Cell>('[data-today]>input'), ...root.querySelectorAll<Cell>(cellSelector)].find((cell) =>
    cell.checkVisibility(),
  )

/** Focuses a row added on a phone, even if the phone shows another day than the cell that should get focus. */
export const focusAdded = () => {
  const added = document.querySelector('tbody [autofocus]')
  const row = added?.checkVisibility() === false && added.closest('tr')
  if (row) todayCell(row)?.focus()
}
