import type { Line } from './line'

const store = 'lines'

const promised = <T>(request: IDBRequest<T>) =>
  new Promise<T>((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })

let opening: Promise<IDBDatabase> | undefined

const open = () => {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open('daymark', 1)
    const forget = () => {
      opening = undefined
    }
    request.onupgradeneeded = () => request.result.createObjectStore(store, { keyPath: 'id', autoIncrement: true })
    request.onsuccess = () => {
      // Signing out clears the device, which closes it.
      request.result.onclose = forget
      request.result.onversionchange = () => {
        request.result.close()
        forget()
      }
      resolve(request.result)
    }
    request.onerror = () => {
      forget()
      reject(request.error)
    }
  })
  return opening
}

const within = async <T>(mode: IDBTransactionMode, act: (lines: IDBObjectStore) => IDBRequest<T>) => {
  const transaction = (await open()).transaction(store, mode, { durability: 'strict' })
  const result = await promised(act(transaction.objectStore(store)))
  if (mode === 'readonly') return result
  await new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error)
  })
  return result
}

/** Keeps a line, and returns its place. */
export const addLine = async (line: Omit<Line, 'id'>) => Number(await within('readwrite', (lines) => lines.add(line)))

/** Puts `next` in the place of a line, or drops it without one. False where it has gone or was changed since. */
export const replaceLine = async ({ id, key }: Line, next?: Line) => {
  let isDone = false
  await within('readwrite', (lines) => {
    const reading = lines.get(id)
    reading.addEventListener('success', () => {
      isDone = reading.result?.key === key
      if (isDone) next ? lines.put(next) : lines.delete(id)
    })
    return reading
  })
  return isDone
}

/** Keeps a line again that was dropped, as it was: in its place, with its time and its key. */
export const putBack = (line: Line) => within('readwrite', (lines) => lines.put(line))

/** All lines in their order, those of a person if one is named. */
export const linesOf = async (person?: string): Promise<Line[]> => {
  const all: Line[] = await within('readonly', (lines) => lines.getAll())
  return all.filter((line) => person === undefined || line.person === person)
}
