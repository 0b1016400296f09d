import type { Io } from '../io'

const codes = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  cyan: [36, 39],
} as const
type Colour = keyof typeof codes

export type Terminal = {
  isInteractive: boolean
  width: number
  paint: (colour: Colour, text: string) => string
  write: (text: string) => void
  /** Prints to the error stream, which programs do not read. */
  note: (text: string) => void
}

const usualWidth = 80
const widest = 110
const narrowest = 20

/** Uses colour if the output is a terminal and the environment does not forbid it (no-color.org). */
const hasColour = ({ env, stdout }: Io) => stdout.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb'

export const terminalOf = (io: Io): Terminal => {
  const isColoured = hasColour(io)
  const columns = Number(io.env.COLUMNS) || io.stdout.columns || usualWidth
  return {
    isInteractive: io.stdin.isTTY === true && io.stdout.isTTY === true,
    width: Math.max(narrowest, Math.min(widest, columns)),
    paint: (colour, text) => {
      const [on, off] = codes[colour]
      return isColoured && text !== '' ? `\u001b[${on}m${text}\u001b[${off}m` : text
    },
    write: (text) => {
      io.stdout.write(text)
    },
    note: (text) => {
      io.stderr.write(text)
    },
  }
}
