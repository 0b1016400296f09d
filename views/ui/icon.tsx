import { raw } from 'hono/html'
import type { PropsWithChildren } from 'hono/jsx'
import { jsxAttr } from 'hono/jsx/jsx-runtime'
import { palette } from '../../functions/lib/text'

/** A class attribute from the names that apply; undefined when none does. */
export const classes = (...names: (string | false | null | undefined)[]) => names.filter(Boolean).join(' ') || undefined

/** `aria-*` attributes are passed on, too. */
type Attributes = Partial<Record<'class' | 'height' | 'role' | 'viewBox' | 'width' | 'x' | 'y', string | number>>

/**
 * An `svg`, with attributes named as in HTML. From the first element `<svg>` or `<head>` on, Hono looks up a namespace for
 * each element of each page, which took a twelfth of the time.
 */
export const Svg = ({ children, ...attributes }: PropsWithChildren<Attributes>) => {
  let start = '<svg'
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) start += ` ${jsxAttr(name, String(value))}`
  }
  return (
    <>
      {raw(`${start}>`)}
      {children}
      {raw('</svg>')}
    </>
  )
}

/** Our icons: one set of 16 px, drawn with a stroke of 1.5. */
const paths = {
  alert: 'M8 2.5l6.5 11h-13zM8 6.5v3M8 11.5v.01',
  brand: 'M8 1.5L12.5 9h-9zM8 9v5M3.5 14h9',
  cards: 'M1.5 5.5h10v8h-10zM4.5 5.5v-3h10v8h-3',
  check: 'M3 8.5l3.2 3.2L13 4.8',
  clock: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 4.8V8l2.2 1.6',
  close: 'M4 4l8 8M12 4l-8 8',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  down: 'M8 3v10M4 9l4 4 4-4',
  edit: 'M3 13l.7-3 6.8-6.8 2.3 2.3L6 12.3z',
  energy: 'M9 1.5L3.5 9H8l-1 5.5L12.5 7H8z',
  evidence: 'M3.5 1.5h6l3 3v10h-9zM5.5 8.5l1.7 1.7 3.3-3.4M9.5 1.5v3h3',
  download: 'M8 2v8M5 7l3 3 3-3M2.5 9.5v4h11v-4',
  feedback: 'M2 3h12v8H7.5L4.5 13.8V11H2zM5 6h6M5 8.3h3.5',
  filter: 'M2 4h12M4.5 8h7M7 12h2',
  globe: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM2 8h12M8 2c3.6 3.4 3.6 8.6 0 12M8 2c-3.6 3.4-3.6 8.6 0 12',
  goals: 'M3.5 14.5v-13M3.5 2.5h9l-2.5 3 2.5 3h-9',
  grip: 'M6 3.6h.01M10 3.6h.01M6 8h.01M10 8h.01M6 12.4h.01M10 12.4h.01',
  history: 'M2.5 8a5.5 5.5 0 1 0 1.7-4M2.5 2v3h3M8 5v3l2 1.5',
  import: 'M8 10V2M5 5l3-3 3 3M2.5 9.5v4h11v-4',
  keyboard: 'M1.5 4h13v8h-13zM4 6.7h.01M6.7 6.7h.01M9.3 6.7h.01M12 6.7h.01M5 9.5h6',
  learnings: 'M6 11.5a4.6 4.6 0 1 1 4 0V13H6zM6.5 15h3',
  left: 'M10 3L5 8l5 5',
  lock: 'M4 7.5h8v6H4zM5.5 7.5V5.2a2.5 2.5 0 0 1 5 0v2.3',
  meetings: 'M1.5 2.5h9v6H6L3.5 11V8.5h-2zM12.5 5.5h2v6h-2V14L10 11.5H7.5',
  merge: 'M4 2.5v3L8 9l4-3.5v-3M8 9v5M5.5 11.5L8 14l2.5-2.5',
  more: 'M3 7.6v.8h.01v-.8M8 7.6v.8h.01v-.8M13 7.6v.8h.01v-.8M2.6 8h.8M7.6 8h.8M12.6 8h.8',
  organizations: 'M3.5 14V2.5h6V14M9.5 6.5h3.5V14M1.5 14h13M5.5 5.5h2M5.5 8h2M5.5 10.5h2',
  overlap: 'M2.5 2.5h7v7h-7zM6.5 6.5h7v7h-7z',
  people:
    'M6 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM1.5 13.5a4.5 4.5 0 0 1 9 0M10.5 2.8a2.5 2.5 0 0 1 0 4.4M12 9.6a4.5 4.5 0 0 1 2.5 3.9',
  plans: 'M3 2.5h10v11H3zM5.5 5.5h5M5.5 8h5M5.5 10.5h2.5',
  play: 'M4.5 3v10l8-5z',
  plus: 'M8 3v10M3 8h10',
  apps: 'M2.5 2.5h4v4h-4zM9.5 2.5h4v4h-4zM2.5 9.5h4v4h-4zM9.5 9.5h4v4h-4z',
  projects: 'M1.5 4.5v8h13v-7h-6L7 3.5H1.5z',
  pull: 'M4 5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3zM4 14a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3zM12 14a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3zM4 5v6M12 11V6.5a2 2 0 0 0-2-2H7.5M9.5 2.5l-2 2 2 2',
  reviews: 'M2.5 3.5h11v10h-11zM2.5 6.5h11M5.5 1.5v3M10.5 1.5v3M5 9.5h6M5 11.5h3.5',
  right: 'M6 3l5 5-5 5',
  search: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.7 10.7L14 14',
  sessions: 'M2 4h2.5M2 8h2.5M2 12h2.5M7.5 4H14M7.5 8H14M7.5 12H14',
  settings: 'M2 4.5h7M12.5 4.5H14M2 11.5h1.5M7 11.5h7M10.5 3v3M5.5 10v3',
  skills: 'M2 13.5h3v-4H2zM6.5 13.5h3v-7h-3zM11 13.5h3v-11h-3z',
  'sign-out': 'M9.5 2.5h-7v11h7M6.5 8H14M11 5l3 3-3 3',
  sort: 'M5 3v10M2.5 10.5L5 13l2.5-2.5M9 4h5M9 8h3.5M9 12h2',
  split: 'M2.5 2.5h11v4h-11zM2.5 9.5h11v4h-11z',
  stats: 'M2.5 14V9M6.2 14V5M9.8 14V7.5M13.5 14V2.5',
  stop: 'M4 4h8v8H4z',
  tasks: 'M1.5 4l1.2 1.2L5 2.8M1.5 11l1.2 1.2L5 9.8M7.5 4H14M7.5 11.5H14',
  today: 'M1.5 12.5h13M4.5 9.5a3.5 3.5 0 0 1 7 0M8 2v1.5M2.8 4.8l1 1M13.2 4.8l-1 1',
  trash: 'M2.5 4.5h11M6 4.5v-2h4v2M4 4.5l.7 9h6.6l.7-9M6.8 7.5v3.2M9.2 7.5v3.2',
  undo: 'M5.5 2.5L2.5 5.5l3 3M2.5 5.5h7a3.75 3.75 0 0 1 0 7.5H6',
  up: 'M8 13V3M4 7l4-4 4 4',
} as const

export type IconName = keyof typeof paths

export const iconNames = Object.keys(paths) as IconName[]

const filled: IconName[] = ['brand', 'play', 'stop']

const draw = (name: IconName) =>
  raw(
    `<svg class="${filled.includes(name) ? 'i i-fill' : 'i'}" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">` +
      `<path d="${paths[name]}"></path></svg>`,
  )

/** Drawn once, because a page has hundreds. */
const drawn = new Map(iconNames.map((name) => [name, draw(name)]))

/** An inline icon beside words, hidden from screen readers. */
export const Icon = ({ name }: { name: IconName }) => drawn.get(name) ?? draw(name)

/** Class that gives an element and its content a project's colour. */
export const projectClass = (color: string | null | undefined) =>
  palette.some((name) => name === color) ? `project-${color}` : undefined

/** A project's square. Always beside its name. */
export const ProjectMark = ({ color }: { color: string | null | undefined }) => (
  <span class={`dot ${projectClass(color) ?? ''}`.trim()} />
)

/** A project by its square and its name. */
export const ProjectName = ({ name, color }: { name: string; color: string | null | undefined }) => (
  <span>
    <ProjectMark color={color} />
    <bdi>{name}</bdi>
  </span>
)

type LabelProps = { project: { name: string; client: string; color: string | null } }

/** A project by its name and its client. */
export const ProjectLabel = ({ project: { name, client, color } }: LabelProps) => (
  <>
    <ProjectName name={name} color={color} />
    {client && (
      <>
        , <bdi>{client}</bdi>
      </>
    )}
  </>
)
