/** A write that a device keeps until the server has answered it, as the request that it is. */
export type Line = {
  /** Place in the order. */
  id: number
  /** Whose it is. Nobody else sees or sends it. */
  person: string
  /** One for all sendings (`Idempotency-Key`). */
  key: string
  /** When it was made, by the clock of the device (epoch ms). */
  made: number
  /** Path and query. */
  url: string
  headers: [string, string][]
  body: string
  /** Words of what it is about that the body does not have: the title of the row. */
  title?: string
  /** Words with which the server refused it. It is not sent again until its person says so. */
  refused?: string
}

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

export const putLine = (line: Line) => within('readwrite', (lines) => lines.put(line))

export const dropLine = (id: number) => within('readwrite', (lines) => lines.delete(id))

/** All lines in their order, those of a person if one is named. */
export const linesOf = async (person?: string): Promise<Line[]> => {
  const all: Line[] = await within('readonly', (lines) => lines.getAll())
  return all.filter((line) => person === undefined || line.person === person)
}
