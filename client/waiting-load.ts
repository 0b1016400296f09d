import { hoursMinutes } from './ticking'

/** Seconds of `1h 05m left of target`, which are below zero where they are over, and the words behind them. */
const leftIn = (words: string) => {
  const [, hours = 0, minutes = 0, way = '', behind = ''] =
    /^(?:(\d+)h ?)?(?:(\d+)m )?(left|over)(.*)$/.exec(words) ?? []
  const seconds = Number(hours) * 3600 + Number(minutes) * 60
  return { seconds: way === 'over' ? -seconds : seconds, behind: behind.replace(/^ of/, '') }
}

/** Counts seconds that wait into what the day has left, and into its bar. */
export const drawLoad = (waiting: number) => {
  const load = document.getElementById('load')
  if (!load) return
  const said = load.querySelector<HTMLElement>(':scope > :is(span, b, a)')
  if (said) {
    said.dataset.words ??= said.textContent ?? ''
    const { seconds, behind } = leftIn(said.dataset.words)
    const left = seconds - waiting
    const some = hoursMinutes(Math.abs(left))
    const words =
      Math.abs(left) < 60 ? 'full' : left > 0 ? `${some} left${behind && ` of${behind}`}` : `${some} over${behind}`
    said.textContent = waiting < 60 ? said.dataset.words : words
  }
  const share = (100 * waiting) / Number(load.dataset.max)
  for (const [name, part] of [...load.querySelectorAll<SVGRectElement>('svg > rect')].slice(0, 2).entries()) {
    const attribute = name === 0 ? 'width' : 'x'
    part.dataset.drawn ??= part.getAttribute(attribute) ?? ''
    const now = Math.min(100, Number.parseFloat(part.dataset.drawn) + share)
    part.setAttribute(attribute, waiting > 0 && now ? `${now}%` : part.dataset.drawn)
    if (name === 0) continue
    part.dataset.wide ??= part.getAttribute('width') ?? ''
    part.setAttribute('width', `${Math.min(Number.parseFloat(part.dataset.wide), 100 - (waiting > 0 ? now : 0))}%`)
  }
}
