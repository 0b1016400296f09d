import { type Cell, cellKey, cellOfKey, cells } from './cells'

/** Texts of cells that were left, with the cells' names, by cell: saved as one change. */
export type Batch = Map<string, { text: string; name: string }>

/** Batches in their order; the first one may be on its way. */
export const batches: Batch[] = []

/** Texts of cells that went out and got no answer. */
export const lost: Batch = new Map()

/** The text of a cell that is not saved yet. */
export const waitingIn = (cell: Cell) => batches.findLast((batch) => batch.has(cellKey(cell)))?.get(cellKey(cell))?.text

/** Saved value of a cell; a refused cell shows another one. */
export const savedIn = (cell: Cell) => waitingIn(cell) ?? cell.dataset.saved ?? cell.defaultValue

export const isTyped = (cell: Cell) => cell.value.trim() !== savedIn(cell)

/** Lets answers write over a cell again. */
export const settle = (cell: Cell) => {
  cell.defaultValue = cell.value
  delete cell.dataset.saved
  lost.delete(cellKey(cell))
  cell.removeAttribute('aria-invalid')
  cell.parentElement?.removeAttribute('hx-morph-skip')
}

/** Resets a cell to its saved value. */
export const forget = (cell: Cell) => {
  cell.value = savedIn(cell)
  cell.nextElementSibling?.replaceChildren()
  settle(cell)
}

/** Fields of a batch, with the seconds that the page shows now: an answer in between may have changed them. */
export const fieldsOf = (batch: Batch) =>
  Object.fromEntries([...batch].map(([key, { text, name }]) => [cellOfKey(key)?.name ?? name, text]))

export const cellsOf = (batch: Batch) => [...batch.keys()].flatMap((key) => cellOfKey(key) ?? [])

/** Cells whose numbers would be lost with the page: refused ones, one that is being typed, and a second text of one. */
export const isUnsaved = () => {
  const [first, ...later] = batches
  return (
    cells().some((cell) => cell.matches('[aria-invalid]') || isTyped(cell)) ||
    later.some((batch) => [...batch.keys()].some((key) => first?.has(key)))
  )
}
