import { raw } from 'hono/html'
import type { Child, PropsWithChildren } from 'hono/jsx'

type Tone = 'ink' | 'line' | 'accent' | 'soft'

/** Paths by their tone, which views/styles/states.css colours. */
type Drawing = Partial<Record<Tone, string>>

const rect = (x: number, y: number, width: number, height: number) => `M${x} ${y}h${width}v${height}h-${width}z`

const disc = (x: number, y: number, r: number) =>
  `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0-${2 * r} 0z`

const frame = (x: number, y: number, width: number, height: number) =>
  `${rect(x, y, width, height)}M${x + 1} ${y + 1}v${height - 2}h${width - 2}v-${height - 2}z`

/** Puts drawings above one another. */
const together = (...drawings: Drawing[]): Drawing => {
  const all: Drawing = {}
  for (const drawing of drawings) {
    for (const tone of Object.keys(drawing) as Tone[]) all[tone] = `${all[tone] ?? ''}${drawing[tone]}`
  }
  return all
}

const tops = [8, 35, 62]
const tones = ['accent', 'soft', 'line'] as const

/** Three rows of a list, each with what `part` adds to its title and facts. */
const rows = (part: (top: number, index: number) => Drawing, left = 24) =>
  together(
    { line: rect(12, 30, 176, 1) + rect(12, 57, 176, 1) },
    ...tops.map((top, index) =>
      together(
        {
          ink: rect(left, top + 2, [62, 46, 70][index] ?? 0, 5),
          line: rect(left, top + 11, [40, 58, 32][index] ?? 0, 4),
        },
        part(top, index),
      ),
    ),
  )

const time = (top: number, index: number): Drawing => ({ ink: rect(164, top + 5, [24, 18, 21][index] ?? 0, 6) })

const edge = (top: number, index: number): Drawing => ({ [tones[index] ?? 'accent']: rect(12, top, 3, 18) })

const done = (top: number, index: number): Drawing => ({
  line: rect(128, top + 7, 60, 4),
  accent: rect(128, top + 7, [44, 22, 57][index] ?? 0, 4),
  ink: rect(172, top + 3, 2, 12),
})

const checkbox = (top: number, index: number): Drawing =>
  index === 0
    ? { accent: `${rect(12, top + 3, 11, 11)}M14.2 ${top + 8}l1-1 1.6 1.6 3-3.4 1.1 1-4 4.6z` }
    : { line: frame(12, top + 3, 11, 11) }

const levels = (top: number, index: number): Drawing => {
  const level = [4, 2, 3][index] ?? 0
  const dots = [0, 1, 2, 3, 4].map((dot) => ({ [dot < level ? 'accent' : 'line']: disc(148 + dot * 9, top + 9, 3) }))
  return together(...dots)
}

const answer = (top: number, index: number): Drawing => ({
  [index === 1 ? 'line' : 'accent']: rect(152, top + 4, 36, 10),
  [tones[index] ?? 'accent']: rect(12, top + 2, 14, 14),
})

const bubble = (top: number, index: number): Drawing => ({
  [index === 1 ? 'line' : 'soft']: `${rect(12, top + 2, 18, 11)}M16 ${top + 13}v4l4-4z`,
})

const undo = (top: number): Drawing => ({ accent: `M166 ${top + 9}l6-5v4h14v2h-14v4z` })

const bars = [26, 44, 34, 58, 48, 12, 20]
const columns = together(
  { line: rect(12, 78, 176, 1) + rect(12, 28, 176, 1) },
  ...bars.map((height, day) => ({
    [height > 49 ? 'accent' : 'soft']: rect(16 + day * 25, 78 - height, 18, height),
  })),
)

const pictures = {
  /** Rows with a project's colour and a time. */
  times: rows((top, index) => together(edge(top, index), time(top, index))),
  progress: rows((top, index) => together(edge(top, index), done(top, index))),
  tasks: rows((top, index) => together(checkbox(top, index), time(top, index)), 32),
  steps: rows((top, index) => together(checkbox(top, index), done(top, index)), 32),
  projects: rows(
    (top, index) => together({ [tones[index] ?? 'accent']: rect(12, top + 3, 12, 12) }, time(top, index)),
    34,
  ),
  levels: rows(levels, 12),
  people: rows((top, index) => ({ [tones[index] ?? 'accent']: disc(20, top + 9, 8) }), 38),
  bubbles: rows(bubble, 40),
  apps: rows(answer, 34),
  deleted: rows(undo, 12),
  changes: rows((top) => ({ line: rect(124, top + 5, 24, 8), accent: rect(164, top + 5, 24, 8) }), 12),
  invitations: rows((top) => ({ soft: disc(20, top + 9, 8), accent: rect(152, top + 4, 36, 10) }), 38),
  notes: rows((top) => ({ soft: rect(12, top, 3, 18) })),
  bars: columns,
  cards: {
    line: frame(62, 8, 92, 56) + rect(60, 50, 48, 4),
    soft: rect(44, 22, 92, 56),
    ink: rect(56, 34, 60, 6),
    accent: rect(56, 62, 18, 8) + rect(78, 62, 18, 8) + rect(100, 62, 18, 8),
  },
  calendar: {
    line: [0, 1, 2, 3, 4].map((line) => rect(36, 8 + line * 18, 152, 1)).join(''),
    ink: [0, 1, 2, 3].map((line) => rect(14, 6 + line * 18, 14, 4)).join(''),
    soft: rect(40, 12, 92, 22) + rect(40, 50, 113, 26),
    accent: rect(40, 12, 3, 22) + rect(40, 50, 3, 26),
  },
  page: {
    line: frame(48, 6, 104, 78) + rect(60, 38, 80, 4) + rect(60, 48, 66, 4) + rect(60, 68, 74, 4),
    ink: rect(60, 16, 50, 6),
    soft: rect(60, 28, 80, 4) + rect(60, 58, 48, 4),
    accent: rect(52, 38, 4, 4) + rect(52, 48, 4, 4) + rect(52, 68, 4, 4),
  },
  chips: {
    soft: rect(14, 16, 52, 16) + rect(118, 16, 40, 16) + rect(58, 42, 62, 16),
    line: rect(72, 16, 40, 16) + rect(14, 42, 38, 16) + rect(126, 42, 50, 16),
    ink: rect(22, 22, 34, 4) + rect(80, 22, 24, 4) + rect(126, 22, 24, 4) + rect(22, 48, 22, 4) + rect(66, 48, 44, 4),
  },
} satisfies Record<string, Drawing>

export type Picture = keyof typeof pictures

const drawn = (drawing: Drawing) =>
  raw(
    `<svg class="picture" viewBox="0 0 200 88" aria-hidden="true">${Object.entries(drawing)
      .map(([tone, path]) => `<path class="${tone}" d="${path}"/>`)
      .join('')}</svg>`,
  )

const drawings = Object.fromEntries(Object.entries(pictures).map(([name, drawing]) => [name, drawn(drawing)]))

type EmptyProps = {
  title: string
  /** Heading level: 2 right under the page's, 3 in a section. */
  level?: 2 | 3
  actions?: Child
  /** The list with data in it, in small. Not where a search or filters left nothing. */
  picture?: Picture
}

/** Says of an empty list what belongs there, and offers one step. A primary one takes the place of the head's. */
export const Empty = ({ title, level = 2, actions, picture, children }: PropsWithChildren<EmptyProps>) => {
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <div class="empty">
      {picture && drawings[picture]}
      <div>
        <Heading>{title}</Heading>
        {children && <p class="grey">{children}</p>}
        {actions && <div class="actions">{actions}</div>}
      </div>
    </div>
  )
}
