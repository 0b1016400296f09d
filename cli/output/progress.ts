import type { Io } from '../io'
import { meter } from './table'

type Progress = {
  /** @param total undefined if unknown */
  show: (label: string, done: number, total?: number) => void
  clear: () => void
}

const redrawMs = 80
const barWidth = 24

/** A progress line on stderr, redrawn in place; does nothing if stderr is no terminal. */
export const progressLine = ({ stderr, env, now }: Pick<Io, 'stderr' | 'env' | 'now'>, isQuiet = false): Progress => {
  const isShown = stderr.isTTY === true && env.TERM !== 'dumb' && !isQuiet
  let last = 0
  let isDrawn = false
  const draw = (text: string) => {
    stderr.write(`\r\u001b[2K${text}`)
    isDrawn = true
  }
  return {
    show: (label, done, total) => {
      const at = now()
      if (!isShown || (at - last < redrawMs && done !== total)) return
      last = at
      const counted = `${done.toLocaleString('en')}${total === undefined ? '' : ` of ${total.toLocaleString('en')}`}`
      draw(total ? `${label} ${meter(done / total, barWidth)} ${counted}` : `${label} ${counted}`)
    },
    clear: () => {
      if (isDrawn) stderr.write('\r\u001b[2K')
      isDrawn = false
    },
  }
}
