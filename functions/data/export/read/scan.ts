import { DocumentError } from './checks'

/** Maximum bytes of a row: a plan in which every character is escaped. */
const rowBytes = 8 * 1024 * 1024
const depthLimit = 32

/** Maximum bytes of white space between two values, more than any indented document has. */
const spaceBytes = 64 * 1024

const code = (character: string) => character.charCodeAt(0)
const [quote, backslash, comma, colon] = [code('"'), code('\\'), code(','), code(':')]
const [openList, closeList, openObject, closeObject] = [code('['), code(']'), code('{'), code('}')]

const isSpace = (byte: number) => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09

const cutOff = () => new DocumentError('The file ends too early: it was cut off.')
const tooManySpaces = () => new DocumentError('The document (data.json) has more than 64 KB of spaces in one place.')
const noJson = (where: string) => new DocumentError(`The file isn’t valid JSON (${where}).`)

/** Scanner state of a value that may continue in the next chunk. */
type Open = { depth: number; inString: boolean; isEscaped: boolean; isWhole: boolean }

/** Scans a value from `at` to its end, or to the end of the chunk. */
const endIn = (chunk: Uint8Array, at: number, open: Open) => {
  let { depth, inString, isEscaped, isWhole } = open
  while (at < chunk.length && !isWhole) {
    const byte = chunk[at] ?? 0
    if (inString) {
      if (isEscaped) isEscaped = false
      else if (byte === backslash) isEscaped = true
      else if (byte === quote) {
        inString = false
        isWhole = depth === 0
      }
    } else if (byte === quote) inString = true
    else if (byte === openObject || byte === openList) depth += 1
    else if (depth === 0 && (byte === comma || byte === closeObject || byte === closeList || isSpace(byte))) break
    else if (byte === closeObject || byte === closeList) {
      depth -= 1
      isWhole = depth === 0
    }
    at += 1
  }
  Object.assign(open, { depth, inString, isEscaped, isWhole: isWhole || at < chunk.length })
  return at
}

const parse = (decoder: TextDecoder, parts: Uint8Array[], where: string): unknown => {
  try {
    const text = parts.map((part) => decoder.decode(part, { stream: true })).join('') + decoder.decode()
    return JSON.parse(text)
  } catch {
    throw noJson(where)
  }
}

/** Reads a JSON stream: structure byte by byte, and each value as a whole. */
const readerOf = (stream: ReadableStream<Uint8Array>) => {
  const source = stream.getReader()
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let chunk: Uint8Array = new Uint8Array()
  let at = 0

  const refill = async () => {
    while (at >= chunk.length) {
      const { value, done } = await source.read()
      if (done) return false
      chunk = value
      at = 0
    }
    return true
  }

  /** The next byte that is not white space, without consuming it; -1 at the end. */
  const peek = async () => {
    let spaces = 0
    while (await refill()) {
      const byte = chunk[at] ?? 0
      if (!isSpace(byte)) return byte
      at += 1
      spaces += 1
      if (spaces > spaceBytes) throw tooManySpaces()
    }
    return -1
  }

  const take = async (expected: number, where: string) => {
    const byte = await peek()
    if (byte === -1) throw cutOff()
    if (byte !== expected) throw noJson(where)
    at += 1
  }

  const skipMark = async () => {
    if ((await refill()) && chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf) at = 3
  }

  /** Reads one value as text. */
  const value = async (where: string) => {
    if ((await peek()) === -1) throw cutOff()
    const parts: Uint8Array[] = []
    let size = 0
    const open: Open = { depth: 0, inString: false, isEscaped: false, isWhole: false }
    while (!open.isWhole) {
      if (!(await refill())) throw cutOff()
      const start = at
      at = endIn(chunk, at, open)
      parts.push(chunk.subarray(start, at))
      size += at - start
      if (size > rowBytes) throw new DocumentError(`One value is too long (${where}).`)
      if (open.depth > depthLimit) throw noJson(`${where} is nested too deeply`)
    }
    return parse(decoder, parts, where)
  }

  return { peek, take, skipMark, value, cancel: () => source.cancel() }
}

/** A member of the document, or an element of a member that is a list. */
type Scanned = { name: string; index: number | null; value: unknown }

/**
 * Reads a JSON object of scalars, objects and lists. Lists are read element by element, so that only one element is in
 * memory. An empty list is announced with `index` -1. @throws DocumentError
 */
export async function* scan(stream: ReadableStream<Uint8Array>): AsyncGenerator<Scanned> {
  const reader = readerOf(stream)
  try {
    await reader.skipMark()
    if ((await reader.peek()) !== openObject) throw new DocumentError('This file isn’t a Daymark export.')
    await reader.take(openObject, 'its start')
    for (let isFirst = true; (await reader.peek()) !== closeObject; isFirst = false) {
      if (!isFirst) await reader.take(comma, 'between two members')
      if ((await reader.peek()) !== quote) throw noJson('the name of a member')
      const name = String(await reader.value('the name of a member'))
      await reader.take(colon, name)
      if ((await reader.peek()) !== openList) yield { name, index: null, value: await reader.value(name) }
      else yield* elements(reader, name)
    }
    await reader.take(closeObject, 'its end')
    if ((await reader.peek()) !== -1) throw noJson('something follows its end')
  } finally {
    await reader.cancel()
  }
}

async function* elements(reader: ReturnType<typeof readerOf>, name: string): AsyncGenerator<Scanned> {
  await reader.take(openList, name)
  yield { name, index: -1, value: undefined }
  for (let index = 0; (await reader.peek()) !== closeList; index += 1) {
    if (index > 0) await reader.take(comma, `${name}, after row ${index}`)
    yield { name, index, value: await reader.value(`${name}, row ${index + 1}`) }
  }
  await reader.take(closeList, name)
}
