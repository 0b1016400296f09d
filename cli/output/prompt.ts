import { Failure } from '../failure'
import type { Io } from '../io'

const ctrlC = '\u0003'
const ctrlD = '\u0004'
const backspaces = ['\u007f', '\b']

/** Reads lines from a terminal or a pipe. Use one instance for a whole command, because it buffers input. */
export type Input = {
  /** Reads a line without its line break; null at the end of input. If hidden, the typed text is not shown. */
  line: (question: string, isHidden?: boolean) => Promise<string | null>
  /** A key; the first character of a line if input is not a terminal. Null at the end of input and for Ctrl-C. */
  key: () => Promise<string | null>
  close: () => void
}

const restOf = async (chunks: AsyncIterator<string | Buffer>) => {
  const next = await chunks.next()
  return next.done ? null : String(next.value)
}

const pipedInput = ({ stdin }: Io): Input => {
  const chunks = stdin[Symbol.asyncIterator]()
  let text = ''
  let isAtEnd = false
  const line = async () => {
    while (!isAtEnd && !text.includes('\n')) {
      const more = await restOf(chunks)
      if (more === null) isAtEnd = true
      else text += more
    }
    if (text === '') return null
    const [first = '', ...rest] = text.split('\n')
    text = rest.join('\n')
    return first.replace(/\r$/, '')
  }
  return {
    line,
    key: async () => {
      const typed = await line()
      return typed === null ? null : typed.slice(0, 1) || '\n'
    },
    close: () => undefined,
  }
}

const typedInput = ({ stdin, stderr }: Io): Input => {
  const keys: string[] = []
  let waiting: ((key: string | null) => void) | null = null
  const give = (data: string | Buffer) => {
    for (const key of String(data)) {
      if (waiting) {
        const take = waiting
        waiting = null
        take(key)
      } else keys.push(key)
    }
  }
  stdin.setRawMode?.(true)
  stdin.on('data', give)
  stdin.resume()
  const any = () =>
    new Promise<string | null>((take) => {
      const key = keys.shift()
      if (key === undefined) waiting = take
      else take(key)
    })
  const line = async (question: string, isHidden = false) => {
    stderr.write(question)
    let typed = ''
    for (;;) {
      const key = await any()
      if (key === null || key === ctrlC || (key === ctrlD && typed === '')) {
        stderr.write('\n')
        return null
      }
      if (key === '\r' || key === '\n') break
      if (backspaces.includes(key)) {
        if (typed !== '' && !isHidden) stderr.write('\b \b')
        typed = [...typed].slice(0, -1).join('')
      } else if (key >= ' ') {
        typed += key
        if (!isHidden) stderr.write(key)
      }
    }
    stderr.write('\n')
    return typed
  }
  return {
    line,
    key: async () => {
      const key = await any()
      return key === ctrlC || key === ctrlD ? null : key
    },
    close: () => {
      stdin.off('data', give)
      stdin.setRawMode?.(false)
      stdin.pause()
    },
  }
}

export const openInput = (io: Io): Input => (io.stdin.isTTY === true ? typedInput(io) : pipedInput(io))

/** Reads all of standard input. */
export const readAllInput = async ({ stdin }: Io) => {
  let text = ''
  for await (const chunk of stdin) text += String(chunk)
  return text
}

/** Asks a yes-or-no question: true for y. False if nobody can be asked. */
export const askYesNo = async (io: Io, question: string) => {
  const input = openInput(io)
  try {
    const typed = await input.line(`${question} [y/N] `)
    return /^y(es)?$/i.test(typed?.trim() ?? '')
  } finally {
    input.close()
  }
}

/** Asks for a secret. @throws Failure if the input is empty */
export const askSecret = async (io: Io, question: string) => {
  const input = openInput(io)
  try {
    const typed = (await input.line(question, true))?.trim()
    if (!typed) throw new Failure('error', 'No token was given.')
    return typed
  } finally {
    input.close()
  }
}
