import { raw } from 'hono/html'
import type { PropsWithChildren } from 'hono/jsx'
import { jsxAttr } from 'hono/jsx/jsx-runtime'

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
