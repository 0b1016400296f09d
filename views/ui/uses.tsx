import { createContext, type JSX, useContext } from 'hono/jsx'
import { isUsed, type UsedPart, uses } from '../../functions/lib/uses'

/** The uses (parts of Daymark) that the reader has switched on, that of the page, and a lookup by path. */
type Reader = { uses: readonly UsedPart[]; page?: UsedPart; partOf: (path: string) => UsedPart | undefined }

export const ReaderUses = createContext<Reader>({ uses, partOf: () => undefined })

/** Tells which parts the reader uses: what belongs to one that is off is not drawn. */
export const useParts = () => {
  const preferences = useContext(ReaderUses)
  return (use: UsedPart | undefined) => isUsed({ preferences }, use)
}

/** The address, or undefined where it leads to a part that is off: then it is no link. Pages of such a part keep theirs. */
export const useHref = (href: string | undefined) => {
  const isOn = useParts()
  const { page, partOf } = useContext(ReaderUses)
  const part = href?.startsWith('/') ? partOf(href.replace(/[?#].*/s, '')) : undefined
  return !part || part === page || isOn(part) ? href : undefined
}

/** A link among words; its words alone without an address, or where it leads to a part that is off. */
export const Linked = ({ class: look, href, children, ...rest }: JSX.IntrinsicElements['a'] & { href?: string }) =>
  useHref(href) ? (
    <a class={look} href={href} {...rest}>
      {children}
    </a>
  ) : (
    children
  )
