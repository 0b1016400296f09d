import { raw } from 'hono/html'
import type { Child, PropsWithChildren } from 'hono/jsx'
import { classes } from './icon'

/** A row of the sample list: title and value. A number is drawn as a rating, such as `Statistics: 4`. */
type Example = `${string}: ${string}`

/** Draws a mark in the row at `top`. */
type Mark = (top: number, index: number) => string
type End = (top: number, value: string) => string

/** Fills of the drawings. */
const tones = ['fill', 'fill-soft', 'fill-project']

const path = (tone: string | undefined, d: string) => `<path class="${tone}" d="${d}"/>`

const rect = (x: number, y: number, width: number, height: number) => `M${x} ${y}h${width}v${height}h-${width}z`

const disc = (x: number, y: number, r: number) =>
  `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0-${2 * r} 0z`

const text = (x: number, y: number, words: string, anchor = 'start') =>
  `<text x="${x}" y="${y}" text-anchor="${anchor}">${words}</text>`

const dot: Mark = (top, index) => path(tones[index], disc(20, top + 18, 4))
const face: Mark = (top, index) => path(tones[index], disc(24, top + 18, 9))
const checkbox: Mark = (top, index) =>
  index === 0
    ? path('fill', `${rect(16, top + 11, 14, 14)}M19 ${top + 17.5}l1.3-1.3 2 2 4-4.3 1.3 1.3-5.3 5.7z`)
    : path('fill-line stroke-line-firm', rect(16, top + 11, 14, 14))

const words: End = (top, value) => text(304, top + 23, value, 'end')
const bar: End = (top, share) =>
  path('fill-heat-0', rect(208, top + 16, 96, 4)) + path('fill', rect(208, top + 16, 96 * Number(share), 4))
const dots: End = (top, level) =>
  [1, 2, 3, 4, 5]
    .map((dot) => path(dot > Number(level) ? 'fill-heat-0' : 'fill', disc(240 + dot * 12, top + 18, 4)))
    .join('')

const drawn = (drawing: string) =>
  raw(
    `<svg class="picture grey" viewBox="0 -28 320 136" font-size="12" fill="currentColor" fill-rule="evenodd" aria-hidden="true"><text x="16" y="-8">Sample</text>${drawing}</svg>`,
  )

const list = (mark: Mark | null, end: End, ...examples: Example[]) =>
  drawn(
    path('fill-heat-0', rect(16, 36, 288, 1) + rect(16, 72, 288, 1)) +
      examples
        .map((example, index) => {
          const [title = '', value = ''] = example.split(': ')
          const top = index * 36
          return (mark?.(top, index) ?? '') + text(mark ? 40 : 16, top + 23, title) + end(top, value)
        })
        .join(''),
  )

/** Heights of the bars of a week. */
const week = [32, 54, 42, 70, 58, 16, 26]

const pictures = {
  times: list(dot, words, 'Draft chapter two: 1h 35m', 'Fix the search page: 50m', 'Portuguese: 25m'),
  goals: list(dot, bar, 'Hand in the thesis: 0.7', 'Run a half marathon: 0.4', 'Read twelve books: 0.85'),
  tasks: list(checkbox, words, 'Call the bank: 15m', 'Draft the report: 1h', 'Book the train: 10m'),
  chunks: list(checkbox, words, '1. Probability: 1h', '2. Distributions: 1h 30m', '3. Regression: 1h'),
  projects: list(dot, words, 'Thesis: 122h', 'Booking site: 64h', 'Garden: 9h'),
  skills: list(null, dots, 'Statistics: 4', 'Writing: 2', 'SQL: 3'),
  energy: list(null, dots, 'Monday, 9:30: 4', 'Tuesday, 14:00: 2', 'Wednesday, 10:15: 5'),
  people: list(face, words, 'Ada, manager: met today', 'Tomás, colleague: owes you 1', 'Joana, coach: met in May'),
  organizations: list(dot, words, 'University: 3 projects', 'Northwind: 2 projects', 'Chess club: 1 goal'),
  feedback: list(face, words, '“Your slides were clear”: Ada', '“Begin with the figures”: Tomás', '“Thank you”: Joana'),
  apps: list(dot, words, 'Maps: Allowed', 'Chat: Blocked', 'Films: after 2h'),
  deleted: list(null, words, 'Old shopping list: 3 days ago', 'Website, first try: 12 Nov', 'Lunch with Ada: 9 Nov'),
  changes: list(dot, words, '12 sessions moved: 10:40', 'Tag renamed: Tuesday', 'Projects merged: 12 Nov'),
  versions: list(dot, words, '2 chunks added: Ada, 10:40', 'Title changed: you, Tuesday', 'Shared: 12 Nov'),
  shared: list(face, words, 'Statistics: from Ada', 'Portuguese: from Joana', 'First aid: from Tomás'),
  learnings: list(dot, words, 'A median ignores outliers: 26 Nov', 'Sleep keeps memories: 24 Nov', 'Ask first: 9 Nov'),
  reviews: list(null, words, 'Week 47: 31h 20m', 'Week 46: 28h 05m', 'October: 122h'),
  meetings: list(dot, words, '9:30 Weekly plan: 30m', '11:00 Coffee with Ada: 45m', '16:00 Supervision: 1h'),
  holidays: list(null, words, '24 – 26 December: Christmas', '2 – 6 March: Skiing', '25 April: Freedom Day'),
  tags: list(null, words, '#reading: 12h 40m', '#writing: 9h 05m', '#calls: 2h'),
  bars: drawn(
    path('fill-heat-0', rect(16, 84, 288, 1)) +
      week
        .map((height, day) => path(height > 54 ? 'fill' : 'fill-soft', rect(24 + day * 41, 84 - height, 26, height)))
        .join('') +
      [...'MTWTFSS'].map((day, index) => text(37 + index * 41, 101, day, 'middle')).join(''),
  ),
  card: drawn(
    text(160, 36, 'What is the capital of Portugal?', 'middle') +
      path('fill-heat-0', rect(16, 60, 288, 1)) +
      ['Again', 'Hard', 'Good', 'Easy'].map((word, index) => text(52 + index * 72, 89, word, 'middle')).join(''),
  ),
}

export type Picture = keyof typeof pictures

type EmptyProps = {
  title: string
  /** Heading level: 2 directly below the page's title, 3 in a section. */
  level?: 2 | 3
  actions?: Child
  /** Small drawing of an example list. Not for an empty result of a search or filter. */
  picture?: Picture
  centred?: boolean
}

/** Message of an empty list: its purpose, and one action. A primary action replaces the one in the page head. */
export const Empty = ({ title, level = 2, actions, picture, centred, children }: PropsWithChildren<EmptyProps>) => {
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <div class={classes('empty', centred && 'flex-col flex-nowrap items-center text-center')}>
      {picture && pictures[picture]}
      <div class={classes(centred && 'flex-none justify-items-center')}>
        <Heading>{title}</Heading>
        {children && <p class="grey">{children}</p>}
        {actions && <div class={classes('actions', centred && 'justify-center')}>{actions}</div>}
      </div>
    </div>
  )
}
