import { raw } from 'hono/html'
import type { PropsWithChildren } from 'hono/jsx'
import { jsxAttr } from 'hono/jsx/jsx-runtime'
import { projectColors } from '../../functions/lib/text/text'
import type { IconName } from './icon-paths'

export type { IconName } from './icon-paths'

/** Class attribute from the names that apply; undefined without any. */
export const classes = (...names: (string | false | null | undefined)[]) => names.filter(Boolean).join(' ') || undefined

/** `aria-*` attributes are passed on, too. */
type Attributes = Partial<
  Record<'class' | 'height' | 'preserveAspectRatio' | 'role' | 'viewBox' | 'width' | 'x' | 'y', string | number>
>

/**
 * An `svg` element, with attributes named as in HTML. Once a page has a JSX element `<svg>` or `<head>`, Hono looks up
 * a namespace for each element of each page, which took a twelfth of the time.
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

/** An SVG as wide as its container, with grey text. Its colours match its legend, even with forced colours. */
export const Drawing = ({ class: more, ...rest }: PropsWithChildren<Attributes & { class?: string }>) => (
  <Svg
    class={classes('flow-root w-full overflow-visible fill-grey text-small forced-color-adjust-none', more)}
    {...rest}
  />
)

/** An icon next to text, empty for screen readers and drawn by the style sheet. */
export const Icon = ({ name }: { name: IconName }) => raw(`<i class="i i-${name}"></i>`)

/** Class that gives an element and its content a project's colour. */
export const projectClass = (color: string | null | undefined) =>
  projectColors.some((name) => name === color) ? `hue-${color}` : undefined

/** A project's dot. It is always next to the project's name. */
export const ProjectMark = ({ color, class: more }: { color: string | null | undefined; class?: string }) => (
  <span class={classes('dot', projectClass(color), more)} />
)

type NameProps = { name: string; color: string | null | undefined; edits?: string }

/** A project with its dot and its name. @param edits field that a press edits (client/lists/in-place.ts) */
export const ProjectName = ({ name, color, edits }: NameProps) => (
  <span data-edits={edits}>
    <ProjectMark color={color} />
    <bdi>{name}</bdi>
  </span>
)

type LabelProps = { project: { name: string; client: string; color: string | null } }

/** A project with its name and client. */
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
