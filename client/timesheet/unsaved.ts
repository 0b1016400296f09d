import { type Cell, cellKey, cellOfKey, cells } from './cells'

/** Texts of edited cells by cell, with the names of their fields. A batch is saved as one change. */
export type Batch = Map<string, { text: string; name: string }>

/** Unsaved batches in order. The first may be pending. */
export const batches: Batch[] = []

/** Texts that were sent and got no response. */
export const lostTexts: Batch = new Map()

/** Unsaved text of a cell, the latest one. */
export const unsavedText = (cell: Cell) =>
  batches.findLast((batch) => batch.has(cellKey(cell)))?.get(cellKey(cell))?.text

/** Saved value of a cell. A refused cell shows its refused text instead. */
export const savedText = (cell: Cell) => unsavedText(cell) ?? cell.dataset.saved ?? cell.defaultValue

export const isCellEdited = (cell: Cell) => cell.value.trim() !== savedText(cell)

/** Allows responses to overwrite a cell again. */
export const releaseCell = (cell: Cell) => {
  cell.defaultValue = cell.value
  delete cell.dataset.saved
  lostTexts.delete(cellKey(cell))
  cell.removeAttribute('aria-invalid')
  cell.parentElement?.removeAttribute('hx-morph-skip')
}

/** Resets a cell to its saved value. */
export const resetCell = (cell: Cell) => {
  cell.value = savedText(cell)
  cell.nextElementSibling?.replaceChildren()
  releaseCell(cell)
}

/** Form values of a batch, with the seconds that the page shows now, which a response may have changed. */
export const fieldsOf = (batch: Batch) =>
  Object.fromEntries([...batch].map(([key, { text, name }]) => [cellOfKey(key)?.name ?? name, text]))

export const cellsOf = (batch: Batch) => [...batch.keys()].flatMap((key) => cellOfKey(key) ?? [])

/** True if leaving the page would lose texts: refused ones, one being typed, or a second text of a cell. */
export const isUnsaved = () => {
  const [first, ...later] = batches
  return (
    cells().some((cell) => cell.matches('[aria-invalid]') || isCellEdited(cell)) ||
    later.some((batch) => [...batch.keys()].some((key) => first?.has(key)))
  )
}
